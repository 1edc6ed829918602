import { describe, expect, it } from 'vitest';
import { expandGroups, whoCan } from '../../../src/analyzer/questions/who-can.ts';
import type { HolderSubject, ResourceQuestion, WhoCan } from '../../../src/model/answer.ts';
import type { BuiltinVia, Via } from '../../../src/model/grant.ts';
import { subjectArgument } from '../../../src/model/subject.ts';
import { accessTo, clusterRole, clusterRoleBinding, role, roleBinding, serviceAccount } from '../snapshot.ts';

const all = { apiGroups: [''], verbs: ['*'] };

const access = accessTo(
  [
    clusterRole('reader', { verbs: ['get', 'list'], apiGroups: [''], resources: ['pods', 'namespaces', 'nodes'] }),
    clusterRole('admin', { ...all, apiGroups: ['*'], resources: ['*'] }, { verbs: ['*'], nonResourceURLs: ['*'] }),
    clusterRole('binder', { verbs: ['bind'], apiGroups: ['rbac.authorization.k8s.io'], resources: ['clusterroles'] }),
    role('shop', 'certificates', { verbs: ['get'], apiGroups: [''], resources: ['secrets'], resourceNames: ['tls', 'ca'] }),
    role('shop', 'own-namespace', {
      verbs: ['patch', 'list'],
      apiGroups: [''],
      resources: ['namespaces'],
      resourceNames: ['shop', 'clinic'],
    }),
    clusterRoleBinding('oncall', 'ClusterRole/admin', 'group:oncall', 'group:system:masters'),
    roleBinding('shop', 'readers', 'ClusterRole/reader', 'user:ines', 'sa:shop/checkout'),
    roleBinding('clinic', 'readers', 'ClusterRole/reader', 'user:ines', 'group:system:serviceaccounts:clinic'),
    roleBinding('shop', 'certificates', 'Role/certificates', 'sa:shop/checkout'),
    roleBinding('shop', 'own-namespace', 'Role/own-namespace', 'user:mara'),
    roleBinding('shop', 'binder', 'ClusterRole/binder', 'user:mara'),
    serviceAccount('clinic', 'records'),
    serviceAccount('shop', 'cart'),
  ],
  { input: 'cluster' },
);

/** A question about pods anywhere, but for what is said otherwise. */
function ask(question: Partial<ResourceQuestion>, namespaced: boolean | undefined = true): WhoCan {
  const request = { verb: 'get', group: '', resource: 'pods', subresource: '', name: '', namespace: undefined, ...question };
  return whoCan(access, { request, namespaced });
}

function who(subjects: readonly HolderSubject[]): string[] {
  return subjects.map(subjectArgument);
}

function places(via: readonly (Via | BuiltinVia)[]): string[] {
  return via.map((reason) =>
    'builtin' in reason ? `${reason.scope} ${reason.builtin}` : `${reason.scope} ${reason.binding.name} rules[${reason.rule}]`,
  );
}

describe('who can do something with a resource', () => {
  it('anywhere: everyone who may in some namespace or in all', () => {
    expect(who(ask({}).subjects)).toEqual([
      'group:oncall',
      'group:system:masters',
      'group:system:serviceaccounts:clinic',
      'sa:shop/checkout',
      'user:ines',
    ]);
  });

  it('in one namespace: those who may there', () => {
    expect(who(ask({ namespace: 'clinic' }).subjects)).toEqual([
      'group:oncall',
      'group:system:masters',
      'group:system:serviceaccounts:clinic',
      'user:ines',
    ]);
  });

  it('in all namespaces at once: those who may cluster-wide', () => {
    expect(who(ask({ namespace: '' }).subjects)).toEqual(['group:oncall', 'group:system:masters']);
  });

  it('with all the reasons, cluster-wide first, then by namespace', () => {
    const [ines] = ask({}).subjects.filter(({ name }) => name === 'ines');
    expect(places(ines?.via ?? [])).toEqual(['clinic readers rules[0]', 'shop readers rules[0]']);
  });

  it('with system:masters always, what RBAC gives it behind', () => {
    const [masters] = ask({}).subjects.filter(({ name }) => name === 'system:masters');
    expect(places(masters?.via ?? [])).toEqual(['* system:masters', '* oncall rules[0]']);
    expect(who(ask({ verb: 'no-such-verb', resource: 'nothing' }).subjects)).toEqual(['group:oncall', 'group:system:masters']);
  });

  it('with system:masters alone where no rule allows it', () => {
    const nobody = accessTo([], { input: 'cluster' });
    expect(who(whoCan(nobody, { verb: 'get', path: '/metrics' }).subjects)).toEqual(['group:system:masters']);
  });
});

