import type { Scope } from '../../model/grant.ts';

/**
 * Where a right holds: `"*"` everywhere, outside namespaces too; `''` in every namespace, one by one, but not outside of them
 * (the right to write RoleBindings anywhere gives that); else in one namespace.
 */
export type Reach = Scope;

export const everywhere: Reach = '*';
export const everyNamespace: Reach = '';

/** What a right that is about things in namespaces comes to: beyond them it has no meaning. */
export function inNamespaces(reach: Reach): Reach {
  return reach === everywhere ? everyNamespace : reach;
}

/** True if it is no single namespace. */
export function isWide(reach: Reach): boolean {
  return reach === everywhere || reach === everyNamespace;
}

/** True if a right that holds there holds in the namespace. */
export function reaches(reach: Reach, namespace: string): boolean {
  return isWide(reach) || reach === namespace;
}
