import type { Severity } from '../../../model/finding.ts';
import type { Access } from '../../access/access.ts';
import type { Fact, Levels, Link } from '../check.ts';
import { joinFacts } from '../grants.ts';
import { attack, cis, docs } from '../references.ts';
import { factsOfParts, requestsFor } from '../requests.ts';
import { risk } from '../risk.ts';
import { isNamed } from '../rules.ts';
import { always, worse } from '../severity.ts';
import { certificates, signerKind } from './signers.ts';

const approve = requestsFor('approve', certificates, 'signers');
const approval = requestsFor('update patch', certificates, 'certificatesigningrequests/approval');
const create = requestsFor('create', certificates, 'certificatesigningrequests');

/** Says of a fact that the subject can make the requests that it approves. */
const asksItself = 'asks itself';

export const csrApprove = risk({
  id: 'csr-approve',
  title: 'A subject can approve certificates',
  requests: approve,
  run: facts,
  levels: always('critical'),
  levelsOf: levels,
  statement: ({ notes }) =>
    notes?.includes(asksItself) ? 'can have certificates issued as it likes' : 'can approve certificates that others ask for',
  where: '',
  detail:
    'A certificate of the signer kubernetes.io/kube-apiserver-client logs in as whatever user and groups it names, save system:masters, until it expires: it cannot be revoked. The signers of kubelets make nodes, and servers that the API server takes for nodes.',
  remediation: 'Name the signers in resourceNames beside approve, and keep create on certificatesigningrequests apart from it.',
  references: [docs.certificateIssuing, docs.certificateSigners, cis('5.1.11'), attack('T1078')],
});

function facts(access: Access): Fact[] {
  // Whoever makes a CSR chooses its name, so names beside approval limit nothing.
  const parts = [
    { requests: approve, isClusterScoped: true },
    { requests: approval, isClusterScoped: true },
  ];
  const ofItsOwn = factsOfParts(access, [...parts, { requests: create, isClusterScoped: true }]);
  return joinFacts(
    ofItsOwn.map((fact) => ({ ...fact, notes: [asksItself] })),
    factsOfParts(access, parts),
  );
}

/** A rule that names signers is as bad as the worst of them; one without names is for all. */
function levels({ rule }: Link, _access: Access, { notes = [] }: Fact): Levels {
  const kinds = rule && isNamed(rule) ? rule.resourceNames.map(signerKind) : (['client'] as const);
  const severity = kinds.map((kind) => severityOf(kind, notes.includes(asksItself))).reduce(worse);
  return { ...always(severity), names: severity };
}

function severityOf(kind: ReturnType<typeof signerKind>, isOwn: boolean): Severity {
  if (kind === 'client') return isOwn ? 'critical' : 'high';
  if (kind === 'kubelet-client') return 'high';
  return kind === 'kubelet-serving' && isOwn ? 'high' : 'medium';
}
