import { UserError } from '../model/error.ts';
import { plain } from '../report/plain.ts';

/**
 * A failure in the words for stderr: what happened, and below it what to do. Known failures have no stack; an unknown
 * one is a defect of ours and says so.
 */
export function errorText(error: unknown): string {
  if (error instanceof UserError) return lines(withoutHelp(error.message), error.advice);
  const missing = missingArguments(error);
  if (missing.length > 0) return lines(`missing ${missing.join(' and ')}`, 'see --help');
  if (isUsageError(error)) return lines(withoutHelp(error.message), 'see --help');
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return ['error: internal error, please report it', ...stack.split('\n').map(plain)].join('\n');
}

/** oclif says it in two sentences, for any number of flags. */
const neededFlags = /^The following error occurred:\s+All of the following must be provided when using (--[\w-]+): (.+)$/;
const exclusiveFlags = /^The following error occurred:\s+(--[\w-]+)=.* cannot also be provided when using (--[\w-]+)$/s;

function lines(message: string, advice: string | undefined): string {
  return [`error: ${plain(message)}`, ...(advice === undefined ? [] : [`  ${plain(advice)}`])].join('\n');
}

/** The names of required arguments that were not given, as oclif's RequiredArgsError holds them; it would spell out their help. */
function missingArguments(error: unknown): string[] {
  if (!isUsageError(error) || !('args' in error) || !Array.isArray(error.args)) return [];
  return error.args.flatMap((arg: { name?: unknown }) => (typeof arg.name === 'string' ? [arg.name.toUpperCase()] : []));
}

/** oclif's own complaints about flags and arguments carry an exit code of 2. */
function isUsageError(error: unknown): error is Error {
  return error instanceof Error && 'oclif' in error;
}

/** oclif appends a hint of its own and lists in several lines; ours is one line. */
function withoutHelp(message: string): string {
  return message
    .replace(/\s*See more help with --help\s*$/, '')
    .replace(/^Parsing (--\S+)\s*/, '$1: ')
    .replace(neededFlags, '$1 needs $2')
    .replace(exclusiveFlags, '$1 and $2 exclude each other')
    .replace(/\s*\n\s*/g, ' ');
}
