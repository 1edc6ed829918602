import type { Subject } from '../../model/subject.ts';
import { allServiceAccounts, anonymous, authenticated, unauthenticated } from './identity.ts';

/** Whoever reaches the API server, without logging in. */
export function isAnonymous({ kind, name }: Subject): boolean {
  return (kind === 'User' && name === anonymous) || (kind === 'Group' && name === unauthenticated);
}

/** Everybody who is logged in, every ServiceAccount included. */
export function isAuthenticated({ kind, name }: Subject): boolean {
  return kind === 'Group' && name === authenticated;
}

/** Whose ServiceAccounts a group stands for: those of one namespace, or (`"*"`) all; undefined for other subjects. */
export function serviceAccountsOf({ kind, name }: Subject): string | undefined {
  if (kind !== 'Group') return undefined;
  if (name === allServiceAccounts) return '*';
  const prefix = `${allServiceAccounts}:`;
  return name.startsWith(prefix) ? name.slice(prefix.length) : undefined;
}
