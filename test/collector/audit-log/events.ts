import { Ledger } from '../../../src/collector/audit-log/ledger.ts';
import { OpenRequests } from '../../../src/collector/audit-log/open-requests.ts';
import { type PieceReport, readPiece } from '../../../src/collector/audit-log/piece.ts';
import type { Request } from '../../../src/model/request.ts';
import type { IdentityUsage, Outcome } from '../../../src/model/usage.ts';

/** An audit event as JSON, in the order in which the API server writes its fields. */
export type Event = Readonly<Record<string, unknown>>;

let count = 0;

/** An event about a request of the shop's checkout, which RBAC allowed; what is given differs, undefined leaves a field out. */
export function event(differing: Event = {}): Event {
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: `a-${++count}`,
    stage: 'ResponseComplete',
    requestURI: '/api/v1/namespaces/shop/configmaps/flags',
    verb: 'get',
    user: { username: 'system:serviceaccount:shop:checkout', groups: ['system:serviceaccounts', 'system:authenticated'] },
    sourceIPs: ['10.0.0.7'],
    userAgent: 'checkout/v2',
    objectRef: { resource: 'configmaps', namespace: 'shop', name: 'flags', apiVersion: 'v1' },
    responseStatus: { metadata: {}, code: 200 },
    requestReceivedTimestamp: '2026-10-18T09:00:00.000001Z',
    stageTimestamp: '2026-10-18T09:00:00.000002Z',
    annotations: allowed(),
    ...differing,
  };
}

export function allowed(
  reason = 'RBAC: allowed by RoleBinding "checkout/shop" of Role "checkout" to ServiceAccount "checkout/shop"',
): Event {
  return { 'authorization.k8s.io/decision': 'allow', 'authorization.k8s.io/reason': reason };
}

export const denied: Event = { 'authorization.k8s.io/decision': 'forbid', 'authorization.k8s.io/reason': '' };

/** As the API server prints it: Go escapes what HTML would take for something else. */
export function line(one: Event): string {
  return JSON.stringify(one).replace(/[&<>]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
}

/** A log with one event a line. */
export function log(...events: readonly Event[]): string {
  return events.map((one) => `${line(one)}\n`).join('');
}

export interface Entered {
  ledger: Ledger;
  open: OpenRequests;
  report: PieceReport;
  usage: IdentityUsage[];
}

/** Reads a text as one piece of lines, to the end of the log. */
export function enter(text: string, endsOpen = false): Entered {
  const ledger = new Ledger({ since: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY });
  const open = new OpenRequests(ledger);
  const report = readPiece({ bytes: Buffer.from(text), ranges: undefined, endsOpen }, ledger);
  open.add(report);
  open.finish();
  return { ledger, open, report, usage: ledger.tally.usage() };
}

/** What somebody is said to have asked for, in words: `get configmaps(flags) in shop`. */
export function rightsOf(usage: readonly IdentityUsage[], user: string, outcomes: readonly Outcome[] = ['allowed', 'unsaid']): string[] {
  return usage
    .filter(({ identity }) => identity.user === user)
    .flatMap(({ rights }) =>
      rights.filter(({ outcome }) => outcomes.includes(outcome)).map(({ request, names }) => inWords(request, names)),
    )
    .sort();
}

export const checkout = 'system:serviceaccount:shop:checkout';

function inWords(request: Request, names: readonly string[] | undefined): string {
  if ('path' in request) return `${request.verb} ${request.path}`;
  const { verb, group, resource, subresource, namespace } = request;
  const what = `${resource}${group === '' ? '' : `.${group}`}${subresource === '' ? '' : `/${subresource}`}`;
  const named = names === undefined ? '(many)' : names.join() === '' ? '' : `(${names.join()})`;
  return `${verb} ${what}${named}${namespace === '' ? '' : ` in ${namespace}`}`;
}
