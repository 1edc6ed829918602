import { describe, expect, it } from 'vitest';
import type { Binding } from '../../src/model/binding.ts';
import type { Proof } from '../../src/model/proposal.ts';
import type { Role } from '../../src/model/role.ts';
import type { Rule } from '../../src/model/rule.ts';
import type { Subject } from '../../src/model/subject.ts';
import { verifierFor } from '../../src/verifier/verify.ts';
import { accessTo, binding, labelled, role, rule, selecting, urlRule, whole } from '../generator/snapshot.ts';
import { draftFrom } from './draft.ts';

const kim: Subject = { kind: 'User', name: 'kim' };
type Effect = Pick<Proof, 'equivalent' | 'lost' | 'gained' | 'othersChanged'>;
const unchanged: Effect = { equivalent: true, lost: [], gained: [], othersChanged: [] };

/** What changes where `before` becomes `after`, both being all objects there are; meant is a change for `subjects` only. */
function proof(before: readonly (Role | Binding)[], after: readonly (Role | Binding)[], subjects: Subject[] = [kim]): Effect {
  const roles = before.filter((object) => 'rules' in object);
  const bindings = before.filter((object) => 'roleRef' in object);
  return effectOf(verifierFor(accessTo(roles, bindings))([draftFrom(before, after, subjects)]));
}

function effectOf({ equivalent, lost, gained, othersChanged }: Proof): Effect {
  return { equivalent, lost, gained, othersChanged };
}

/** Kim's rules in namespace clinic, before and after. */
function inClinic(before: readonly Rule[], after: readonly Rule[]): Effect {
  return proof(
    [role('clinic', 'nurse', before), binding('clinic', 'ward', 'Role/nurse', 'user:kim')],
    [role('clinic', 'nurse-2', after), binding('clinic', 'ward-2', 'Role/nurse-2', 'user:kim')],
  );
}

/** Kim's rules cluster-wide, before and after. */
function everywhere(before: readonly Rule[], after: readonly Rule[]): Effect {
  return proof(
    [role(undefined, 'nurse', before), binding(undefined, 'ward', 'ClusterRole/nurse', 'user:kim')],
    [role(undefined, 'nurse-2', after), binding(undefined, 'ward-2', 'ClusterRole/nurse-2', 'user:kim')],
  );
}

describe('equivalent rules', () => {
  it.each<[string, Rule[], Rule[]]>([
    ['a rule cut by verb', [rule('get list create', 'pods')], [rule('get list', 'pods'), rule('create', 'pods')]],
    [
      'a rule cut by resource and group',
      [rule('get', 'pods jobs', { groups: 'core batch' })],
      [rule('get', 'pods', { groups: 'core batch' }), rule('get', 'jobs', { groups: 'batch core' })],
    ],
    [
      'names in rules of their own',
      [rule('get', 'secrets', { names: 'tls db' })],
      [rule('get', 'secrets', { names: 'db' }), rule('get', 'secrets', { names: 'tls' })],
    ],
    ['a rule that another covers', [rule('get', '*'), rule('get', 'pods pods/log')], [rule('get', '*')]],
    ['a subresource of everything', [rule('get', '*/scale deployments/scale')], [rule('get', '*/scale')]],
    ['rules that match nothing', [rule('get', 'pods'), rule('get', 'pods/'), rule('', 'nodes')], [rule('get', 'pods')]],
    ['URLs', [urlRule('get post', '/healthz /healthz/*')], [urlRule('get', '/healthz /healthz/*'), urlRule('post', '/healthz/* /healthz')]],
    ['URL patterns that mean the same', [urlRule('get', '/healthz**')], [urlRule('get', '/healthz*')]],
  ])('%s', (_, before, after) => {
    expect(everywhere(before, after)).toEqual(unchanged);
    expect(inClinic(before, after)).toEqual(unchanged);
  });

  it('URLs in a namespace, which grant nothing', () => {
    expect(inClinic([rule('get', 'pods'), urlRule('get', '/metrics')], [rule('get', 'pods')])).toEqual(unchanged);
  });
});

