import { type Binding, bindingKey } from '../../../model/binding.ts';
import type { Use } from '../../../model/grant.ts';
import type { Rule } from '../../../model/rule.ts';
import { type Subject, subjectKey } from '../../../model/subject.ts';
import type { Access } from '../../access/access.ts';
import { covers } from '../../access/covers.ts';
import type { Check, Fact } from '../check.ts';
import { identitiesOf } from '../holdings.ts';
import { countsInNamespaces } from '../reach.ts';
import { docs } from '../references.ts';
import { usesBy } from '../uses.ts';
import { list, objectLabel } from '../wording.ts';

export const redundantGrant: Check = {
  id: 'redundant-grant',
  title: 'A binding gives a subject nothing that it does not hold already',
  kind: 'lint',
  base: 'info',
  references: [docs.periodicReview],
  impliedBy: ['cluster-admin-binding', 'cluster-admin-equivalent', 'duplicate-binding'],
  remediation: 'Delete the binding, or take the subject out of it; rbac-audit suggest --only drop proves that nothing is lost.',
  run: facts,
  say: ({ role, notes = [] }) => ({
    statement: `holds nothing more through ${role?.kind}/${role?.name}`,
    detail: `All that the role grants there is granted by ${list(notes)} too.`,
  }),
};

/** Looks at narrow bindings first, and counts what was found superfluous no longer, so that of two equal grants one stays. */
function* facts(access: Access): Generator<Fact> {
  const dropped = new Set<string>();
  const held = new Map<string, Held>();
  const heldBy = (subject: Subject): Held => {
    const key = subjectKey(subject);
    let own = held.get(key);
    if (!own) {
      own = new Held(access.usesFor(subject));
      held.set(key, own);
    }
    return own;
  };
  const uses = usesBy(access, () => true);
  for (const use of [...uses.filter(({ scope }) => scope !== '*'), ...uses.filter(({ scope }) => scope === '*')]) {
    const { subject, binding, role, scope, holding } = use;
    const rules = effective(role.rules, scope, access);
    const others = identitiesOf(subject)
      .flatMap((identity) => heldBy(identity).in(scope))
      .filter((other) => other.binding !== binding && !dropped.has(dropKey(other)));
    if (others.length === 0 || rules.length === 0) continue;
    if (
      !covers(
        others.flatMap((other) => other.role.rules),
        rules,
      )
    )
      continue;
    dropped.add(dropKey(use));
    const enough = others.filter(
      (other) =>
        !covers(
          others.filter((one) => one !== other).flatMap((one) => one.role.rules),
          rules,
        ),
    );
    const named = enough.length > 0 ? enough : others.slice(0, 1);
    yield {
      subject,
      role,
      scope,
      because: [use],
      holding,
      args: [bindingKey(binding)],
      notes: [...new Set(named.map((other) => objectLabel(other.binding)))],
    };
  }
}

/** What one subject holds by its own bindings, by scope. */
class Held {
  private readonly byScope: ReadonlyMap<string, Use[]>;

  constructor(uses: readonly Use[]) {
    this.byScope = Map.groupBy(uses, ({ scope }) => scope);
  }

  /** What counts in a scope: what holds there, and what holds everywhere. */
  in(scope: string): readonly Use[] {
    return scope === '*' ? (this.byScope.get('*') ?? []) : [...(this.byScope.get('*') ?? []), ...(this.byScope.get(scope) ?? [])];
  }
}

/** A RoleBinding grants neither URLs nor what lies outside namespaces. */
function effective(rules: readonly Rule[], scope: string, access: Access): Rule[] {
  return scope === '*'
    ? [...rules]
    : rules.filter((rule) => countsInNamespaces(rule, access.snapshot.discovery)).map((rule) => ({ ...rule, nonResourceURLs: [] }));
}

function dropKey({ subject, binding }: { subject: Subject; binding: Binding }): string {
  return `${subjectKey(subject)}\u0001${bindingKey(binding)}`;
}
