import type { Escalation } from '../analyzer/escalation/escalation.ts';
import { bindingKey } from '../model/binding.ts';
import type { Evidence, Finding } from '../model/finding.ts';
import type { Chain } from '../model/path.ts';
import { roleKey } from '../model/role.ts';
import type { Subject } from '../model/subject.ts';

/** A chain, and what it takes: rules that are held through bindings, and bindings with their roles. */
interface Route {
  chain: Chain;
  rules: ReadonlySet<string>;
  /** The bindings with their roles that count as a whole, and all of them. */
  whole: ReadonlySet<string>;
  uses: ReadonlySet<string>;
}

/**
 * Writes into each finding the path on which what it rests on is a step, if there is one: of the shortest ways of its subject to the
 * goals, the one to the worst of them.
 */
export function linkPaths(findings: readonly Finding[], escalation: Escalation): void {
  // One access has one object for a subject.
  const routes = new Map<Subject, Route[]>();
  for (const finding of findings) {
    const { subject } = finding;
    if (!subject) continue;
    let own = routes.get(subject);
    if (!own) {
      own = routesOf(subject, escalation);
      routes.set(subject, own);
    }
    if (own.length === 0) continue;
    const links = finding.evidence.flatMap(linkOf);
    const route = own.find((one) => links.some((link) => isStep(link, one)));
    if (route) finding.path = route.chain;
  }
}

/** A rule that is held through a binding, or without `rule` all of a role that is. */
interface Link {
  use: string;
  rule: string | undefined;
}

function linkOf({ binding, role, rule }: Pick<Evidence, 'binding' | 'role' | 'rule'>): Link[] {
  if (!binding || !role) return [];
  const use = `${bindingKey(binding)}\u0001${roleKey(role)}`;
  return [{ use, rule: rule === undefined ? undefined : `${use}\u0001${rule}` }];
}

/** A finding about a role as a whole rests on all of its rules. */
function isStep({ use, rule }: Link, { rules, whole, uses }: Route): boolean {
  return rule === undefined ? uses.has(use) : whole.has(use) || rules.has(rule);
}

/** The worst goal comes first. */
function routesOf(subject: Subject, escalation: Escalation): Route[] {
  return escalation.pathsOf(subject).map((chain) => {
    const steps = chain.hops.flatMap((hop) => hop.via).flatMap(linkOf);
    return {
      chain,
      rules: new Set(steps.flatMap(({ rule }) => rule ?? [])),
      whole: new Set(steps.flatMap(({ use, rule }) => (rule === undefined ? [use] : []))),
      uses: new Set(steps.map(({ use }) => use)),
    };
  });
}