describe('a permission that is dropped or added', () => {
  it.each<[string, Rule[], Rule[], string[]]>([
    ['a verb', [rule('get list', 'secrets')], [rule('get', 'secrets')], ['list secrets in clinic']],
    ['a name', [rule('get', 'secrets', { names: 'tls db' })], [rule('get', 'secrets', { names: 'tls' })], ['get secrets "db" in clinic']],
    ['all names but one', [rule('get', 'secrets')], [rule('get', 'secrets', { names: 'tls' })], ['get secrets in clinic']],
    ['the unnamed requests', [rule('list', 'pods')], [rule('list', 'pods', { names: 'web' })], ['list pods in clinic']],
    ['a resource', [rule('get', 'pods jobs')], [rule('get', 'pods')], ['get jobs in clinic']],
    ['a subresource', [rule('get', 'pods pods/log')], [rule('get', 'pods')], ['get pods/log in clinic']],
    ['a group', [rule('get', 'jobs', { groups: 'batch core' })], [rule('get', 'jobs')], ['get jobs.batch in clinic']],
    ['all verbs but those named', [rule('*', 'pods')], [rule('get list watch create update patch delete', 'pods')], ['* pods in clinic']],
    ['all resources but those named', [rule('get', '*')], [rule('get', 'pods pods/log')], ['get * in clinic']],
    [
      'all groups but those named',
      [rule('get', 'pods', { groups: '*' })],
      [rule('get', 'pods', { groups: 'core apps' })],
      ['get pods.* in clinic'],
    ],
    ['a subresource of all resources but one', [rule('get', '*/log')], [rule('get', 'pods/log')], ['get */log in clinic']],
  ])('%s', (_, more, less, requests) => {
    expect(inClinic(more, less)).toEqual({ equivalent: false, lost: requests, gained: [], othersChanged: [] });
    expect(inClinic(less, more)).toEqual({ equivalent: false, lost: [], gained: requests, othersChanged: [] });
  });

  it.each<[string, Rule[], Rule[], string[]]>([
    ['a method', [urlRule('get post', '/metrics')], [urlRule('get', '/metrics')], ['post /metrics']],
    ['the end of a prefix', [urlRule('get', '/healthz*')], [urlRule('get', '/healthz')], ['get /healthz*']],
    ['the rest of all paths', [urlRule('get', '*')], [urlRule('get', '/*')], ['get *']],
    ['the object itself', [rule('get', 'nodes nodes/proxy')], [rule('get', 'nodes/proxy')], ['get nodes everywhere']],
  ])('%s', (_, more, less, requests) => {
    expect(everywhere(more, less)).toEqual({ equivalent: false, lost: requests, gained: [], othersChanged: [] });
    expect(everywhere(less, more)).toEqual({ equivalent: false, lost: [], gained: requests, othersChanged: [] });
  });

  it('verbs of one rule do not reach the resources of another', () => {
    const proved = inClinic([rule('get', 'pods'), rule('list', 'jobs')], [rule('get list', 'pods jobs')]);
    expect(proved.gained).toEqual(['get jobs in clinic', 'list pods in clinic']);
  });
});

