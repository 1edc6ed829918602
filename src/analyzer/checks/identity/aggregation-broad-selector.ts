import { isDefaultRoleName } from '../../../facts/expected.ts';
import { refOf } from '../../../model/ref.ts';
import type { LabelSelector } from '../../../model/role.ts';
import type { Access } from '../../access/access.ts';
import { aggregatedRoles } from '../aggregated.ts';
import type { Check, Fact } from '../check.ts';
import { docs } from '../references.ts';

export const aggregationBroadSelector: Check = {
  id: 'aggregation-broad-selector',
  title: 'A ClusterRole aggregates others without naming a label value',
  kind: 'lint',
  base: 'high',
  references: [docs.aggregation],
  impliedBy: [],
  remediation: 'Select by a label and its value that is made for this role alone: matchLabels with a name of its own.',
  run: facts,
  say: ({ base, notes: [what = ''] = [] }) => ({
    statement: `aggregates ${what}`,
    where: '',
    detail: `Every ClusterRole that comes to the cluster, whoever installs it and for whatever purpose, may add its rules to this one.${base === 'low' ? ' Nobody holds it yet.' : ''}`,
  }),
};

function* facts(access: Access): Generator<Fact> {
  const isSource = aggregatedRoles(access);
  for (const role of access.roles) {
    const broad = role.aggregation?.filter(isBroad) ?? [];
    if (broad.length === 0 || isDefaultRoleName(role)) continue;
    const isHeld = access.bindingsOf(role).length > 0 || isSource(role);
    const what = broad.some(selectsAll) ? 'every ClusterRole' : 'ClusterRoles whatever the value of their labels';
    yield { object: refOf(role), role, scope: '*', because: [{ role }], base: isHeld ? 'high' : 'low', notes: [what] };
  }
}

/** True for a selector that no value of a label narrows down. */
function isBroad({ matchLabels, matchExpressions }: LabelSelector): boolean {
  return matchLabels.size === 0 && matchExpressions.every(({ operator }) => operator !== 'In');
}

function selectsAll({ matchExpressions }: LabelSelector): boolean {
  return matchExpressions.length === 0;
}
