import type { Check, Fact } from '../check.ts';
import { attack, docs } from '../references.ts';
import { factsOfRequests, requestsFor } from '../requests.ts';
import { risk } from '../risk.ts';
import { always } from '../severity.ts';

const reviewers = [
  {
    id: 'tokenreview-create',
    requests: requestsFor('create', 'authentication.k8s.io', 'tokenreviews'),
    statement: 'can ask whose a token is',
    detail: 'A TokenReview tells whether a stolen token is valid, whose it is, and in which groups that puts its holder.',
    references: [docs.tokenWebhook, docs.leastPrivilege, attack('T1613')],
  },
  {
    id: 'sar-create',
    requests: requestsFor('create', 'authorization.k8s.io', 'subjectaccessreviews', 'localsubjectaccessreviews'),
    statement: 'can ask what others may do',
    detail: 'A SubjectAccessReview answers what any user or ServiceAccount may do, and so whom an attacker should become.',
    references: [docs.checkingAccess, docs.leastPrivilege, attack('T1069')],
  },
];

/** What a server needs that lets the API server authenticate and authorize for it; the default role for that. */
const delegator = 'system:auth-delegator';

export const reviews: readonly Check[] = reviewers.map(({ id, requests, statement, detail, references }) => ({
  ...risk({
    id,
    page: 'reviews',
    title: `A subject ${statement}`,
    requests,
    levels: always('low'),
    statement,
    detail,
    remediation: `Take it away, unless this is a server that others log in to: then bind ClusterRole ${delegator}, which is made for it.`,
    references,
  }),
  run: (access): Fact[] => factsOfRequests(access, requests).filter(({ role }) => role?.name !== delegator),
}));
