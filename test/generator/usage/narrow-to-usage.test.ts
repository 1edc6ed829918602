import { describe, expect, it } from 'vitest';
import { binding, role, rule, selecting, urlRule } from '../snapshot.ts';
import { clusterOf, did, proposalsFrom, rulesOf, usageOf } from './usage.ts';

const wide = rule('*', '*', { groups: '*' });
const till = 'system:serviceaccount:shop:till';
const groupsOfTill = 'system:serviceaccounts system:serviceaccounts:shop system:authenticated';

/** The shop's till with everything everywhere, and what it did. */
const tillWith = (...requests: string[]) => ({
  access: clusterOf([role(undefined, 'all', [wide, urlRule('*', '*')])], [binding(undefined, 'till', 'ClusterRole/all', 'sa:shop/till')]),
  usage: usageOf(did(till, groupsOfTill, ...requests)),
});

const exactly = { generalise: new Set<never>(), dropUnseen: new Set(['identity', 'delegation', 'admission'] as const) };

/** The rules of the till's new roles where nothing is added to what was used. */
function rulesFor(...requests: string[]): string[] {
  const { access, usage } = tillWith(...requests);
  return rulesOf(proposalsFrom(access, usage, exactly));
}

describe('new roles', () => {
  it('hold what was used, reads, writes and privileged rights apart, in the namespaces where it was used', () => {
    expect(
      rulesFor(
        'get pods(a) in shop',
        'list pods in shop',
        'patch deployments.apps(cart) in shop',
        'get secrets(key) in shop',
        'delete pods(b) in clinic',
      ),
    ).toEqual([
      'clinic write: delete pods(b)',
      'shop privileged: get secrets(key)',
      'shop read: get pods(a)',
      'shop read: list pods',
      'shop write: patch deployments.apps(cart)',
    ]);
  });

  it('are for the whole cluster only where that was asked for at once', () => {
    expect(rulesFor('list pods', 'get pods(a) in shop', 'get nodes(n1)', 'get /metrics')).toEqual([
      '* read: get /metrics',
      '* read: get nodes(n1)',
      '* read: list pods',
      'shop read: get pods(a)',
    ]);
  });

  it('do not repeat in a namespace what is given everywhere', () => {
    expect(rulesFor('list pods', 'list pods in shop')).toEqual(['* read: list pods']);
  });

  it('are one ClusterRole with RoleBindings from three namespaces on', () => {
    const { access, usage } = tillWith(...['a', 'b', 'c'].map((namespace) => `list pods in ${namespace}`));
    const outcome = proposalsFrom(access, usage, exactly);
    expect(rulesOf(outcome)).toEqual(['* read: list pods']);
    const bindings = outcome.proposals.flatMap(({ creates }) => creates.filter(({ kind }) => kind.endsWith('Binding')));
    expect(bindings.map(({ kind, metadata }) => `${kind} ${metadata.namespace}`)).toEqual([
      'RoleBinding a',
      'RoleBinding b',
      'RoleBinding c',
    ]);
  });

  it('tell whose they are, and take no name that is taken', () => {
    const access = clusterOf(
      [role(undefined, 'all', [wide]), role('shop', 'shop-till-used-read', [])],
      [binding(undefined, 'till', 'ClusterRole/all', 'sa:shop/till'), binding('shop', 'x', 'Role/shop-till-used-read-2', 'user:x')],
    );
    const [proposal] = proposalsFrom(access, usageOf(did(till, groupsOfTill, 'list pods in shop')), exactly).proposals;
    expect(proposal?.creates.map(({ metadata }) => metadata)).toMatchObject([
      {
        name: 'shop-till-used-read-2-2',
        annotations: { 'rbac-audit/used-by': 'sa:shop/till' },
        labels: { 'app.kubernetes.io/managed-by': 'rbac-audit' },
      },
      { name: 'shop-till-used-read' },
    ]);
  });

  it('may be none, where nothing was used', () => {
    const access = clusterOf([role('shop', 'pods', [rule('get', 'pods')])], [binding('shop', 'till', 'Role/pods', 'sa:shop/till')]);
    const [proposal] = proposalsFrom(access, usageOf(did(till, groupsOfTill, 'get nodes(n1)'))).proposals;
    expect(proposal).toMatchObject({ creates: [], removes: [{ kind: 'RoleBinding' }, { kind: 'Role', name: 'pods' }] });
  });

  it('never hold more than was held: what is generalised ends at the old role', () => {
    const access = clusterOf(
      [role('shop', 'config', [rule('get list', 'configmaps', { names: 'flags other' }), rule('delete update', 'configmaps')])],
      [binding('shop', 'till', 'Role/config', 'sa:shop/till')],
    );
    const outcome = proposalsFrom(
      access,
      usageOf(did(till, groupsOfTill, 'get configmaps(flags) in shop', 'update configmaps(flags) in shop')),
    );
    expect(rulesOf(outcome)).toEqual(['shop read: get,list configmaps(flags)', 'shop write: update configmaps(flags)']);
    expect(outcome.bases).toMatchObject([{ generalised: [{ by: 'reads', rule: { verbs: ['list'], resourceNames: ['flags'] } }] }]);
  });

  it('keep what is granted of names that were too many to remember', () => {
    const access = clusterOf(
      [role('shop', 'x', [rule('get delete', 'secrets'), rule('get', 'configmaps', { names: 'a b' })])],
      [binding('shop', 'till', 'Role/x', 'sa:shop/till')],
    );
    const outcome = proposalsFrom(access, usageOf(did(till, groupsOfTill, 'get secrets(*) in shop', 'get configmaps(*) in shop')));
    expect(rulesOf(outcome)).toEqual(['shop privileged: get secrets', 'shop read: get configmaps(a,b)']);
  });

  it('hold create beside get for a WebSocket into a pod, as the API server asks it from 1.35 on', () => {
    expect(rulesFor('get pods/exec(web) in shop')).toEqual(['shop privileged: get,create pods/exec(web)']);
  });
});

