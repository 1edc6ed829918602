import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readKubernetesEvent } from '../../../src/collector/audit-log/kubernetes-event.ts';
import { PrintedEvents } from '../../../src/collector/audit-log/printed-event.ts';
import { isFields } from '../../../src/collector/fields.ts';
import { allowed, denied, type Event, event, line } from './events.ts';

const printed = new PrintedEvents();

/** What each of the two readers makes of a line; the fast one may leave it to the other. */
function both(text: string) {
  const value: unknown = JSON.parse(text);
  const slow = isFields(value) ? readKubernetesEvent(value) : undefined;
  const bytes = Buffer.from(`before\n${text}\nafter\n`).toString('latin1');
  const fast = printed.read(bytes, 'before\n'.length);
  // Where to look for it in a tally is a hint that only the fast one gives; toEqual takes no notice of what is undefined.
  return { fast: fast && { ...fast, place: undefined }, slow, end: printed.end };
}

const wide = { size: 'small' } as const;
/** Text with all that JSON escapes, and other scripts. */
const text = fc.oneof(
  { weight: 60, arbitrary: fc.constantFrom('', 'flags', 'shop', 'a-1.b/c', 'two words', '__proto__', '(x)', '[0]') },
  { weight: 1, arbitrary: fc.string(wide) },
  { weight: 2, arbitrary: fc.constantFrom('a"b', 'a\\b', '{', '}', '","verb":"delete', 'é', '日本', '\u0000', '\ud800', '\n', ']') },
);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const events: fc.Arbitrary<Event> = fc
  .record({
    auditID: text,
    stage: fc.constantFrom('ResponseStarted', 'ResponseComplete', 'Panic'),
    requestURI: fc.oneof(
      text,
      fc.constantFrom(
        '/api/v1/namespaces/shop/configmaps?fieldSelector=metadata.name%3Dflags&watch=true',
        '/api/v1/namespaces/shop/configmaps',
        '/metrics?a=<b>',
      ),
    ),
    verb: fc.constantFrom('get', 'list', 'watch', 'create', 'delete', 'patch', 'deletecollection', ''),
    user: fc.record({
      username: text,
      uid: maybe(text),
      groups: maybe(fc.array(text, { maxLength: 3 })),
      extra: maybe(fc.dictionary(text, fc.array(text))),
    }),
    sourceIPs: fc.array(text, { minLength: 1, maxLength: 2 }),
    userAgent: maybe(text),
    objectRef: maybe(
      fc.record({
        resource: text,
        namespace: maybe(text),
        name: maybe(text),
        uid: maybe(text),
        apiGroup: maybe(text),
        apiVersion: maybe(text),
        resourceVersion: maybe(text),
        subresource: maybe(text),
      }),
    ),
    responseStatus: maybe(
      fc.record({
        metadata: fc.constant({}),
        status: maybe(text),
        message: maybe(text),
        reason: maybe(text),
        details: maybe(fc.dictionary(text, text)),
        code: fc.constantFrom(200, 201, 403, 404),
      }),
    ),
    annotations: maybe(
      fc
        .record({
          more: fc.dictionary(text, text),
          own: fc.oneof(
            fc.constantFrom(allowed(), denied),
            text.map((reason) => allowed(reason)),
          ),
        })
        .map(({ more, own }): Event => Object.fromEntries(Object.entries({ ...more, ...own }).sort(([a], [b]) => (a < b ? -1 : 1)))),
    ),
  })
  .map((differing) => event(differing));

describe('an event as the API server prints it', () => {
  it('is read without a parser', () => {
    const { fast, end } = both(line(event()));
    expect(fast).toBeDefined();
    expect(end).toBe(`before\n${line(event())}\n`.length);
  });

  it.each<[string, Event]>([
    ['with what Go escapes', { requestURI: '/api/v1/pods?limit=1&watch=true' }],
    [
      'refused',
      {
        annotations: denied,
        responseStatus: {
          metadata: {},
          status: 'Failure',
          message: 'pods "x" is forbidden',
          reason: 'Forbidden',
          details: { name: 'x', kind: 'pods' },
          code: 403,
        },
      },
    ],
    [
      'with a pod behind its user',
      { user: { username: 'x', uid: '1', groups: ['g'], extra: { 'authentication.kubernetes.io/pod-name': ['x-1'] } } },
    ],
    ['for a URL', { objectRef: undefined, requestURI: '/healthz' }],
    [
      'with other annotations',
      { annotations: { 'a.k8s.io/x': 'y', ...allowed(), 'pod-security.kubernetes.io/enforce-policy': 'restricted:latest' } },
    ],
  ])('%s too', (_, differing) => {
    const { fast, slow } = both(line(event(differing)));
    expect(fast).toBeDefined();
    expect(typeof slow).toBe('object');
    expect({ ...fast, reason: '' }).toEqual(Object.assign({}, slow, { reason: '' }));
  });

  it('that a request came in is read by its beginning', () => {
    const auditID = '0a4b1c2d-0000-4000-a000-0123456789ab';
    const text = line(event({ auditID, stage: 'RequestReceived', responseStatus: undefined, annotations: undefined }));
    expect(printed.read(`${text}\nnext`, 0)).toMatchObject({ id: auditID, stage: 'RequestReceived', level: 'Metadata' });
    expect(printed.end).toBe(text.length + 1);
    expect(printed.read(`${text.slice(0, -9)}\n`, 0)).toBeUndefined();
    expect(printed.read(text, 0)).toBeUndefined();
  });

  it('says what a JSON parser says, or nothing', () => {
    let read = 0;
    fc.assert(
      fc.property(events, (one) => {
        const { fast, slow } = both(line(one));
        if (!fast) return;
        read++;
        if (typeof slow !== 'object') throw new Error('what the fast reader reads is an event');
        expect({ ...fast, reason: fast.reason.startsWith('RBAC:') }).toEqual({ ...slow, reason: slow.reason.startsWith('RBAC:') });
      }),
      { numRuns: 2_000, seed: 5 },
    );
    expect(read).toBeGreaterThan(100);
  });

  it.each([
    ['broken', (text: string) => text.slice(0, -1)],
    ['broken within the user', (text: string) => text.replace('"groups":[', '"groups":[oops,')],
    ['with a key twice', (text: string) => text.replace('"userAgent"', '"verb":"delete","userAgent"')],
    [
      'with the decision twice',
      (text: string) => text.replace('"annotations":{', '"annotations":{"authorization.k8s.io/decision":"forbid",'),
    ],
    ['with something after it', (text: string) => `${text} {}`],
    ['with blanks', (text: string) => text.replace('"verb":', '"verb": ')],
    ['in another order', (text: string) => text.replace('{"kind":"Event",', '{').replace(/}$/, ',"kind":"Event"}')],
    ['of another version', (text: string) => text.replace('/v1"', '/v1beta1"')],
    ['with a body', (text: string) => text.replace('"requestReceivedTimestamp"', '"requestObject":{},"requestReceivedTimestamp"')],
    ['of somebody in another name', (text: string) => text.replace('"sourceIPs"', '"impersonatedUser":{"username":"x"},"sourceIPs"')],
  ])('%s is left to the parser', (_, change) => {
    const changed = change(line(event()));
    expect(changed).not.toBe(line(event()));
    expect(printed.read(`${changed}\n`, 0)).toBeUndefined();
  });
});
