import type { Access } from '../analyzer/access/access.ts';
import { escalationOf } from '../analyzer/escalation/escalation.ts';
import { type BindingRef, bindingKey } from '../model/binding.ts';
import type { Finding } from '../model/finding.ts';
import type { Chain } from '../model/path.ts';
import { type RoleRef, roleKey } from '../model/role.ts';
import type { Subject } from '../model/subject.ts';

/** A chain, and the bindings with their roles that it takes. */
interface Route {
  chain: Chain;
  grants: ReadonlySet<string>;
}

/**
 * Writes into each finding the path on which its grant is a step, if there is one: of the shortest ways of its subject to the goals,
 * the one to the worst of them.
 */
export function linkPaths(findings: readonly Finding[], access: Access): void {
  // One access has one object for a subject.
  const routes = new Map<Subject, Route[]>();
  for (const finding of findings) {
    const { subject } = finding;
    if (!subject) continue;
    let own = routes.get(subject);
    if (!own) {
      own = routesOf(subject, access);
      routes.set(subject, own);
    }
    if (own.length === 0) continue;
    const grants = finding.evidence.flatMap(({ binding, role }) => (binding && role ? [grantKey(binding, role)] : []));
    const route = own.find((one) => grants.some((grant) => one.grants.has(grant)));
    if (route) finding.path = route.chain;
  }
}

/** The worst goal comes first. */
function routesOf(subject: Subject, access: Access): Route[] {
  return escalationOf(access)
    .pathsOf(subject)
    .map((chain) => {
      const via = chain.hops.flatMap((hop) => hop.via);
      return { chain, grants: new Set(via.flatMap(({ binding, role }) => (binding ? [grantKey(binding, role)] : []))) };
    });
}

function grantKey(binding: BindingRef, role: RoleRef): string {
  return `${bindingKey(binding)}\u0001${roleKey(role)}`;
}
