import { describe, expect, it } from 'vitest';
import { allowed, checkout, denied, type Event, enter, event, log, rightsOf } from './events.ts';

/** What the checkout is said to have used after one event. */
function used(differing: Event): string[] {
  return rightsOf(enter(log(event(differing))).usage, checkout);
}

function refused(differing: Event): string[] {
  return rightsOf(enter(log(event(differing))).usage, checkout, ['denied']);
}

describe('what a request was for', () => {
  it('is the object that the API server names, with its namespace', () => {
    expect(used({})).toEqual(['get configmaps(flags) in shop']);
  });

  it('is a subresource of a resource in a group', () => {
    const objectRef = { resource: 'deployments', namespace: 'shop', name: 'cart', apiGroup: 'apps', subresource: 'scale' };
    expect(used({ verb: 'patch', requestURI: '/apis/apps/v1/namespaces/shop/deployments/cart/scale', objectRef })).toEqual([
      'patch deployments.apps/scale(cart) in shop',
    ]);
  });

  it('is a path where there is no object, without its query', () => {
    expect(used({ requestURI: '/metrics?x=1', objectRef: undefined })).toEqual(['get /metrics']);
  });

  it('has no name where something is made, whatever the body called it', () => {
    const objectRef = { resource: 'pods', namespace: 'shop', name: 'cart-1' };
    expect(used({ verb: 'create', requestURI: '/api/v1/namespaces/shop/pods', objectRef })).toEqual(['create pods in shop']);
  });

  it('has the namespace of the path where something is made outside namespaces', () => {
    const objectRef = { resource: 'namespaces', namespace: 'cart', name: 'cart' };
    expect(used({ verb: 'create', requestURI: '/api/v1/namespaces', objectRef })).toEqual(['create namespaces']);
  });

  it.each(['exec', 'eviction', 'binding'])('keeps the name where a subresource is made: pods/%s', (subresource) => {
    const objectRef = { resource: 'pods', namespace: 'shop', name: 'cart-1', subresource };
    const requestURI = `/api/v1/namespaces/shop/pods/cart-1/${subresource}?command=sh&stdin=true`;
    expect(used({ verb: 'create', requestURI, objectRef })).toEqual([`create pods/${subresource}(cart-1) in shop`]);
  });

  it.each(['list', 'watch'])('has the one name that a %s is limited to', (verb) => {
    const requestURI = '/api/v1/namespaces/shop/configmaps?fieldSelector=metadata.name%3Dflags&limit=500';
    expect(used({ verb, requestURI })).toEqual([`${verb} configmaps(flags) in shop`]);
  });

  it.each(['list', 'watch', 'deletecollection'])('has no name for any other %s', (verb) => {
    expect(used({ verb, requestURI: '/api/v1/namespaces/shop/configmaps?limit=500' })).toEqual([`${verb} configmaps in shop`]);
  });

  it('has no name where all of a collection that was selected by name is deleted', () => {
    const requestURI = '/api/v1/namespaces/shop/configmaps?fieldSelector=metadata.name%3Dflags';
    expect(used({ verb: 'deletecollection', requestURI })).toEqual(['deletecollection configmaps in shop']);
  });

  it('has the name of a watch of long ago', () => {
    expect(used({ verb: 'watch', requestURI: '/api/v1/watch/namespaces/shop/configmaps/flags' })).toEqual([
      'watch configmaps(flags) in shop',
    ]);
  });

  it('is the namespace itself for a Namespace', () => {
    const objectRef = { resource: 'namespaces', namespace: 'shop', name: 'shop' };
    expect(used({ requestURI: '/api/v1/namespaces/shop', objectRef })).toEqual(['get namespaces(shop) in shop']);
  });

  it('is also a create, by name, where an update or patch made the object', () => {
    const responseStatus = { metadata: {}, code: 201 };
    expect(used({ verb: 'patch', responseStatus })).toEqual(['create configmaps(flags) in shop', 'patch configmaps(flags) in shop']);
    expect(used({ verb: 'update', responseStatus })).toEqual(['create configmaps(flags) in shop', 'update configmaps(flags) in shop']);
  });

  it('is nothing that only a wildcard could name: a log is no place from which to get one', () => {
    for (const objectRef of [{ resource: '*' }, { resource: 'pods', apiGroup: '*' }, { resource: 'pods/exec' }, { resource: '' }]) {
      expect(used({ objectRef, requestURI: '/api/v1/x' })).toEqual([]);
    }
    for (const verb of ['*', '']) expect(used({ verb })).toEqual([]);
    expect(used({ objectRef: undefined, requestURI: '/logs/*' })).toEqual([]);
    expect(enter(log(event({ verb: '*' }))).ledger.counts.unspeakable).toBe(1);
  });
});

