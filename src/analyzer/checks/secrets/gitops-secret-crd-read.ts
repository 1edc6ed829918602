import { attack, docs } from '../references.ts';
import { requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';

/** Custom resources in which people write passwords, by group: values of charts, parameters, inline credentials. */
const carriers: readonly [group: string, ...resources: string[]][] = [
  ['helm.toolkit.fluxcd.io', 'helmreleases'],
  ['source.toolkit.fluxcd.io', 'gitrepositories', 'helmrepositories', 'buckets'],
  ['argoproj.io', 'applications', 'applicationsets', 'workflows'],
  ['helm.cattle.io', 'helmcharts', 'helmchartconfigs'],
  ['external-secrets.io', 'externalsecrets', 'pushsecrets', 'clustersecretstores', 'secretstores'],
  ['generators.external-secrets.io', 'fakes'],
  ['kustomize.toolkit.fluxcd.io', 'kustomizations'],
  ['postgresql.cnpg.io', 'clusters'],
  ['acid.zalan.do', 'postgresqls'],
  ['traefik.io', 'middlewares'],
];

export const gitopsSecretCrdRead = risk({
  id: 'gitops-secret-crd-read',
  title: 'A subject can read custom resources that often hold credentials',
  requests: carriers.flatMap(([group, ...resources]) => requestsFor('get list watch', group, ...resources)),
  levels: byScope('medium', 'low'),
  statement: 'can read custom resources that often hold credentials',
  detail:
    'Chart values, parameters and repository settings are where passwords end up that should have been Secrets. Roles that leave Secrets out show them all the same.',
  remediation: 'Move the credentials to Secrets and refer to them; then reading these objects tells nothing.',
  references: [docs.leastPrivilege, attack('T1552.007')],
  // Who writes them has more than what they hold.
  impliedBy: ['workload-crd-write'],
});
