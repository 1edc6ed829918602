import { attack, docs } from '../references.ts';
import { requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';

export const quotaLimitsWrite = risk({
  id: 'quota-limits-write',
  title: 'A subject can write ResourceQuotas or LimitRanges',
  requests: requestsFor('create update patch delete deletecollection', '', 'resourcequotas', 'limitranges'),
  levels: byScope('medium', 'low'),
  statement: 'can lift the limits of namespaces, or block them',
  detail: 'Without its quota a namespace can use up the cluster; with a quota of nothing, nothing in it starts any more.',
  remediation: 'Leave quotas to those who share out the cluster; the role admin does not have them either.',
  references: [docs.resourceQuotas, attack('T1499')],
});
