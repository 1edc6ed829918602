import { describe, expect, it } from 'vitest';
import { checkout, type Event, enter, event, line, log, rightsOf } from './events.ts';

const flags = ['get configmaps(flags) in shop'];

/** What was counted of the records that gave no event. */
function leftOut(text: string, endsOpen = false) {
  const { events, otherVersions, otherRecords, otherLines, broken, truncated } = enter(text, endsOpen).report.counts;
  return { events, otherVersions, otherRecords, otherLines, broken, truncated };
}

const none = { events: 0, otherVersions: 0, otherRecords: 0, otherLines: 0, broken: 0, truncated: 0 };

describe('a line', () => {
  it.each<[string, Event]>([
    ['v1', {}],
    ['v1beta1', { apiVersion: 'audit.k8s.io/v1beta1' }],
    ['v1beta1 of old, with one time only', { apiVersion: 'audit.k8s.io/v1beta1', requestReceivedTimestamp: undefined }],
    [
      'v1 with the bodies of request and answer',
      { level: 'RequestResponse', requestObject: { items: [1] }, responseObject: { kind: 'List' } },
    ],
    ['v1 with fields that a log shipper added', { cluster: 'eu-1', '@timestamp': 'now' }],
  ])('is an event of audit.k8s.io/%s', (_, differing) => {
    expect(rightsOf(enter(log(event(differing))).usage, checkout)).toEqual(flags);
  });

  it('is an event also with blanks around it, with Windows line ends, and in another order of fields', () => {
    const sorted = JSON.stringify(Object.fromEntries(Object.entries(event()).reverse()), null, 1).replaceAll('\n', ' ');
    expect(leftOut(`  ${line(event())} \r\n\n${sorted}\r\n`)).toEqual({ ...none, events: 2 });
  });

  it('is an EventList, whose items need not say what they are', () => {
    const { kind: _, apiVersion, ...item } = event();
    const list = { kind: 'EventList', apiVersion, items: [item, event()] };
    expect(leftOut(log(list))).toEqual({ ...none, events: 2 });
  });

  it('is an event of another version, which is told apart from what is none', () => {
    expect(leftOut(log(event({ apiVersion: 'audit.k8s.io/v1alpha1' }), event({ apiVersion: 'audit.k8s.io/v7' })))).toEqual({
      ...none,
      otherVersions: 2,
    });
  });

  it.each([
    '{"kind":"Event","apiVersion":"v1","reason":"Killing"}',
    '{}',
    '[1, "a", null]',
    '{"kind":"Pod"}',
    '{"events":"none"}',
    '{"message":{}}',
  ])('is JSON that is no audit event: %s', (text) => {
    const counts = leftOut(`${text}\n`);
    expect({ ...counts, otherRecords: 0 }).toEqual(none);
    expect(counts.otherRecords).toBeGreaterThan(0);
  });

  it('is no JSON and was not meant to be', () => {
    const lines = [
      'I1018 09:12:01.123 1 httplog.go:132] "HTTP" verb="GET"',
      'time="2026" msg={ no json }',
      '[INFO] starting',
      '42 is no event',
    ];
    expect(leftOut(`${lines.join('\n')}\n`)).toEqual({ ...none, otherLines: 4 });
  });

  it('is broken, and the place of the first of its kind is known', () => {
    const { report } = enter(`${line(event())}\n${line(event()).slice(0, 300)}\n${line(event())}\n{"kind":\n`);
    expect(report).toMatchObject({ counts: { events: 2, broken: 2 }, firstBroken: 2, lines: 4 });
  });

  it('that was cut off at the end of the log is no defect of the log', () => {
    expect(leftOut(`${line(event())}\n${line(event()).slice(0, 300)}`, true)).toEqual({ ...none, events: 1, truncated: 1 });
    expect(leftOut(`${line(event())}\n${line(event())}`, true)).toEqual({ ...none, events: 2 });
  });

  it('whose fields have other types than they should says no more than it can', () => {
    const odd = event({
      user: 'jane',
      objectRef: ['configmaps'],
      responseStatus: 200,
      annotations: 'allow',
      requestReceivedTimestamp: 7,
      verb: {},
    });
    expect(enter(log(odd)).usage).toEqual([]);
    for (const field of ['auditID', 'stage']) expect(leftOut(log(event({ [field]: 7 })))).toEqual({ ...none, otherRecords: 1 });
  });

  it('with names out of the language itself is nothing special', () => {
    const text = line(event())
      .replace('"flags","apiVersion"', '"__proto__","apiVersion"')
      .replace('"userAgent"', '"__proto__":{"verb":"delete"},"userAgent"');
    expect(rightsOf(enter(`${text}\n`).usage, checkout)).toEqual(['get configmaps(__proto__) in shop']);
  });

  it('may nest as deep as it likes', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    expect(leftOut(`${deep}\n{"events":${deep}}\n`)).toEqual({ ...none, otherRecords: 2 });
  });
});

describe('what CloudWatch gives out', () => {
  const message = line(event());

  it.each<[string, string]>([
    [
      'filter-log-events on one line',
      JSON.stringify({ events: [{ logStreamName: 'kube-apiserver-audit-1', timestamp: 1, message, eventId: '7' }] }),
    ],
    ['get-log-events', JSON.stringify({ events: [{ timestamp: 1, message, ingestionTime: 2 }], nextForwardToken: 'f/3' })],
    [
      'a subscription',
      JSON.stringify({ messageType: 'DATA_MESSAGE', logGroup: '/aws/eks/shop/cluster', logEvents: [{ id: '1', timestamp: 1, message }] }),
    ],
    ['one log event', JSON.stringify({ timestamp: 1, message })],
    ['a query', JSON.stringify({ '@timestamp': '2026', '@message': message })],
    ['an export to S3', `2026-10-18T09:00:00.000Z ${message}`],
    ['logs tail', `2026-10-18T09:00:00+00:00 kube-apiserver-audit-1 ${message}`],
  ])('by %s', (_, text) => {
    expect(rightsOf(enter(`${text}\n`).usage, checkout)).toEqual(flags);
  });

  it('may hold the logs of other components too', () => {
    const text = JSON.stringify({ events: [{ message: 'I1018 leader elected' }, { message }, { message: '{"level":"info"}' }] });
    expect(leftOut(`${text}\n`)).toEqual({ ...none, events: 1, otherLines: 1, otherRecords: 1 });
  });
});
