import { docs } from '../references.ts';
import { factsOfParts, requestsFor, writeVerbs } from '../requests.ts';
import { risk } from '../risk.ts';
import { always } from '../severity.ts';
import { certificates } from './signers.ts';

const attest = requestsFor('attest', certificates, 'signers');
const write = requestsFor(writeVerbs, certificates, 'clustertrustbundles');

export const trustbundleAttest = risk({
  id: 'trustbundle-attest',
  title: 'A subject can say whom the clients of a signer trust',
  requests: attest,
  run: (access) =>
    factsOfParts(access, [
      { requests: attest, isClusterScoped: true },
      { requests: write, isClusterScoped: true },
    ]),
  levels: always('medium'),
  statement: 'can say which authorities the clients of signers trust',
  detail:
    'Pods mount the ClusterTrustBundle of a signer and trust the authorities in it. With one of the attacker among them, it answers for every server that they speak to.',
  remediation: 'Name the signer that the controller is for in resourceNames beside attest.',
  references: [docs.trustBundles, docs.leastPrivilege],
});
