import type { Grant } from '../../../model/grant.ts';
import type { Namespace } from '../../../model/workload.ts';
import type { Access } from '../../access/access.ts';
import type { Check } from '../check.ts';
import { factsOf } from '../grants.ts';
import { attack, docs } from '../references.ts';
import { factsOfParts, grantsOfNamedCreation, grantsOfRequests, mergeFacts, requestsFor } from '../requests.ts';
import { risk } from '../risk.ts';
import { always } from '../severity.ts';

const group = 'resource.k8s.io';
/** Synthetic verbs: status of devices on whatever node, where drivers of a node are limited to their own. */
const drivers = requestsFor('arbitrary-node:update arbitrary-node:patch', group, 'resourceclaims/driver');
const claims = requestsFor('create', group, 'resourceclaims', 'resourceclaimtemplates');
/** Only namespaces with this label may hold claims with adminAccess (resource/v1 DRAAdminNamespaceLabelKey); the second is its name in 1.33. */
const adminAccessLabels = ['resource.kubernetes.io/admin-access', 'resource.k8s.io/admin-access'];

/** Who may change a namespace gives it the label. */
const relabel = requestsFor('update patch', '', 'namespaces');

/** Grants to make claims where these may have adminAccess: to devices that others use. */
function adminClaims(access: Access): Grant[] {
  const isOpen = ({ labels }: Namespace) => adminAccessLabels.some((label) => labels.get(label) === 'true');
  const open = new Set(access.snapshot.namespaces.filter(isOpen).map(({ name }) => name));
  const making = [...grantsOfRequests(access, claims), ...grantsOfNamedCreation(access, claims, 'patch')];
  return making.filter(({ scope }) => open.has(scope) || (scope === '*' && open.size > 0));
}

export const draWrite: Check = {
  ...risk({
    id: 'dra-write',
    title: 'A subject can reach devices that belong to others',
    requests: drivers,
    levels: always('medium'),
    statement: 'can reach devices that belong to others',
    detail:
      'A ResourceClaim with adminAccess, in a namespace whose label allows it, gets devices that other pods use, and what is on them. Who reports devices for any node decides what pods on other nodes are given.',
    remediation:
      'Keep adminAccess in a namespace of its own for those who run the devices, and give drivers the verbs of their own node (associated-node:update) instead of arbitrary-node.',
    references: [docs.resourceClaims, attack('T1613')],
  }),
  run: (access) =>
    mergeFacts([
      ...factsOf([...grantsOfRequests(access, drivers), ...adminClaims(access)]),
      ...factsOfParts(access, [{ requests: claims }, { requests: relabel }]),
    ]),
};