describe('scopes', () => {
  const nurse = role(undefined, 'nurse', [rule('list', 'pods')]);
  const wide = binding(undefined, 'ward', 'ClusterRole/nurse', 'user:kim');
  const local = binding('clinic', 'ward', 'ClusterRole/nurse', 'user:kim');

  it('a binding that moves to another namespace loses the one and gains the other', () => {
    expect(proof([nurse, local], [nurse, binding('shop', 'ward', 'ClusterRole/nurse', 'user:kim')])).toEqual({
      equivalent: false,
      lost: ['list pods in clinic'],
      gained: ['list pods in shop'],
      othersChanged: [],
    });
  });

  it('a RoleBinding gives less than a ClusterRoleBinding', () => {
    expect(proof([nurse, wide], [nurse, local]).lost).toEqual([
      'list pods everywhere but in clinic',
      'list pods over all namespaces at once',
    ]);
  });

  it('bindings in all namespaces that exist still do not cover the whole cluster', () => {
    const shop = binding('shop', 'ward', 'ClusterRole/nurse', 'user:kim');
    expect(proof([nurse, wide], [nurse, local, shop]).equivalent).toBe(false);
  });

  it('a RoleBinding beside a ClusterRoleBinding adds nothing', () => {
    expect(proof([nurse, wide, local], [nurse, wide])).toEqual(unchanged);
  });

  it('a Role of the same name in another namespace is another role', () => {
    const roles = [role('clinic', 'nurse', [rule('list', 'pods')]), role('shop', 'nurse', [rule('list', 'jobs')])];
    const before = [...roles, binding('clinic', 'ward', 'Role/nurse', 'user:kim')];
    expect(proof(before, [...roles, binding('shop', 'ward', 'Role/nurse', 'user:kim')])).toMatchObject({
      lost: ['list pods in clinic'],
      gained: ['list jobs in shop'],
    });
  });
});

describe('subjects', () => {
  const nurse = role(undefined, 'nurse', [rule('list', 'pods')]);

  it('are compared as identities, however a binding spells them', () => {
    const before = binding('clinic', 'till', 'ClusterRole/nurse', 'sa:till');
    const after = binding('clinic', 'till-2', 'ClusterRole/nurse', 'user:system:serviceaccount:clinic:till');
    expect(proof([nurse, before], [nurse, after], [{ kind: 'ServiceAccount', namespace: 'clinic', name: 'till' }])).toEqual(unchanged);
  });

  it('keep through an implied group what they lose by themselves', () => {
    const own = binding(undefined, 'till', 'ClusterRole/nurse', 'sa:clinic/till');
    const group = binding(undefined, 'accounts', 'ClusterRole/nurse', 'group:system:serviceaccounts:clinic');
    const till: Subject = { kind: 'ServiceAccount', namespace: 'clinic', name: 'till' };
    expect(proof([nurse, own, group], [nurse, group], [till])).toEqual(unchanged);
    expect(
      proof([nurse, own], [nurse, binding(undefined, 'accounts', 'ClusterRole/nurse', 'group:system:serviceaccounts:shop')], [till]).lost,
    ).toEqual(['list pods everywhere']);
  });

  it('of a group are not its unknown members: what a user loses, an ordinary group does not make up for', () => {
    const own = binding(undefined, 'kim', 'ClusterRole/nurse', 'user:kim');
    const group = binding(undefined, 'nurses', 'ClusterRole/nurse', 'group:nurses');
    expect(proof([nurse, own, group], [nurse, group]).lost).toEqual(['list pods everywhere']);
  });

  it('that the proposal does not name must not change', () => {
    const both = binding('clinic', 'ward', 'ClusterRole/nurse', 'user:kim user:lee');
    expect(proof([nurse, both], [nurse, binding('clinic', 'ward-2', 'ClusterRole/nurse', 'user:kim')])).toEqual({
      equivalent: false,
      lost: [],
      gained: [],
      othersChanged: ['User lee loses list pods in clinic'],
    });
    expect(proof([nurse, both], [nurse, both, binding('clinic', 'more', 'ClusterRole/nurse', 'group:nurses')])).toMatchObject({
      othersChanged: ['Group nurses gains list pods in clinic'],
    });
  });
});