describe('what is no use', () => {
  it('is what was refused, and what something else allowed', () => {
    const { access } = tillWith();
    const seen = did(till, groupsOfTill, 'list pods in shop', 'get configmaps(a) in shop', 'delete pods(a) in shop');
    const rights = seen.rights.map((right, index) => ({ ...right, outcome: (['denied', 'other', 'unsaid'] as const)[index] ?? 'denied' }));
    const usage = usageOf({ ...seen, rights });
    expect(rulesOf(proposalsFrom(access, usage, exactly))).toEqual(['shop write: delete pods(a)']);
    const all = proposalsFrom(access, usage, { ...exactly, outcomes: new Set(['allowed', 'unsaid', 'other']) });
    expect(rulesOf(all)).toEqual(['shop read: get configmaps(a)', 'shop write: delete pods(a)']);
  });

  it('is what is not granted any more', () => {
    const access = clusterOf([role('shop', 'pods', [rule('get list', 'pods')])], [binding('shop', 'till', 'Role/pods', 'sa:shop/till')]);
    const outcome = proposalsFrom(access, usageOf(did(till, groupsOfTill, 'get pods(a) in shop', 'delete pods(a) in shop')), exactly);
    expect(rulesOf(outcome)).toEqual(['shop read: get pods(a)']);
  });

  it('of a group is what its members may do by themselves', () => {
    const access = clusterOf(
      [role(undefined, 'pods', [rule('get list', 'pods')])],
      [binding(undefined, 'devs', 'ClusterRole/pods', 'group:devs'), binding('shop', 'ines', 'ClusterRole/pods', 'user:ines')],
    );
    const usage = usageOf(did('ines', 'devs', 'list pods in shop'), did('jonas', 'devs', 'get pods(a) in clinic'));
    expect(rulesOf(proposalsFrom(access, usage, exactly))).toEqual(['clinic read: get pods(a)', 'shop read: list pods']);
  });

  it('is what the log does not see of anybody: then rights to read and URLs are kept', () => {
    const { access, usage } = tillWith('create pods in shop');
    const outcome = proposalsFrom(access, usage, { ...exactly, blind: { reads: true, urls: true } });
    expect(rulesOf(outcome)).toEqual(['* privileged: * *', '* privileged: get,list,watch *.*', 'shop write: create pods']);
  });
});