describe('who can do something with one object', () => {
  it('includes those who may for that name', () => {
    expect(who(ask({ resource: 'secrets', name: 'tls' }).subjects)).toContain('sa:shop/checkout');
    expect(who(ask({ resource: 'secrets', name: 'other' }).subjects)).not.toContain('sa:shop/checkout');
  });

  it('is a question of its own: without a name, those limited to names stand apart', () => {
    const { subjects, limited } = ask({ resource: 'secrets' });
    expect(who(subjects)).not.toContain('sa:shop/checkout');
    expect(limited).toMatchObject([{ kind: 'ServiceAccount', namespace: 'shop', name: 'checkout', names: ['ca', 'tls'] }]);
  });

  it('keeps names together that several rules give', () => {
    const rules = ['b', 'a', 'b'].map((name) => ({ verbs: ['get'], apiGroups: [''], resources: ['secrets'], resourceNames: [name] }));
    const own = accessTo([role('shop', 'some', ...rules), roleBinding('shop', 'some', 'Role/some', 'user:ines')], { input: 'cluster' });
    const request = { verb: 'get', group: '', resource: 'secrets', subresource: '', name: '', namespace: undefined };
    const { limited } = whoCan(own, { request, namespaced: true });
    expect(limited).toMatchObject([{ names: ['a', 'b'], via: [{ rule: 0 }, { rule: 1 }, { rule: 2 }] }]);
  });

  it('stays possible where a rule names more objects than a call takes arguments', () => {
    const names = Array.from({ length: 200_000 }, (_, i) => `secret-${i}`);
    const rule = { verbs: ['get'], apiGroups: [''], resources: ['secrets'], resourceNames: names };
    const own = accessTo([role('shop', 'many', rule, rule), roleBinding('shop', 'many', 'Role/many', 'user:ines')], { input: 'cluster' });
    const request = { verb: 'get', group: '', resource: 'secrets', subresource: '', name: '', namespace: undefined };
    expect(whoCan(own, { request, namespaced: true }).limited[0]?.names).toHaveLength(200_000);
  });
});

describe('who can do something outside namespaces', () => {
  it.each([undefined, '', 'shop'])('is no question of RoleBindings, whatever namespace is named: %j', (namespace) => {
    expect(who(ask({ resource: 'nodes', namespace }, false).subjects)).toEqual(['group:oncall', 'group:system:masters']);
  });

  it('is a literal question where nobody knows the resource', () => {
    expect(who(ask({ resource: 'nodes', namespace: 'shop' }, undefined).subjects)).toContain('user:ines');
  });

  it('is asked in the namespace of another object for bind', () => {
    const bind = { verb: 'bind', group: 'rbac.authorization.k8s.io', resource: 'clusterroles' };
    expect(who(ask(bind, false).subjects)).toContain('user:mara');
    expect(who(ask({ ...bind, namespace: 'shop' }, false).subjects)).toContain('user:mara');
    expect(who(ask({ ...bind, namespace: 'clinic' }, false).subjects)).not.toContain('user:mara');
  });
});

describe('who can do something with a Namespace', () => {
  const namespaces = { resource: 'namespaces' };

  it('by name: those who may in it, too', () => {
    expect(who(ask({ ...namespaces, name: 'shop' }, false).subjects)).toEqual([
      'group:oncall',
      'group:system:masters',
      'sa:shop/checkout',
      'user:ines',
    ]);
    expect(who(ask({ ...namespaces, name: 'shop', namespace: 'shop' }, false).subjects)).toContain('user:ines');
    expect(who(ask({ ...namespaces, name: 'shop', namespace: 'clinic' }, false).subjects)).not.toContain('user:ines');
  });

  it('without a name: those who may in one, for that name only', () => {
    const { subjects, limited } = ask(namespaces, false);
    expect(who(subjects)).toEqual(['group:oncall', 'group:system:masters']);
    expect(limited.find(({ name }) => name === 'ines')?.names).toEqual(['clinic', 'shop']);
    expect(ask({ ...namespaces, namespace: 'shop' }, false).limited.find(({ name }) => name === 'ines')?.names).toEqual(['shop']);
  });

  it('of all Namespaces: those who may cluster-wide', () => {
    const { subjects, limited } = ask({ ...namespaces, verb: 'list' }, false);
    expect(who(subjects)).toEqual(['group:oncall', 'group:system:masters']);
    expect(limited).toEqual([]);
  });

  it('of another name than the one that a RoleBinding lies in: nobody by that binding', () => {
    const rule = { verbs: ['delete'], apiGroups: [''], resources: ['namespaces'], resourceNames: ['clinic'] };
    const own = accessTo([role('shop', 'odd', rule), roleBinding('shop', 'odd', 'Role/odd', 'user:ines')], { input: 'cluster' });
    const request = { verb: 'delete', group: '', resource: 'namespaces', subresource: '', name: '', namespace: undefined };
    expect(whoCan(own, { request, namespaced: false }).limited).toEqual([]);
  });

  it('limited by the names in the rule', () => {
    expect(ask({ ...namespaces, verb: 'patch' }, false).limited).toMatchObject([{ name: 'mara', names: ['shop'] }]);
    expect(who(ask({ ...namespaces, verb: 'patch', name: 'clinic' }, false).subjects)).not.toContain('user:mara');
  });
});

describe('who can get a URL', () => {
  it('is a question of ClusterRoleBindings', () => {
    const { subjects, limited } = whoCan(access, { verb: 'get', path: '/metrics' });
    expect(who(subjects)).toEqual(['group:oncall', 'group:system:masters']);
    expect(limited).toEqual([]);
  });
});

describe('the ServiceAccounts behind groups', () => {
  it('are those in the input and in bindings, with the group as the reason', () => {
    const expanded = expandGroups(access, ask({ namespace: 'clinic' }));
    expect(who(expanded)).toEqual(['sa:clinic/records']);
    expect(expanded[0]?.via).toMatchObject([{ scope: 'clinic', group: 'system:serviceaccounts:clinic' }]);
  });
});
