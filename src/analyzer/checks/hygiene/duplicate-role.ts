import { isDefaultRoleName } from '../../../facts/expected.ts';
import { byCodeUnit } from '../../../model/order.ts';
import { refOf } from '../../../model/ref.ts';
import type { Role } from '../../../model/role.ts';
import type { Rule } from '../../../model/rule.ts';
import type { Access } from '../../access/access.ts';
import { type Atom, atomCovered, atomsOf } from '../../access/covers.ts';
import { type RuleBody, resourceCovers, urlCovers } from '../../access/match.ts';
import type { Check, Fact } from '../check.ts';
import { docs } from '../references.ts';
import { list, objectLabel } from '../wording.ts';

export const duplicateRole: Check = {
  id: 'duplicate-role',
  title: 'A role grants exactly what another one grants',
  kind: 'lint',
  base: 'info',
  references: [docs.periodicReview],
  impliedBy: ['unused-role'],
  remediation: 'Keep one of the roles and bind it wherever the others are bound; rbac-audit suggest --only factor shows how.',
  *run(access): Generator<Fact> {
    for (const [first, ...copies] of equalRoles(access)) {
      if (!first) continue;
      for (const copy of copies) {
        const others = [first, ...copies].filter((role) => role !== copy).map(objectLabel);
        yield { object: refOf(copy), role: refOf(copy), scope: copy.namespace ?? '*', because: [{ role: copy }], notes: others };
      }
    }
  },
  say: ({ notes = [] }) => ({
    statement: `grants exactly what ${list(notes, 3)} ${notes.length === 1 ? 'grants' : 'grant'}`,
    where: '',
    detail: 'Whoever changes one of them may forget the other.',
  }),
};

/** Roles of one place that allow the same requests, Kubernetes' own first. An aggregated role is a copy of nobody's making. */
function equalRoles(access: Access): Role[][] {
  const written = access.roles.filter((role) => role.rules.length > 0 && !role.aggregation);
  // Writing out the content takes long, and roles that differ at first sight cannot be the same.
  const alike = Map.groupBy(written, (role) => `${role.kind}\u0000${role.namespace ?? ''}\u0000${words(role)}`);
  const groups = [...alike.values()].flatMap((roles) => (roles.length > 1 ? [...Map.groupBy(roles, content).values()] : []));
  return groups
    .filter((roles) => roles.length > 1)
    .map((roles) => [...roles.filter(isDefaultRoleName), ...roles.filter((role) => !isDefaultRoleName(role))])
    .map(([first, ...copies]) => (first ? [first, ...copies.filter((role) => !isDefaultRoleName(role))] : []));
}

/**
 * The words of the rules that count, each once: roles with the same content have the same. Words that a wildcard may cover are
 * left out, since they may be superfluous.
 */
function words({ rules }: Role): string {
  const counted = rules.filter((rule) => !atomsOf(rule).next().done);
  const ofResources = counted.filter(({ apiGroups }) => apiGroups.length > 0);
  const isStar = (wide: string) => wide === '*';
  return JSON.stringify([
    widest(
      counted.flatMap(({ verbs }) => verbs),
      isStar,
    ),
    widest(
      ofResources.flatMap(({ apiGroups }) => apiGroups),
      isStar,
    ),
    widest(
      ofResources.flatMap(({ resources }) => resources),
      resourceCovers,
    ),
    widest(
      counted.flatMap(({ nonResourceURLs }) => nonResourceURLs),
      urlCovers,
    ),
  ]);
}

/** The words that no wildcard among them covers, each once and sorted. */
function widest(all: readonly string[], covers: (wide: string, word: string) => boolean): string[] {
  const found = [...new Set(all)];
  const wildcards = found.filter((word) => word.includes('*'));
  return found.filter((word) => !wildcards.some((other) => other !== word && covers(other, word))).sort(byCodeUnit);
}

/** What a role grants, whatever way it is written: two roles have the same text exactly when their smallest parts are the same. */
function content({ rules }: Role): string {
  const texts = needed(rules).map(({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }) =>
    JSON.stringify([verbs, apiGroups, resources, resourceNames, nonResourceURLs]),
  );
  return [...new Set(texts)].sort(byCodeUnit).join('\n');
}

/** The smallest parts of the rules, without those that a wider one covers. */
function needed(rules: readonly Rule[]): Atom[] {
  const atoms = rules.flatMap((rule) => [...atomsOf(rule)]);
  const isLimited = ({ resourceNames }: Atom) => resourceNames.length > 0;
  const someAreLimited = atoms.some(isLimited);
  const wide = atoms.filter((atom) => hasWildcard(atom) || (someAreLimited && !isLimited(atom)));
  return atoms.filter((atom) => !wide.some((other) => atomCovered(other, atom) && !atomCovered(atom, other)));
}

function hasWildcard({ verbs, apiGroups, resources, nonResourceURLs }: RuleBody): boolean {
  return (
    verbs.includes('*') ||
    apiGroups.includes('*') ||
    resources.some((resource) => resource.startsWith('*')) ||
    nonResourceURLs.some((url) => url.endsWith('*'))
  );
}
