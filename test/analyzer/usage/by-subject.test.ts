import { describe, expect, it } from 'vitest';
import { useBySubject } from '../../../src/analyzer/usage/by-subject.ts';
import { withImpliedNeeds } from '../../../src/analyzer/usage/implied-needs.ts';
import { blindSpots, limitationsOf } from '../../../src/analyzer/usage/limitations.ts';
import { subjectLabel } from '../../../src/model/subject.ts';
import { accessTo, binding, role, rule } from '../../generator/snapshot.ts';
import { did, right, usageOf } from '../../generator/usage/usage.ts';

const nobody = accessTo([], []);

describe('the use of rights by subject', () => {
  it('is that of each user, whatever groups he is in, and of each group', () => {
    const uses = useBySubject(
      usageOf(
        did('ines', 'nurses', 'get pods(a) in clinic'),
        did('ines', 'nurses oncall', 'get pods(b) in clinic', 'list nodes'),
        did('system:serviceaccount:shop:till', '', 'list pods in shop'),
      ),
      nobody,
    );
    expect(uses.map(({ subject, requests, rights }) => [subjectLabel(subject), requests, rights.map(({ names }) => names)])).toEqual([
      ['Group nurses', 3, [[''], ['a', 'b']]],
      ['Group oncall', 2, [[''], ['b']]],
      ['SA shop/till', 1, [['']]],
      ['User ines', 3, [[''], ['a', 'b']]],
    ]);
  });

  it('of a group leaves out what its members may do by bindings of their own, name by name', () => {
    const access = accessTo([role('clinic', 'a', [rule('get', 'pods', { names: 'a' })])], [binding('clinic', 'a', 'Role/a', 'user:ines')]);
    const [group, user] = useBySubject(usageOf(did('ines', 'nurses', 'get pods(a,b) in clinic')), access);
    expect(group).toMatchObject({ subject: { kind: 'Group' }, rights: [{ names: ['b'] }] });
    expect(user).toMatchObject({ subject: { kind: 'User' }, rights: [{ names: ['a', 'b'] }] });
  });

  it('adds up counts and times', () => {
    const first = { ...right('list pods in shop'), count: 2, first: '2026-10-01T00:00:00.000Z', last: '2026-10-02T00:00:00.000Z' };
    const second = { ...right('list pods in shop'), count: 3, first: '', last: '' };
    const seen = (groups: string[], rights: (typeof first)[]) => ({
      identity: { user: 'ines', groups },
      requests: 1,
      rights,
      complete: true,
    });
    const [use] = useBySubject(usageOf(seen([], [first]), seen([], [second])), nobody);
    expect(use).toMatchObject({ requests: 2, first: '2026-10-01T00:00:00.000Z', last: '2026-10-02T00:00:00.000Z', rights: [{ count: 5 }] });
  });

  it('keeps outcomes apart, and too many names too many', () => {
    const seen = { identity: { user: 'ines', groups: [] }, requests: 1, complete: false };
    const [use] = useBySubject(
      usageOf(
        { ...seen, rights: [right('list pods in shop'), right('list pods in shop', 'denied'), right('get pods(*) in shop')] },
        did('ines', '', 'get pods(a) in shop'),
      ),
      nobody,
    );
    expect(use?.rights.map(({ outcome, names }) => [outcome, names])).toEqual([
      ['allowed', undefined],
      ['allowed', ['']],
      ['denied', ['']],
    ]);
    expect(use?.complete).toBe(false);
  });

  it('gives whoever was not authenticated no name', () => {
    expect(useBySubject(usageOf(did('', 'system:unauthenticated', 'get /healthz')), nobody).map(({ subject }) => subject.kind)).toEqual([
      'Group',
    ]);
  });
});

describe('a WebSocket into a pod', () => {
  const verbs = (version: string, what: string) =>
    withImpliedNeeds(usageOf(did('ines', '', what)), version).identities.flatMap(({ rights }) => rights.map(({ request }) => request.verb));

  it.each(['exec', 'attach', 'portforward'])('asks for create too from Kubernetes 1.35 on: %s', (subresource) => {
    expect(verbs('v1.35.2', `get pods/${subresource}(a) in shop`)).toEqual(['get', 'create']);
    expect(verbs('1.34', `get pods/${subresource}(a) in shop`)).toEqual(['get']);
  });

  it('is no other read', () => {
    for (const what of ['get pods/log(a) in shop', 'get pods(a) in shop', 'get nodes/proxy(a)', 'create pods/exec(a) in shop', 'get /x']) {
      expect(verbs('1.36', what)).toHaveLength(1);
    }
  });
});

describe('what a log could not show', () => {
  const seen = usageOf(did('ines', '', 'get pods(a) in shop', 'get /healthz'));
  const codes = (differing: Partial<typeof seen.log>, counts = {}) =>
    limitationsOf({ ...seen, log: { ...seen.log, days: 31, ...differing, counts: { ...seen.log.counts, ...counts } } }).map(
      ({ code }) => code,
    );

  it('is always what no log shows', () => {
    expect(codes({})).toEqual(['unlogged-checks']);
  });

  it('is what is done less often than its days, where they are fewer than thirty', () => {
    expect(codes({ days: 29.9 })).toContain('short-window');
    const [short] = limitationsOf({ ...seen, log: { ...seen.log, days: 0.5, first: 'a', last: 'b' } });
    expect(short?.message).toBe('audit.log: it covers 12 hours (a to b), fewer than 30 days: what is done less often is missing');
  });

  it('is what nobody was seen to do', () => {
    const writer = usageOf(did('ines', '', 'create pods in shop'));
    expect(blindSpots(writer)).toEqual({ reads: true, urls: true });
    expect(limitationsOf(writer).map(({ code }) => code)).toEqual(expect.arrayContaining(['no-reads', 'no-urls']));
  });

  it.each([
    ['truncated', 'truncated-log'],
    ['otherLines', 'other-lines'],
    ['otherRecords', 'other-records'],
    ['receivedOnly', 'received-only'],
    ['undecided', 'undecided'],
    ['unsaid', 'no-decision'],
    ['unspeakable', 'unspeakable'],
    ['withoutGroups', 'no-groups'],
    ['givenUp', 'too-many-open'],
  ])('is counted: %s', (count, code) => {
    expect(codes({}, { [count]: 1 })).toEqual([code, 'unlogged-checks']);
    expect(codes({}, { [count]: 0 })).not.toContain(code);
  });
});
