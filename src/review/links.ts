import type { Fact, Link } from '../analyzer/checks/check.ts';
import { roleKey } from '../model/role.ts';

/** The links through the role that a fact is about; others that it holds only tell why that one is bad. */
export function linksOf({ because, role }: Fact): readonly Link[] {
  if (!role) return because;
  const key = roleKey(role);
  return because.filter((link) => !link.role || roleKey(link.role) === key);
}
