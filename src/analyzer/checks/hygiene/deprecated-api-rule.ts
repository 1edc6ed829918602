import { isDefaultRoleName } from '../../../facts/expected.ts';
import { refOf } from '../../../model/ref.ts';
import type { Rule } from '../../../model/rule.ts';
import type { Check, Fact } from '../check.ts';
import { docs } from '../references.ts';
import { list, resourceName, ruleList } from '../wording.ts';

/** APIs that Kubernetes serves no more, and since which minor version of 1. */
const gone: readonly { group: string; resource?: string; since: number }[] = [
  { group: 'extensions', since: 22 },
  { group: 'policy', resource: 'podsecuritypolicies', since: 25 },
];

export const deprecatedApiRule: Check = {
  id: 'deprecated-api-rule',
  title: 'A rule names an API that Kubernetes has removed',
  kind: 'lint',
  base: 'info',
  references: [docs.removedApis],
  impliedBy: ['unused-role', 'dead-rule'],
  remediation: 'Take the group or resource out of the rule.',
  *run({ roles, snapshot }): Generator<Fact> {
    const minor = minorVersion(snapshot.kubernetesVersion);
    for (const role of roles) {
      if (role.aggregation || isDefaultRoleName(role)) continue;
      const rules = role.rules.filter((rule) => removed(rule, minor).length > 0);
      const names = rules.flatMap((rule) => removed(rule, minor));
      if (rules.length > 0)
        yield { object: refOf(role), role, scope: role.namespace ?? '*', because: rules.map((rule) => ({ role, rule })), notes: names };
    }
  },
  say: ({ because, notes = [] }) => ({
    statement: `names ${list(notes)}, which Kubernetes no longer serves`,
    where: '',
    detail: `${ruleList(because)}: the API was removed, so this part grants nothing and only hides what counts.`,
  }),
};

function removed({ apiGroups, resources }: Rule, minor: number): string[] {
  return gone
    .filter(({ since }) => minor >= since)
    .flatMap(({ group, resource }) => {
      if (!apiGroups.includes(group)) return [];
      if (resource === undefined) return [`API group ${group}`];
      return resources.includes(resource) ? [resourceName(group, resource)] : [];
    });
}

function minorVersion(version: string): number {
  return Number(/^v?1\.(\d+)/.exec(version)?.[1] ?? Number.NaN);
}
