import { anyRisk, type Check } from '../check.ts';
import { factsOfUses } from '../grants.ts';
import { attack, cis, docs } from '../references.ts';
import { always } from '../severity.ts';
import { usesBy } from '../uses.ts';

export const defaultSaBinding: Check = {
  id: 'default-sa-binding',
  title: 'A binding grants rights to a default ServiceAccount',
  kind: 'risk',
  base: 'low',
  references: [docs.leastPrivilege, docs.serviceAccountPermissions, cis('5.1.5'), attack('T1078.001')],
  impliedBy: ['cluster-admin-binding', 'cluster-admin-equivalent', anyRisk],
  remediation:
    'Give the workload that needs the role a ServiceAccount of its own, bind that, and set automountServiceAccountToken: false on default.',
  run: (access) => factsOfUses(usesBy(access, ({ kind, name }) => kind === 'ServiceAccount' && name === 'default')).map(({ fact }) => fact),
  levels: () => always('low'),
  fromContent: (worst) => worst,
  say: ({ role, subject }) => ({
    statement: `can use ${role?.kind}/${role?.name}`,
    detail: `Every pod in ${subject?.namespace} that names no ServiceAccount runs as default and gets its token, whatever it is for.`,
  }),
};