describe('how a request ended', () => {
  it.each([404, 409, 422, 403, 500])('does not matter once it was allowed: %i', (code) => {
    expect(used({ responseStatus: { metadata: {}, code } })).toEqual(['get configmaps(flags) in shop']);
  });

  it('is a refusal where the decision says so', () => {
    expect(used({ annotations: denied, responseStatus: { code: 403 } })).toEqual([]);
    expect(refused({ annotations: denied, responseStatus: { code: 403 } })).toEqual(['get configmaps(flags) in shop']);
  });

  it.each([401, 403])('is a refusal where no decision was noted and the answer was %i', (code) => {
    expect(used({ annotations: undefined, responseStatus: { code } })).toEqual([]);
    expect(refused({ annotations: undefined, responseStatus: { code } })).toEqual(['get configmaps(flags) in shop']);
  });

  it('is use, and counted apart, where no decision was noted and the answer was another one', () => {
    const { usage, ledger } = enter(log(event({ annotations: undefined })));
    expect(rightsOf(usage, checkout, ['unsaid'])).toEqual(['get configmaps(flags) in shop']);
    expect(ledger.counts.unsaid).toBe(1);
  });

  it('is unknown, and no use, where there is neither a decision nor an answer', () => {
    const { usage, ledger } = enter(log(event({ annotations: undefined, responseStatus: undefined })));
    expect(usage).toEqual([]);
    expect(ledger.counts.undecided).toBe(1);
  });

  it.each(['', 'access granted by IAM permissions.', 'EKS Access Policy: allowed by …'])(
    'is no use of RBAC where the reason is %j',
    (reason) => {
      const { usage } = enter(log(event({ annotations: allowed(reason) })));
      expect(rightsOf(usage, checkout)).toEqual([]);
      expect(rightsOf(usage, checkout, ['other'])).toEqual(['get configmaps(flags) in shop']);
    },
  );
});

describe('impersonation', () => {
  const wen = { username: 'wen', groups: ['platform', 'system:authenticated'] };
  const acting = (impersonatedUser: Event, more: Event = {}) => enter(log(event({ user: wen, impersonatedUser, ...more }))).usage;

  it('counts the request for whom it was made in the name of, and impersonate for who made it', () => {
    const usage = acting({ username: 'mara', groups: ['clinic-devs', 'system:authenticated'] });
    expect(rightsOf(usage, 'mara')).toEqual(['get configmaps(flags) in shop']);
    expect(rightsOf(usage, 'wen')).toEqual(['impersonate groups(clinic-devs)', 'impersonate users(mara)']);
  });

  it('of a ServiceAccount is asked in its namespace, and its own groups come along unasked', () => {
    const groups = ['system:serviceaccounts', 'system:serviceaccounts:shop', 'system:authenticated'];
    expect(rightsOf(acting({ username: checkout, groups }), 'wen')).toEqual(['impersonate serviceaccounts(checkout) in shop']);
  });

  it('of a ServiceAccount with some groups only is asked for each of them', () => {
    const groups = ['system:serviceaccounts', 'system:authenticated'];
    expect(rightsOf(acting({ username: checkout, groups }), 'wen')).toEqual([
      'impersonate groups(system:serviceaccounts)',
      'impersonate serviceaccounts(checkout) in shop',
    ]);
  });

  it('of a UID and of extra fields is asked apart', () => {
    const usage = acting({ username: 'mara', uid: '17', extra: { scopes: ['read', 'write'] } });
    expect(rightsOf(usage, 'wen')).toEqual([
      'impersonate uids.authentication.k8s.io(17)',
      'impersonate userextras.authentication.k8s.io/scopes(read,write)',
      'impersonate users(mara)',
    ]);
  });

  it('was allowed although the request itself was refused', () => {
    const usage = acting({ username: 'mara' }, { annotations: denied });
    expect(rightsOf(usage, 'mara')).toEqual([]);
    expect(rightsOf(usage, 'mara', ['denied'])).toEqual(['get configmaps(flags) in shop']);
    expect(rightsOf(usage, 'wen')).toEqual(['impersonate users(mara)']);
  });

  it('by members of system:masters needs no right', () => {
    const user = { username: 'root', groups: ['system:masters'] };
    const { usage } = enter(log(event({ user, impersonatedUser: { username: 'mara' } })));
    expect(rightsOf(usage, 'root')).toEqual([]);
    expect(rightsOf(usage, 'root', ['other'])).toEqual(['impersonate users(mara)']);
  });

  it('that is constrained needs the identity and the action, each with a verb of its own', () => {
    const authenticationMetadata = { impersonationConstraint: 'impersonate:user-info' };
    const usage = acting({ username: 'mara', groups: ['clinic-devs', 'system:authenticated'] }, { authenticationMetadata });
    expect(rightsOf(usage, 'wen')).toEqual([
      'impersonate-on:user-info:get configmaps(flags) in shop',
      'impersonate:user-info groups.authentication.k8s.io(clinic-devs)',
      'impersonate:user-info users.authentication.k8s.io(mara)',
    ]);
  });

  it('that is constrained to a node names it, or all nodes where it has to be the own one', () => {
    const node = { username: 'system:node:n1' };
    const constrained = (mode: string) => acting(node, { authenticationMetadata: { impersonationConstraint: `impersonate:${mode}` } });
    expect(rightsOf(constrained('arbitrary-node'), 'wen')).toContain('impersonate:arbitrary-node nodes.authentication.k8s.io(n1)');
    expect(rightsOf(constrained('associated-node'), 'wen')).toContain('impersonate:associated-node nodes.authentication.k8s.io(*)');
  });

  it('counts as one request for each of the two', () => {
    const usage = acting({ username: 'mara' });
    expect(usage.map(({ identity, requests }) => [identity.user, requests])).toEqual([
      ['mara', 1],
      ['wen', 1],
    ]);
  });
});