describe('rights that no log shows', () => {
  const holder = (rules: string, more = {}) =>
    clusterOf(
      [role(undefined, 'x', [rule(rules, '*', { groups: '*', ...more })])],
      [binding(undefined, 'till', 'ClusterRole/x', 'sa:shop/till')],
    );

  it('are kept, also out of wildcards, unless they are given up by name', () => {
    const { access, usage } = tillWith('list pods in shop');
    const kept = (dropUnseen: Set<'identity' | 'delegation' | 'admission'>) =>
      new Set(proposalsFrom(access, usage, { ...exactly, dropUnseen }).bases.flatMap(({ kept }) => kept.map(({ by }) => by)));
    expect(kept(new Set())).toEqual(new Set(['identity', 'delegation', 'admission']));
    expect(kept(new Set(['delegation']))).toEqual(new Set(['identity', 'admission']));
    expect(kept(new Set(['identity', 'delegation', 'admission']))).toEqual(new Set());
  });

  it('include each way to become or to raise somebody', () => {
    const { access, usage } = tillWith('list pods in shop');
    const rules = proposalsFrom(access, usage, { generalise: new Set() }).bases.flatMap(({ kept }) =>
      kept.flatMap(({ rule: { verbs, resources } }) => verbs.flatMap((verb) => resources.map((resource) => `${verb} ${resource}`))),
    );
    for (const needed of [
      'impersonate users',
      'impersonate groups',
      'impersonate serviceaccounts',
      'impersonate *',
      'impersonate:user-info users',
      'create serviceaccounts/token',
      'create certificatesigningrequests',
      'update certificatesigningrequests/approval',
      'approve signers',
      'sign signers',
      'bind clusterroles',
      'escalate clusterroles',
      'bind roles',
      'create rolebindings',
      'create clusterrolebindings',
      'use podsecuritypolicies',
    ]) {
      expect(rules).toContain(needed);
    }
    for (const visible of ['create pods', 'get secrets', 'create pods/exec', 'update networkpolicies'])
      expect(rules).not.toContain(visible);
  });

  it('are kept for their names and their place', () => {
    const access = clusterOf(
      [role('shop', 'x', [rule('bind', 'roles', { groups: 'rbac.authorization.k8s.io', names: 'reader' }), rule('get', 'pods')])],
      [binding('shop', 'till', 'Role/x', 'sa:shop/till')],
    );
    expect(rulesOf(proposalsFrom(access, usageOf(did(till, groupsOfTill, 'get nodes(n)'))))).toEqual([
      'shop privileged: bind roles.rbac.authorization.k8s.io(reader)',
    ]);
  });

  it.each([
    ['create rolebindings.rbac.authorization.k8s.io in shop', 'bind roles'],
    ['patch clusterroles.rbac.authorization.k8s.io(x)', 'escalate clusterroles'],
    ['update certificatesigningrequests.certificates.k8s.io/approval(x)', 'approve signers'],
    ['update certificatesigningrequests.certificates.k8s.io/status(x)', 'sign signers'],
  ])('are kept whatever was given up where what was written needs them: %s', (used, needed) => {
    const { access, usage } = tillWith(used);
    const rules = proposalsFrom(access, usage, exactly).bases.flatMap(({ kept }) =>
      kept.flatMap(({ rule: { verbs, resources } }) => verbs.flatMap((verb) => resources.map((resource) => `${verb} ${resource}`))),
    );
    expect(rules).toContain(needed);
  });

  it('leave whoever gives what it holds as it is: any of it may be needed', () => {
    const access = holder('get list create update delete');
    const usage = usageOf(did(till, groupsOfTill, 'create rolebindings.rbac.authorization.k8s.io in shop'));
    const outcome = proposalsFrom(access, usage);
    expect(outcome.proposals).toEqual([]);
    expect(outcome.passedOver).toEqual([
      'ClusterRoleBinding/till: SA shop/till writes roles or bindings and needs whatever it gives to others',
    ]);
    expect(proposalsFrom(access, usage, exactly).proposals).toHaveLength(1);
  });
});

