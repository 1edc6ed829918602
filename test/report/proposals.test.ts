import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { Severity } from '../../src/model/finding.ts';
import type { Proof, Proposal, Rights } from '../../src/model/proposal.ts';
import { subjectKey } from '../../src/model/subject.ts';
import type { SeenRight, SubjectUsage } from '../../src/model/usage.ts';
import { proposalsText } from '../../src/report/proposals.ts';
import { type UsageAnswer, usageText } from '../../src/report/usage.ts';

const checkout = { kind: 'ServiceAccount', namespace: 'shop', name: 'checkout' } as const;
const rights: Rights = { scopes: ['shop'], read: 139, write: 158, privileged: 36 };
const lost = ['create pods in shop', 'delete deployments.apps in shop'];
const proof: Proof = {
  equivalent: false,
  lost,
  inert: [],
  losses: [{ subjects: [checkout], lost }],
  gained: [],
  othersChanged: [],
  refused: [],
  applier: [],
  used: { requests: 37, lost: [], unexplained: [] },
};
const proposal: Proposal = {
  id: 'checkout',
  kind: 'usage',
  steps: ['usage'],
  subjects: [checkout],
  replaces: [{ kind: 'RoleBinding', namespace: 'shop', name: 'checkout' }],
  creates: [],
  removes: [],
  why: [],
  rights: { before: rights, after: { ...rights, write: 0 } },
  proof,
};
const none: Record<Severity, number> = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
const risks = { before: { critical: 12, high: 84, medium: 102, low: 49, info: 17 }, after: none };

const denied: SeenRight = {
  verb: 'create',
  group: 'rbac.authorization.k8s.io',
  resource: 'rolebindings',
  subresource: '',
  namespace: 'shop',
  outcome: 'denied',
  count: 3,
  first: '2026-11-02T08:00:00Z',
  last: '2026-11-02T09:00:00Z',
};
const usage: SubjectUsage = {
  subject: checkout,
  requests: 1_200,
  first: '2026-10-18T08:00:00Z',
  last: '2026-11-20T08:00:00Z',
  rights: { granted: 333, used: 2, before: rights, after: { ...rights, write: 0 } },
  used: [],
  unused: [],
  elsewhere: [],
  denied: [denied],
};
const counts = { events: 1_200, requests: 1_200 } as UsageAnswer['usage']['log']['counts'];

function answer(proposals: readonly Proposal[]): UsageAnswer {
  const sources = ['/var/log/kubernetes/audit/audit-2026-11-20.log'];
  const log = { sources, first: usage.first, last: usage.last, days: 33, counts, levels: {} };
  return {
    usage: {
      log,
      generalise: [],
      subjects: [usage],
      unseen: ['argocd', 'clinic', 'monitoring'].map((namespace) => ({ ...checkout, namespace })),
    },
    proposals,
    together: proof,
    risks: new Map([[subjectKey(checkout), risks]]),
    limitations: [
      {
        code: 'short-window',
        source: sources.join(),
        message: 'it covers 2 hours, fewer than 30 days: what is done less often is missing',
      },
    ],
  };
}

describe('proposals on a terminal of 80 columns', () => {
  it.each([
    ['a summary', (width: number) => proposalsText({ proposals: [proposal], together: proof, risks }, { width, color: false })],
    ['one subject of an audit log', (width: number) => usageText(answer([proposal]), { width, color: false })],
    ['many subjects of an audit log', (width: number) => usageText(answer(Array(5).fill(proposal)), { width, color: false })],
  ])('have no line that is longer: %s', (_, text) => {
    expect(Math.max(...text(1_000).split('\n').map(stringWidth))).toBeGreaterThan(80);
    expect(Math.max(...text(80).split('\n').map(stringWidth))).toBeLessThanOrEqual(80);
  });
});
