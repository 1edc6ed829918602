/**
 * A failure that the user can do something about: one line that says what happened and where, one that says what to do.
 * It ends the command with exit code 2 and no stack.
 */
export class UserError extends Error {
  readonly advice: string | undefined;

  constructor(message: string, advice?: string) {
    super(message);
    this.name = 'UserError';
    this.advice = advice;
  }
}
