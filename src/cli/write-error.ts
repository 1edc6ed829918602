import { UserError } from '../model/error.ts';

/** A failed write in words. Anything but an error of the file system is a defect of ours and stays what it is. */
export function writeError(error: unknown, path: string, advice: string): unknown {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string' && 'syscall' in error)
    return new UserError(`${path}: cannot be written (${error.code})`, advice);
  return error;
}