describe('counting', () => {
  it('tells rights apart that differ in the namespace of the path only', () => {
    const objectRef = { resource: 'pods', namespace: 'shop', name: 'cart' };
    const create = (requestURI: string) => event({ verb: 'create', requestURI, objectRef });
    const { usage } = enter(log(create('/api/v1/pods'), create('/api/v1/namespaces/shop/pods')));
    expect(rightsOf(usage, checkout)).toEqual(['create pods', 'create pods in shop']);
  });

  it('tells any number of rights in one place apart', () => {
    const groups = Array.from({ length: 300 }, (_, index) => `g${index % 150}.example.com`);
    const { usage } = enter(log(...groups.map((apiGroup) => event({ objectRef: { resource: 'widgets', namespace: 'shop', apiGroup } }))));
    expect(usage[0]?.rights).toHaveLength(150);
    expect(usage[0]?.rights.every(({ count }) => count === 2)).toBe(true);
  });

  it('adds up what differs in nothing but names and times, with the first and the last of them', () => {
    const at = (time: string, name: string) =>
      event({ requestReceivedTimestamp: time, objectRef: { resource: 'configmaps', namespace: 'shop', name } });
    const { usage } = enter(
      log(at('2026-10-20T00:00:00.000000Z', 'b'), at('2026-10-18T00:00:00.000000Z', 'a'), at('2026-10-19T00:00:00.000000Z', 'b')),
    );
    expect(usage[0]?.rights).toMatchObject([
      { names: ['a', 'b'], count: 3, first: '2026-10-18T00:00:00.000Z', last: '2026-10-20T00:00:00.000Z' },
    ]);
  });

  it('takes the same user in other groups for another identity, whatever the order of groups', () => {
    const as = (...groups: string[]) => event({ user: { username: 'ines', groups } });
    const { usage } = enter(log(as('a', 'b'), as('b', 'a'), as('a')));
    expect(usage.map(({ identity, requests }) => [identity.groups.join(), requests])).toEqual([
      ['a', 1],
      ['a,b', 2],
    ]);
  });

  it('forgets names where there are too many to put into a rule, and keeps counting', () => {
    const many = Array.from({ length: 1_001 }, (_, index) =>
      event({ objectRef: { resource: 'pods', namespace: 'shop', name: `web-${index}` } }),
    );
    expect(enter(log(...many)).usage[0]?.rights).toMatchObject([{ names: undefined, count: 1_001 }]);
    expect(enter(log(...many.slice(1))).usage[0]?.rights[0]?.names).toHaveLength(1_000);
  });
});
