import { describe, expect, it } from 'vitest';
import { Ledger } from '../../../src/collector/audit-log/ledger.ts';
import { OpenRequests } from '../../../src/collector/audit-log/open-requests.ts';
import { readPiece } from '../../../src/collector/audit-log/piece.ts';
import { checkout, type Event, enter, event, log, rightsOf } from './events.ts';

const received = (auditID: string): Event =>
  event({ auditID, stage: 'RequestReceived', responseStatus: undefined, annotations: undefined });
const started = (auditID: string): Event => event({ auditID, stage: 'ResponseStarted', verb: 'watch', requestURI: '/api/v1/configmaps' });
const panicked = (auditID: string): Event => event({ auditID, stage: 'Panic', responseStatus: { code: 500 } });
const complete = (auditID: string): Event => event({ auditID, verb: 'watch', requestURI: '/api/v1/configmaps' });

/** Requests that were counted, and those that were not finished, with each text read as a piece of its own. */
function count(...pieces: readonly string[]) {
  const ledger = new Ledger({ since: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY });
  const open = new OpenRequests(ledger);
  for (const text of pieces) open.add(readPiece({ bytes: Buffer.from(text), ranges: undefined, endsOpen: false }, ledger));
  open.finish();
  return { requests: ledger.counts.requests, ...open.counts };
}

describe('a request', () => {
  const once = { requests: 1, receivedOnly: 0, unfinished: 0, givenUp: 0 };

  it('counts once, however many of its stages were logged', () => {
    expect(count(log(received('a'), started('a'), complete('a')))).toEqual(once);
  });

  it('counts once where its stages are far apart', () => {
    expect(count(log(received('a')), log(started('a')), log(event({ auditID: 'b' })), log(complete('a')))).toEqual({
      ...once,
      requests: 2,
    });
    expect(count(log(received('a')), log(started('a'), complete('a')))).toEqual(once);
    expect(count(log(received('a'), started('a')), log(complete('a')))).toEqual(once);
  });

  it('counts by the start of its answer where the end was not logged', () => {
    expect(count(log(received('a'), started('a')))).toEqual({ ...once, unfinished: 1 });
    expect(rightsOf(enter(log(started('a'))).usage, checkout)).toEqual(['watch configmaps in shop']);
  });

  it('counts by a panic where nothing else was logged of its end, and by the start of its answer rather than that', () => {
    expect(rightsOf(enter(log(received('a'), panicked('a'))).usage, checkout)).toEqual(['get configmaps(flags) in shop']);
    for (const order of [
      [started('a'), panicked('a')],
      [panicked('a'), started('a')],
    ]) {
      expect(rightsOf(enter(log(...order)).usage, checkout)).toEqual(['watch configmaps in shop']);
      expect(count(...order.map((one) => log(one)))).toEqual({ ...once, unfinished: 1 });
    }
  });

  it('grants nothing where only its reception was logged', () => {
    expect(count(log(received('a'), received('b')))).toEqual({ requests: 0, receivedOnly: 2, unfinished: 0, givenUp: 0 });
    expect(enter(log(received('a'))).usage).toEqual([]);
  });

  it('counts each time where it has no id', () => {
    expect(count(log(complete(''), complete(''), received('')))).toEqual({ ...once, requests: 2 });
  });

  it('is taken as it is where too many are open at once, the oldest first, and that is said', () => {
    const many = (prefix: string, length: number) => log(...Array.from({ length }, (_, index) => received(`${prefix}-${index}`)));
    const pieces = [log(started('oldest')), many('some', 50_000), many('more', 50_000), log(complete('some-3'))];
    expect(count(...pieces)).toEqual({ requests: 2, receivedOnly: 99_999, unfinished: 1, givenUp: 1 });
  });
});

describe('a time window', () => {
  const times = [
    '2026-10-17T23:59:59.999999Z',
    '2026-10-18T00:00:00.000000Z',
    '2026-10-19T00:00:00.000000Z',
    '2026-10-19T00:00:00.002000Z',
  ];
  const text = log(...times.map((requestReceivedTimestamp) => event({ requestReceivedTimestamp })));

  function within(since: string, until: string, events = text) {
    const ledger = new Ledger({ since: Date.parse(since), until: Date.parse(until) });
    readPiece({ bytes: Buffer.from(events), ranges: undefined, endsOpen: false }, ledger);
    return ledger.counts;
  }

  it('counts the requests that came in from its beginning to its end', () => {
    expect(within('2026-10-18T00:00:00Z', '2026-10-19T00:00:00Z')).toMatchObject({ requests: 2, outside: 2 });
  });

  it('counts no request of which nobody knows when it came', () => {
    const undated = log(event({ requestReceivedTimestamp: 'yesterday', stageTimestamp: undefined }));
    expect(within('2026-10-18T00:00:00Z', '2026-10-19T00:00:00Z', undated)).toMatchObject({ requests: 0, outside: 1 });
    expect(enter(undated).usage[0]?.rights).toMatchObject([{ count: 1, first: '', last: '' }]);
  });
});
