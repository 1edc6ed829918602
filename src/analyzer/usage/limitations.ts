import type { Limitation } from '../../model/gap.ts';
import { isPathRequest } from '../../model/request.ts';
import type { LogCounts, Usage } from '../../model/usage.ts';

/** A log of fewer days misses what is done once a month. */
const enoughDays = 30;

/** What the log holds of nobody: then it is no sign if somebody did not do it. */
export function blindSpots({ identities }: Usage): { reads: boolean; urls: boolean } {
  const requests = identities.flatMap(({ rights }) => rights.map(({ request }) => request));
  const isRead = (verb: string): boolean => verb === 'get' || verb === 'list' || verb === 'watch';
  return {
    reads: !requests.some((request) => !isPathRequest(request) && isRead(request.verb)),
    urls: !requests.some(isPathRequest),
  };
}

/** What an audit log could not show, in sentences. None of it makes the answer wrong; all of it is to be known before rights are taken away. */
export function limitationsOf(usage: Usage): Limitation[] {
  const { log } = usage;
  const source = log.sources.join(', ');
  const limitation = (code: string, message: string): Limitation => ({ code, source, message: `${source}: ${message}` });
  const { reads, urls } = blindSpots(usage);
  return [
    ...(log.days < enoughDays ? [limitation('short-window', shortWindow(log.days, log.first, log.last))] : []),
    ...(reads ? [limitation('no-reads', 'it holds no get, list or watch of anybody, so rights to read are kept')] : []),
    ...(urls ? [limitation('no-urls', 'it holds no requests for URLs that are no resources, so rights for URLs are kept')] : []),
    ...countLimits.flatMap(({ count, code, message }) => (log.counts[count] > 0 ? [limitation(code, message(log.counts[count]))] : [])),
    limitation(
      'unlogged-checks',
      'no audit log shows checks without a request of their own (bind, escalate, approve, sign, use), requests that kubelets answer, ' +
        'what the audit policy leaves out, and what did not run in that time',
    ),
  ];
}

function shortWindow(days: number, first: string, last: string): string {
  const length = days < 2 ? `${Math.round(days * 24)} hours` : `${Math.floor(days)} days`;
  const when = first === '' ? '' : ` (${first} to ${last})`;
  return `it covers ${length}${when}, fewer than ${enoughDays} days: what is done less often is missing`;
}

const countLimits: readonly { count: keyof LogCounts; code: string; message: (count: number) => string }[] = [
  {
    count: 'truncated',
    code: 'truncated-log',
    message: (n) => `${n} ${n === 1 ? 'file ends' : 'files end'} in the middle of an event, which was left out`,
  },
  { count: 'otherLines', code: 'other-lines', message: (n) => `${n} ${plural(n, 'line is', 'lines are')} no JSON and passed over` },
  {
    count: 'otherRecords',
    code: 'other-records',
    message: (n) => `${n} JSON ${plural(n, 'record is', 'records are')} no audit event and passed over`,
  },
  {
    count: 'receivedOnly',
    code: 'received-only',
    message: (n) =>
      `of ${n} ${plural(n, 'request', 'requests')} only the reception was logged, and not what came of it: not counted as used`,
  },
  {
    count: 'undecided',
    code: 'undecided',
    message: (n) => `${n} ${plural(n, 'request has', 'requests have')} neither a decision nor an answer: not counted as used`,
  },
  {
    count: 'unsaid',
    code: 'no-decision',
    message: (n) => `${n} ${plural(n, 'request is', 'requests are')} without a decision: counted as used unless the answer was 401 or 403`,
  },
  {
    count: 'unspeakable',
    code: 'unspeakable',
    message: (n) =>
      `${n} ${plural(n, 'request', 'requests')} cannot be named in a rule (a resource or verb *, or none): not counted as used`,
  },
  {
    count: 'withoutGroups',
    code: 'no-groups',
    message: (n) =>
      `${n} ${plural(n, 'event does', 'events do')} not say in which groups the user is, nor whether he was impersonated or an update created: rights of groups stay`,
  },
  {
    count: 'givenUp',
    code: 'too-many-open',
    message: (n) => `${n} ${plural(n, 'request was', 'requests were')} counted before the last event, because too many were open at once`,
  },
];

function plural(count: number, one: string, many: string): string {
  return count === 1 ? one : many;
}
