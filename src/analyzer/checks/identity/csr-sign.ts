import type { Levels, Link } from '../check.ts';
import { docs } from '../references.ts';
import { factsOfParts, requestsFor } from '../requests.ts';
import { risk } from '../risk.ts';
import { isNamed } from '../rules.ts';
import { always } from '../severity.ts';
import { certificates, signerKind } from './signers.ts';

const sign = requestsFor('sign', certificates, 'signers');
const status = requestsFor('update patch', certificates, 'certificatesigningrequests/status');

export const csrSign = risk({
  id: 'csr-sign',
  title: 'A subject can put certificates into requests for them',
  requests: sign,
  run: (access) =>
    factsOfParts(access, [
      { requests: sign, isClusterScoped: true },
      { requests: status, isClusterScoped: true },
    ]),
  levels: always('high'),
  levelsOf: levels,
  statement: 'can issue certificates to those who ask for them',
  where: '',
  detail:
    'Whoever waits for a certificate takes what stands in the status: one of an authority of the attacker, who then reads the connection. To be trusted by the API server it takes the key of the authority besides.',
  remediation: 'Name the signer that the controller is for in resourceNames beside sign.',
  references: [docs.certificateIssuing, docs.certificateSigners],
});

/** The signers of Kubernetes serve the control plane and the nodes; others serve whoever set them up. */
function levels({ rule }: Link): Levels {
  const isOther = rule && isNamed(rule) && rule.resourceNames.every((name) => signerKind(name) === 'other');
  return isOther ? { ...always('medium'), names: 'medium' } : { ...always('high'), names: 'high' };
}
