import { attack, docs } from '../references.ts';
import { requestsFor, writeVerbs } from '../requests.ts';
import { byScope, risk } from '../risk.ts';

/** Custom resources that make identities of a cloud, or give them to pods, by group. */
const makers: readonly [group: string, ...resources: string[]][] = [
  ['aadpodidentity.k8s.io', 'azureidentities', 'azureidentitybindings', 'azurepodidentityexceptions'],
  ['iam.services.k8s.aws', 'roles', 'policies', 'users'],
  ['iam.aws.crossplane.io', 'roles', 'policies', 'rolepolicyattachments', 'users'],
  ['iam.aws.upbound.io', 'roles', 'policies', 'rolepolicyattachments', 'users', 'accesskeys'],
  ['iam.aws.m.upbound.io', 'roles', 'policies', 'rolepolicyattachments', 'users', 'accesskeys'],
  ['eks.services.k8s.aws', 'podidentityassociations', 'accessentries'],
  ['cloudplatform.gcp.upbound.io', 'serviceaccounts', 'serviceaccountkeys', 'serviceaccountiammembers', 'projectiammembers'],
  ['authorization.azure.upbound.io', 'roleassignments'],
  ['iam.cnrm.cloud.google.com', 'iampolicies', 'iampolicymembers', 'iampartialpolicies', 'iamserviceaccounts', 'iamserviceaccountkeys'],
  ['managedidentity.azure.com', 'userassignedidentities', 'federatedidentitycredentials'],
  ['authorization.azure.com', 'roleassignments'],
];

export const cloudIdentityCrdWrite = risk({
  id: 'cloud-identity-crd-write',
  title: 'A subject can give out identities of the cloud provider',
  requests: makers.flatMap(([group, ...resources]) => requestsFor(writeVerbs, group, ...resources)),
  levels: byScope('high', 'high'),
  statement: 'can give out identities and rights of the cloud provider',
  detail:
    'A controller makes of these objects roles, keys and assignments in the cloud account, with its own rights there: who writes one has what it asks for, outside the cluster too.',
  remediation: 'Let those write them who may write the cloud’s own policies, through review.',
  references: [docs.leastPrivilege, attack('T1098.001')],
});