describe('old bindings', () => {
  const pods = role('shop', 'pods', [rule('get list', 'pods')]);
  const used = usageOf(did('ines', '', 'list pods in shop'));

  it('go with their role, if nobody else is bound to it', () => {
    const [proposal] = proposalsFrom(clusterOf([pods], [binding('shop', 'a', 'Role/pods', 'user:ines')]), used, exactly).proposals;
    expect(proposal).toMatchObject({
      id: 'usage/User/ines',
      kind: 'usage',
      replaces: [
        { kind: 'Role', name: 'pods' },
        { kind: 'RoleBinding', name: 'a' },
      ],
      removes: [
        { kind: 'RoleBinding', name: 'a' },
        { kind: 'Role', name: 'pods' },
      ],
    });
  });

  it('are edited where others are in them, and the role stays', () => {
    const access = clusterOf([pods], [binding('shop', 'a', 'Role/pods', 'user:ines group:nurses')]);
    const [proposal] = proposalsFrom(access, used, exactly).proposals;
    expect(proposal?.removes).toEqual([{ kind: 'RoleBinding', namespace: 'shop', name: 'a' }]);
    expect(proposal?.creates.find(({ metadata }) => metadata.name === 'a')).toMatchObject({
      roleRef: { name: 'pods' },
      subjects: [{ kind: 'Group', name: 'nurses' }],
    });
    expect(proposal?.why).toContain('Role/pods in shop stays: also bound by RoleBinding/a in shop');
  });

  it('that two subjects share are edited once, in one proposal', () => {
    const access = clusterOf([pods], [binding('shop', 'a', 'Role/pods', 'user:ines user:jonas user:lea')]);
    const both = usageOf(did('ines', '', 'list pods in shop'), did('jonas', '', 'get pods(a) in shop'));
    const { proposals } = proposalsFrom(access, both, exactly);
    expect(proposals.map(({ subjects }) => subjects.map(({ name }) => name))).toEqual([['ines', 'jonas']]);
    expect(proposals[0]?.creates.find(({ metadata }) => metadata.name === 'a')).toMatchObject({ subjects: [{ name: 'lea' }] });
  });

  it('of others stay as they are where one subject is asked for', () => {
    const access = clusterOf([pods], [binding('shop', 'a', 'Role/pods', 'user:ines user:jonas')]);
    const both = usageOf(did('ines', '', 'list pods in shop'), did('jonas', '', 'get pods(a) in shop'));
    const { proposals } = proposalsFrom(access, both, { ...exactly, subject: { kind: 'User', name: 'jonas' } });
    expect(proposals.map(({ subjects }) => subjects.map(({ name }) => name))).toEqual([['jonas']]);
  });

  it('of whoever did nothing stay as they are: it may not have run', () => {
    const access = clusterOf([pods], [binding('shop', 'a', 'Role/pods', 'user:lea')]);
    expect(proposalsFrom(access, used).proposals).toEqual([]);
  });

  it('that grant no more than was used stay as they are', () => {
    const all = usageOf(did('ines', '', 'list pods in shop', 'get pods(a) in shop', 'get pods in shop'));
    expect(proposalsFrom(clusterOf([pods], [binding('shop', 'a', 'Role/pods', 'user:ines')]), all).proposals).toEqual([]);
  });

  it('that are there in differing copies stay as they are, and that is said', () => {
    const copies = [binding('shop', 'a', 'Role/pods', 'user:ines'), binding('shop', 'a', 'Role/pods', 'user:ines user:lea')];
    const outcome = proposalsFrom(clusterOf([pods], copies), usageOf(did('ines', '', 'get nodes(n)')));
    expect(outcome.proposals).toEqual([]);
    expect(outcome.passedOver).toContain('RoleBinding/a: it is there more than once with differing content');
  });

  it('of groups stay where the log does not say who is in them, and that is said', () => {
    const access = clusterOf([pods], [binding('shop', 'a', 'Role/pods', 'group:nurses')]);
    const outcome = proposalsFrom(access, usageOf(did('ines', 'nurses', 'list pods in shop')), { ...exactly, knowsGroups: false });
    expect(outcome.proposals).toEqual([]);
    expect(outcome.passedOver).toEqual(['RoleBinding/a: the log does not say who is in group nurses']);
  });

  it('stay where an aggregated ClusterRole would take the new roles, and that is said', () => {
    const access = clusterOf(
      [
        role(undefined, 'nodes', [rule('get list delete', 'nodes')]),
        role(undefined, 'all', [], selecting('app.kubernetes.io/managed-by', 'rbac-audit')),
      ],
      [binding(undefined, 'a', 'ClusterRole/nodes', 'user:ines')],
    );
    const outcome = proposalsFrom(access, usageOf(did('ines', '', 'get nodes(a)')), exactly);
    expect(outcome.proposals).toEqual([]);
    expect(outcome.passedOver).toEqual(['ClusterRole/nodes: an aggregated ClusterRole would collect the new roles too']);
  });

  it('of whoever did more than could be remembered stay', () => {
    const access = clusterOf([pods], [binding('shop', 'a', 'Role/pods', 'user:ines')]);
    expect(proposalsFrom(access, usageOf({ ...did('ines', '', 'list pods in shop'), complete: false })).proposals).toEqual([]);
  });

  it('of system:masters stay: they hold nothing that matters', () => {
    const access = clusterOf([pods], [binding('shop', 'a', 'Role/pods', 'group:system:masters')]);
    expect(proposalsFrom(access, usageOf(did('root', 'system:masters', 'list pods in shop')), exactly).proposals).toEqual([]);
  });
});

describe('a proposal', () => {
  it('says what it rests on', () => {
    const { access, usage } = tillWith('get configmaps(flags) in shop');
    const [proposal] = proposalsFrom(access, usage).proposals;
    expect(proposal?.why).toEqual([
      'SA shop/till made 1 request from 2026-10-18 to 2026-11-20: what they needed stays, the rest goes',
      'generalised by reads: list, watch configmaps (flags) in shop',
      expect.stringMatching(/^kept although it was not seen: .*--drop-unseen admission\)$/),
      expect.stringMatching(/^kept although it was not seen: .*--drop-unseen delegation\)$/),
      expect.stringMatching(/^kept although it was not seen: .*--drop-unseen identity\)$/),
    ]);
  });

  it('is proved: what was used is asked of the matcher, and the loss is listed', () => {
    const { access, usage } = tillWith('get configmaps(a,b) in shop', 'list pods in shop');
    const [proposal] = proposalsFrom(access, usage, exactly).proposals;
    expect(proposal?.proof).toMatchObject({
      equivalent: false,
      gained: [],
      othersChanged: [],
      used: { requests: 3, lost: [], unexplained: [] },
    });
    expect(proposal?.proof.lost.length).toBeGreaterThan(0);
  });
});