describe('what a change touches beyond its own objects', () => {
  it('bindings whose role goes', () => {
    const nurse = role(undefined, 'nurse', [rule('list', 'pods')]);
    const [own, other] = [binding('clinic', 'a', 'ClusterRole/nurse', 'user:kim'), binding('shop', 'b', 'ClusterRole/nurse', 'user:lee')];
    const copy = role(undefined, 'nurse-2', [rule('list', 'pods')]);
    expect(proof([nurse, own, other], [copy, other, binding('clinic', 'a-2', 'ClusterRole/nurse-2', 'user:kim')])).toMatchObject({
      othersChanged: ['User lee loses list pods in shop'],
    });
  });

  it('bindings whose role is written over', () => {
    const ward = binding('clinic', 'ward', 'Role/nurse', 'user:kim');
    const [before, after] = [role('clinic', 'nurse', [rule('list', 'pods')]), role('clinic', 'nurse', [rule('list', 'pods jobs')])];
    expect(proof([before, ward], [after, ward]).gained).toEqual(['list jobs in clinic']);
  });

  it('all copies of a binding that is in the input more than once', () => {
    const roles = [role('clinic', 'nurse', [rule('list', 'pods')]), role('clinic', 'porter', [rule('list', 'jobs')])];
    const copies = [binding('clinic', 'ward', 'Role/nurse', 'user:kim'), binding('clinic', 'ward', 'Role/porter', 'user:lee')];
    const verify = verifierFor(accessTo(roles, copies));
    expect(verify([draftFrom(copies.slice(0, 1), [], [kim])])).toMatchObject({
      lost: ['list pods in clinic'],
      othersChanged: ['User lee loses list jobs in clinic'],
    });
    expect(verify([draftFrom(roles.slice(1), [], [kim])])).toMatchObject({
      lost: [],
      othersChanged: ['User lee loses list jobs in clinic'],
    });
  });

  it('dangling bindings that a new role brings to life', () => {
    const forgotten = binding('clinic', 'forgotten', 'Role/nurse', 'user:eve');
    expect(proof([forgotten], [forgotten, role('clinic', 'nurse', [rule('list', 'pods')])]).othersChanged).toEqual([
      'User eve gains list pods in clinic',
    ]);
  });

  it('aggregated ClusterRoles that collect a new role', () => {
    const north = role(undefined, 'north', [], selecting('ward', 'north'));
    const holder = binding(undefined, 'holder', 'ClusterRole/north', 'user:eve');
    const pharmacy = role(undefined, 'pharmacy', [rule('list', 'pods')], labelled('ward', 'north'));
    expect(proof([north, holder], [north, holder, pharmacy]).othersChanged).toEqual(['User eve gains list pods everywhere']);
    expect(proof([north, holder, pharmacy], [north, holder]).othersChanged).toEqual(['User eve loses list pods everywhere']);
  });

  it('ClusterRoles that collect a new role at second hand', () => {
    const north = role(undefined, 'north', [], { ...selecting('ward', 'north'), ...labelled('site', 'all') });
    const all = role(undefined, 'all', [], selecting('site', 'all'));
    const holder = binding(undefined, 'holder', 'ClusterRole/all', 'user:eve');
    const pharmacy = role(undefined, 'pharmacy', [rule('list', 'pods')], labelled('ward', 'north'));
    expect(proof([north, all, holder], [north, all, holder, pharmacy]).othersChanged).toEqual(['User eve gains list pods everywhere']);
  });
});

describe('several drafts', () => {
  it('are proved as one set: what one loses, another may give back', () => {
    const nurse = role('clinic', 'nurse', [rule('list', 'pods')]);
    const ward = binding('clinic', 'ward', 'Role/nurse', 'user:kim');
    const takes = draftFrom([nurse, ward], [nurse], [kim]);
    const gives = draftFrom([nurse], [nurse, binding('clinic', 'ward-2', 'Role/nurse', 'user:kim')], [kim]);
    const verify = verifierFor(accessTo([nurse], [ward]));
    expect(verify([takes]).lost).toEqual(['list pods in clinic']);
    expect(effectOf(verify([takes, gives]))).toEqual(unchanged);
    expect(effectOf(verify([]))).toEqual(unchanged);
  });
});

