import { isDefaultRoleName } from '../../../facts/expected.ts';
import { builtinVersions, defaultRoles } from '../../../facts/kubernetes.ts';
import type { Severity } from '../../../model/finding.ts';
import { refOf } from '../../../model/ref.ts';
import type { Role } from '../../../model/role.ts';
import type { Rule } from '../../../model/rule.ts';
import type { Access } from '../../access/access.ts';
import { covers } from '../../access/covers.ts';
import { groupMatches, resourceMatches } from '../../access/match.ts';
import type { Check, Fact } from '../check.ts';
import { docs } from '../references.ts';
import { powerOfRule } from '../role-power.ts';
import { writes } from '../rules.ts';
import { worse } from '../severity.ts';
import { ruleList } from '../wording.ts';

/** The default roles that take in others by label, the weakest first: what is in view is in edit and admin too. */
const targets = ['view', 'edit', 'admin'] as const;

/** Custom resources that are known to hold passwords in plain sight, by group. */
const credentialResources: readonly [group: string, resources: readonly string[]][] = [
  ['argoproj.io', ['applications', 'workflows', 'workflowtemplates', 'cronworkflows']],
  ['grafana.integreatly.org', ['grafanadatasources']],
  ['helm.cattle.io', ['helmcharts', 'helmchartconfigs']],
  ['helm.toolkit.fluxcd.io', ['helmreleases']],
  ['tekton.dev', ['pipelineruns', 'taskruns']],
];

export const aggregatedRoleRiskyContent: Check = {
  id: 'aggregated-role-risky-content',
  title: 'A ClusterRole adds to a default role what does not belong there',
  kind: 'lint',
  base: 'high',
  references: [docs.aggregation, docs.userFacingRoles],
  impliedBy: [],
  remediation: 'Take these rules into a ClusterRole without the label, and bind that where it is needed.',
  run: facts,
  say: ({ because, notes: [target = ''] = [], base }) => ({
    statement: `adds to ${target} what does not belong there`,
    where: '',
    detail: `${ruleList(because)}: all who hold ${target} get it, in every namespace where they do. ${base === 'high' ? reasons[target === 'view' ? 'view' : 'other'] : 'It goes beyond what Kubernetes gives the role.'}`,
  }),
};

const reasons = {
  view: 'view is for people who may neither change anything nor read Secrets.',
  other: 'It is full control.',
};

function* facts(access: Access): Generator<Fact> {
  for (const role of access.roles) {
    const target = targets.find((name) => role.labels.get(`rbac.authorization.k8s.io/aggregate-to-${name}`) === 'true');
    if (target === undefined || role.kind !== 'ClusterRole' || role.aggregation || isDefaultRoleName(role)) continue;
    const risky = riskyRules(role, target);
    const base = [...risky.values()].reduce<Severity>(worse, 'info');
    const worst = [...risky].filter(([, severity]) => severity === base).map(([rule]) => rule);
    if (worst.length === 0) continue;
    yield { object: refOf(role), role, scope: '*', because: worst.map((rule) => ({ role, rule })), base, notes: [target] };
  }
}

function riskyRules(role: Role, target: (typeof targets)[number]): Map<Rule, Severity> {
  const judge = target === 'view' ? inView : inOthers(target);
  return new Map(
    role.rules.flatMap((rule): [Rule, Severity][] => {
      const severity = judge(rule);
      return severity ? [[rule, severity]] : [];
    }),
  );
}

function inView(rule: Rule): Severity | undefined {
  if (writes(rule) || powerOfRule(rule) === 'takeover') return 'high';
  const holdsCredentials = credentialResources.some(
    ([group, resources]) => groupMatches(rule, group) && resources.some((resource) => resourceMatches(rule, resource, '')),
  );
  return holdsCredentials ? 'medium' : undefined;
}

const everything = { verbs: ['*'], apiGroups: ['*'], resources: ['*'], resourceNames: [], nonResourceURLs: [] };

/** edit and admin hold much already; what they hold is not new in them. */
function inOthers(target: string): (rule: Rule) => Severity | undefined {
  const names =
    target === 'edit'
      ? ['system:aggregate-to-view', 'system:aggregate-to-edit']
      : ['system:aggregate-to-view', 'system:aggregate-to-edit', 'system:aggregate-to-admin'];
  const known = builtinVersions
    .flatMap((version) => defaultRoles(version))
    .filter(({ name }) => names.includes(name))
    .flatMap(({ rules }) => rules);
  return (rule) => {
    if (covers([rule], [everything])) return 'high';
    return powerOfRule(rule) === 'takeover' && !covers(known, [rule]) ? 'low' : undefined;
  };
}
