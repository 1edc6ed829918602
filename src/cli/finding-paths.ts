import type { Access } from '../analyzer/access/access.ts';
import { escalationOf } from '../analyzer/escalation/escalation.ts';
import { type BindingRef, bindingKey } from '../model/binding.ts';
import type { Evidence, Finding } from '../model/finding.ts';
import type { Chain } from '../model/path.ts';
import { type RoleRef, roleKey } from '../model/role.ts';
import type { Subject } from '../model/subject.ts';

/** A chain, and what it takes: rules that are held through bindings, and bindings with their roles. */
interface Route {
  chain: Chain;
  rules: ReadonlySet<string>;
  /** The bindings that are used as a whole, and all of them. */
  whole: ReadonlySet<string>;
  bindings: ReadonlySet<string>;
}

/**
 * Writes into each finding the path on which what it rests on is a step, if there is one: of the shortest ways of its subject to the
 * goals, the one to the worst of them.
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
    const { evidence } = finding;
    const route = own.find((one) => evidence.some((link) => isStep(link, one)));
    if (route) finding.path = route.chain;
  }
}

/** A finding about a role as a whole rests on all of its rules. */
function isStep({ binding, role, rule }: Evidence, { rules, whole, bindings }: Route): boolean {
  if (!binding || !role) return false;
  const key = useKey(binding, role);
  return rule === undefined ? bindings.has(key) : whole.has(key) || rules.has(ruleKey(key, rule));
}

/** The worst goal comes first. */
function routesOf(subject: Subject, access: Access): Route[] {
  return escalationOf(access)
    .pathsOf(subject)
    .map((chain) => {
      const steps = chain.hops
        .flatMap((hop) => hop.via)
        .flatMap(({ binding, role, rule }) => (binding ? [{ key: useKey(binding, role), rule }] : []));
      return {
        chain,
        rules: new Set(steps.flatMap(({ key, rule }) => (rule === undefined ? [] : [ruleKey(key, rule)]))),
        whole: new Set(steps.flatMap(({ key, rule }) => (rule === undefined ? [key] : []))),
        bindings: new Set(steps.map(({ key }) => key)),
      };
    });
}

function useKey(binding: BindingRef, role: RoleRef): string {
  return `${bindingKey(binding)}\u0001${roleKey(role)}`;
}

function ruleKey(use: string, rule: number): string {
  return `${use}\u0001${rule}`;
}