describe('who loses what', () => {
  const nurse = role(undefined, 'nurse', [rule('get list', 'pods')]);
  const lee: Subject = { kind: 'User', name: 'lee' };

  it('is told apart for those who lose different things', () => {
    const before = [
      nurse,
      binding('clinic', 'a', 'ClusterRole/nurse', 'user:kim user:amy'),
      binding('shop', 'b', 'ClusterRole/nurse', 'user:lee'),
    ];
    const amy: Subject = { kind: 'User', name: 'amy' };
    const verify = verifierFor(
      accessTo(
        [nurse],
        before.slice(1).filter((object) => 'roleRef' in object),
      ),
    );
    expect(verify([draftFrom(before.slice(1), [], [kim, lee, amy])]).losses).toEqual([
      { subjects: [amy, kim], lost: ['get pods in clinic', 'list pods in clinic'] },
      { subjects: [lee], lost: ['get pods in shop', 'list pods in shop'] },
    ]);
  });

  it('is told of a group, not of everybody who is in it', () => {
    const accounts: Subject = { kind: 'Group', name: 'system:serviceaccounts' };
    const all = binding(undefined, 'all', 'ClusterRole/nurse', 'group:system:serviceaccounts');
    const own = binding('clinic', 'ward', 'ClusterRole/nurse', 'sa:till user:kim');
    const without = binding('clinic', 'ward', 'ClusterRole/nurse', 'sa:till');
    const verify = verifierFor(accessTo([nurse], [all, own]));
    expect(verify([draftFrom([all, own], [without], [accounts, kim])])).toMatchObject({
      losses: [
        { subjects: [accounts], lost: ['get pods everywhere', 'list pods everywhere'] },
        { subjects: [kim], lost: ['get pods in clinic', 'list pods in clinic'] },
      ],
      othersChanged: [],
    });
    // The member's own loss is another matter.
    expect(verify([draftFrom([all, own], [], [accounts, kim])]).othersChanged).toEqual([
      'SA clinic/till loses get pods in clinic',
      'SA clinic/till loses list pods in clinic',
    ]);
  });
});

describe('a wildcard of which the API knows what it stands for', () => {
  const table = { resources: [], complete: true, version: '1.36', ...whole.discovery };

  function lost(before: Rule[], after: Rule[]): string[] {
    const [old, now] = [role('clinic', 'nurse', before), role('clinic', 'nurse', after)];
    const ward = binding('clinic', 'ward', 'Role/nurse', 'user:kim');
    return verifierFor(accessTo([old], [ward], { discovery: table }))([draftFrom([old], [now], [kim])]).lost;
  }

  it('is lost with a word on what of that goes too, where some of it stays', () => {
    const verbs = 'create delete deletecollection get list patch update watch';
    expect(lost([rule('*', 'pods')], [rule(verbs, 'pods')])).toEqual(['* pods in clinic beyond what the API serves']);
    expect(lost([rule('*', 'pods')], [rule(verbs.replace('get ', ''), 'pods')])).toEqual([
      '* pods in clinic beyond what the API serves',
      'get pods in clinic',
    ]);
    expect(lost([urlRule('*', '/x'), rule('get', 'pods')], [rule('get', 'pods')])).toEqual([]);
  });

  it('is lost as a whole where nothing of it stays', () => {
    expect(lost([rule('*', 'pods')], [])).toEqual(['* pods in clinic']);
  });
});

describe('what no request can be', () => {
  it('is lost as well, and marked', () => {
    const [old, now] = [role('clinic', 'nurse', [rule('get', 'pods podz')]), role('clinic', 'nurse', [])];
    const access = accessTo([old], [binding('clinic', 'ward', 'Role/nurse', 'user:kim')]);
    const verify = verifierFor(access, ({ resources }) => (resources.includes('podz') ? 'nobody knows podz' : undefined));
    expect(verify([draftFrom([old], [now], [kim])])).toMatchObject({
      equivalent: false,
      lost: ['get pods in clinic', 'get podz in clinic'],
      inert: ['get podz in clinic'],
    });
  });
});
