import { describe, expect, it } from 'vitest';
import { isDefaultBindingName, isDefaultRoleName, isExpectedSubject } from '../../src/facts/expected.ts';
import { builtinVersions, defaultBindings, defaultRoles } from '../../src/facts/kubernetes.ts';
import { type Binding, bindingKey } from '../../src/model/binding.ts';
import type { Role } from '../../src/model/role.ts';
import type { Rule } from '../../src/model/rule.ts';
import type { Subject, SubjectKind } from '../../src/model/subject.ts';

const masters: Subject = { kind: 'Group', name: 'system:masters' };
const authenticated: Subject = { kind: 'Group', name: 'system:authenticated' };

function binding(name: string, version?: string): Binding {
  const found = defaultBindings(version).find((item) => item.name === name);
  if (found === undefined) throw new Error(`no default binding ${name}`);
  return found;
}

function role(name: string, version?: string): Role {
  const found = defaultRoles(version).find((item) => item.name === name);
  if (found === undefined) throw new Error(`no default role ${name}`);
  return found;
}

function rule(parts: Partial<Rule>): Rule {
  return { index: 0, verbs: [], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: [], ...parts };
}

function withRule(changed: Role, parts: Partial<Rule>): Role {
  return { ...changed, rules: [...changed.rules, rule(parts)] };
}

describe('an expected subject', () => {
  it('is system:masters on cluster-admin', () => {
    expect(isExpectedSubject(binding('cluster-admin'), role('cluster-admin'), masters)).toBe(true);
  });

  it.each(builtinVersions)('is every subject of the default bindings of %s', (version) => {
    const unexpected = defaultBindings(version).filter((item) => {
      const bound = defaultRoles(version).find(
        (one) =>
          one.kind === item.roleRef.kind &&
          one.name === item.roleRef.name &&
          (one.kind === 'ClusterRole' || one.namespace === item.namespace),
      );
      return item.subjects.some((subject) => !isExpectedSubject(item, bound, { ...subject, kind: subjectKind(subject.kind) }));
    });
    expect(unexpected.map(bindingKey)).toEqual([]);
  });

  it('is one of an old version although the role is of a new one', () => {
    const kubeDns: Subject = { kind: 'ServiceAccount', namespace: 'kube-system', name: 'kube-dns' };
    expect(isExpectedSubject(binding('system:kube-dns', '1.20'), role('system:kube-dns', '1.36'), kubeDns)).toBe(true);
  });

  it('is still one if the role grants less', () => {
    const reduced = {
      ...role('cluster-admin'),
      rules: [rule({ verbs: ['get'], apiGroups: [''], resources: ['pods'], resourceNames: ['web-0'] })],
    };
    expect(isExpectedSubject(binding('cluster-admin'), reduced, masters)).toBe(true);
  });
});

describe('an unexpected subject', () => {
  it('was added to a default binding', () => {
    const nurses: Subject = { kind: 'Group', name: 'nurses' };
    expect(isExpectedSubject({ ...binding('cluster-admin'), subjects: [masters, nurses] }, role('cluster-admin'), nurses)).toBe(false);
  });

  it('has the name but not the kind or namespace of an expected one', () => {
    const jobs = binding('system:controller:job-controller');
    const account: Subject = { kind: 'ServiceAccount', namespace: 'kube-system', name: 'job-controller' };
    expect(isExpectedSubject(jobs, role(jobs.name), account)).toBe(true);
    expect(isExpectedSubject(jobs, role(jobs.name), { ...account, namespace: 'shop' })).toBe(false);
    expect(isExpectedSubject(jobs, role(jobs.name), { kind: 'User', name: 'job-controller' })).toBe(false);
  });

  it('is bound by a binding of another name, whatever its label says', () => {
    expect(isExpectedSubject({ ...binding('cluster-admin'), name: 'clinic-admins' }, role('cluster-admin'), masters)).toBe(false);
  });

  it('is bound to another role under a default name', () => {
    const changed = { ...binding('system:discovery'), roleRef: { kind: 'ClusterRole', name: 'cluster-admin' } };
    expect(isExpectedSubject(changed, role('cluster-admin'), authenticated)).toBe(false);
  });

  it('is bound by a RoleBinding of the same name', () => {
    const inShop: Binding = { ...binding('cluster-admin'), kind: 'RoleBinding', namespace: 'shop' };
    expect(isExpectedSubject(inShop, role('cluster-admin'), masters)).toBe(false);
  });

  it.each([
    ['another resource', { verbs: ['get'], apiGroups: [''], resources: ['secrets'] }],
    ['another URL', { verbs: ['get'], nonResourceURLs: ['/metrics'] }],
    ['another verb on a URL', { verbs: ['post'], nonResourceURLs: ['/api'] }],
    ['all URLs', { verbs: ['get'], nonResourceURLs: ['*'] }],
  ])('holds a default role to which someone added %s', (_, added) => {
    expect(isExpectedSubject(binding('system:discovery'), role('system:discovery'), authenticated)).toBe(true);
    expect(isExpectedSubject(binding('system:discovery'), withRule(role('system:discovery'), added), authenticated)).toBe(false);
  });

  it('holds a default role that lost its limit to names', () => {
    const name = 'system::leader-locking-kube-scheduler';
    const scheduler: Subject = { kind: 'User', name: 'system:kube-scheduler' };
    const limited = role(name, '1.20');
    const unlimited = { ...limited, rules: limited.rules.map((one) => ({ ...one, resourceNames: [] })) };
    const locking = defaultBindings('1.20').find((item) => item.roleRef.name === name);
    if (locking === undefined) throw new Error('no binding for leader locking');
    expect(limited.rules.some((one) => one.resourceNames.length > 0)).toBe(true);
    expect(isExpectedSubject(locking, limited, scheduler)).toBe(true);
    expect(isExpectedSubject(locking, unlimited, scheduler)).toBe(false);
  });

  it('is bound to a role that is not there', () => {
    expect(isExpectedSubject(binding('cluster-admin'), undefined, masters)).toBe(false);
  });
});

describe('a default name', () => {
  it('counts with kind and namespace', () => {
    expect(isDefaultRoleName({ kind: 'ClusterRole', name: 'edit' })).toBe(true);
    expect(isDefaultRoleName({ kind: 'Role', namespace: 'shop', name: 'edit' })).toBe(false);
    expect(isDefaultRoleName({ kind: 'Role', namespace: 'kube-system', name: 'extension-apiserver-authentication-reader' })).toBe(true);
    expect(isDefaultRoleName({ kind: 'ClusterRole', name: 'system:shop' })).toBe(false);
    expect(isDefaultBindingName({ kind: 'ClusterRoleBinding', name: 'system:basic-user' })).toBe(true);
    expect(isDefaultBindingName({ kind: 'ClusterRoleBinding', name: 'system:shop' })).toBe(false);
  });
});

function subjectKind(kind: string): SubjectKind {
  if (kind === 'User' || kind === 'Group' || kind === 'ServiceAccount') return kind;
  throw new Error(`${kind} is no kind of subject`);
}
