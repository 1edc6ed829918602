import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, role, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, inBothOrders, titlesIn } from '../../judge.ts';

const check = 'persistentvolumes-create';
const volumes = { apiGroups: [''], resources: ['persistentvolumes'] };
const provisioner = [
  clusterRole('volumes', { ...volumes, verbs: ['create'] }),
  clusterRoleBinding('volumes', 'ClusterRole/volumes', 'sa:storage/provisioner'),
];

describe(check, () => {
  it('finds who can create volumes, which is high', () => {
    expect(titlesIn(check, 'fires')).toEqual(['SA storage/provisioner can create PersistentVolumes']);
    expect(findingOf(check, provisioner).severity).toBe('high');
  });

  it.each([
    ['', 'pods', 'create'],
    ['apps', 'statefulsets', 'create'],
    ['batch', 'cronjobs', 'patch'],
  ])('is critical beside pods of any namespace (%s %s %s)', (group, resource, verb) => {
    const runner = role('shop', 'runner', { apiGroups: [group], resources: [resource], verbs: [verb] });
    const finding = findingOf(check, [...provisioner, runner, roleBinding('shop', 'runner', 'Role/runner', 'sa:storage/provisioner')]);
    expect([finding.severity, finding.scope]).toEqual(['critical', '*']);
    expect(finding.title).toBe('SA storage/provisioner can create PersistentVolumes and pods that mount them');
    expect(finding.evidence.map((link) => link.role?.name)).toEqual(['volumes', 'runner']);
  });

  it('counts pods that a group may create', () => {
    const runner = role('storage', 'runner', { apiGroups: [''], resources: ['pods'], verbs: ['create'] });
    const group = roleBinding('storage', 'runner', 'Role/runner', 'group:system:serviceaccounts:storage');
    expect(findingOf(check, [...provisioner, runner, group]).severity).toBe('critical');
  });

  it('takes create and patch of the same name for creating, and no milder: any folder will do', () => {
    const named = (...verbs: string[]) => [
      clusterRole('volumes', { ...volumes, verbs, resourceNames: ['shop-data'] }),
      clusterRoleBinding('volumes', 'ClusterRole/volumes', 'user:ines'),
    ];
    const finding = findingOf(check, named('create', 'patch'));
    expect([finding.title, finding.severity]).toEqual(['User ines can create PersistentVolumes (only shop-data)', 'high']);
    expect(findingsOf(check, named('create', 'update'))).toEqual([]);
  });

  it('is not granted by a RoleBinding, by name neither', () => {
    const maker = role('shop', 'maker', { ...volumes, verbs: ['create'], resourceNames: ['shop-data'] });
    const patcher = clusterRole('patcher', { ...volumes, verbs: ['patch'] });
    const bindings = [
      roleBinding('shop', 'maker', 'Role/maker', 'user:ines'),
      clusterRoleBinding('patcher', 'ClusterRole/patcher', 'user:ines'),
    ];
    expect(findingsOf(check, [maker, patcher, ...bindings])).toEqual([]);
  });

  it('finds the two verbs in different roles, if the names are the same', () => {
    const halves = (name: string) => [
      clusterRole('maker', { ...volumes, verbs: ['create'], resourceNames: ['shop-data'] }),
      clusterRole('patcher', { ...volumes, verbs: ['patch'], resourceNames: [name] }),
      clusterRoleBinding('maker', 'ClusterRole/maker', 'user:ines'),
      clusterRoleBinding('patcher', 'ClusterRole/patcher', 'user:ines'),
    ];
    expect(findingsOf(check, halves('shop-data'))).toHaveLength(1);
    expect(findingsOf(check, halves('clinic-data'))).toEqual([]);
  });

  it('is as bad where one of the two rights comes of a group', () => {
    const volumes = { apiGroups: [''], resources: ['persistentvolumes'], verbs: ['create'] };
    const pods = { apiGroups: [''], resources: ['pods'], verbs: ['create'] };
    expect(inBothOrders(check, [volumes], [pods])).toEqual([['critical'], ['critical']]);
  });
});
