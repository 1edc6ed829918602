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

  it.each([
    ['server-side apply', { apiGroups: [''], resources: ['pods'], verbs: ['create', 'patch'], resourceNames: ['shop-data'] }, 'critical'],
    ['an operator', { apiGroups: ['argoproj.io'], resources: ['workflows'], verbs: ['create'] }, 'critical'],
    ['create with names alone', { apiGroups: [''], resources: ['pods'], verbs: ['create'], resourceNames: ['shop-data'] }, 'high'],
    ['changing Jobs', { apiGroups: ['batch'], resources: ['jobs'], verbs: ['update'] }, 'high'],
  ])('judges pods by %s', (_how, rule, severity) => {
    const objects = [...provisioner, role('shop', 'runner', rule), roleBinding('shop', 'runner', 'Role/runner', 'sa:storage/provisioner')];
    expect(findingOf(check, objects).severity).toBe(severity);
  });

  it.each(['update', 'patch'])('is medium for %s, which binds a released volume to another claim', (verb) => {
    const keeper = clusterRole('keeper', { ...volumes, verbs: [verb] });
    const finding = findingOf(check, [keeper, clusterRoleBinding('keeper', 'ClusterRole/keeper', 'user:ines')]);
    expect([finding.statement, finding.severity]).toEqual(['can change PersistentVolumes', 'medium']);
    expect(findingsOf(check, [keeper, roleBinding('shop', 'keeper', 'ClusterRole/keeper', 'user:ines')])).toEqual([]);
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
    expect(findingOf(check, named('create', 'update')).statement).toBe('can change PersistentVolumes (only shop-data)');
    expect(findingsOf(check, named('create'))).toEqual([]);
  });

  it('is not granted by a RoleBinding, by name neither', () => {
    const maker = role('shop', 'maker', { ...volumes, verbs: ['create'], resourceNames: ['shop-data'] });
    const patcher = clusterRole('patcher', { ...volumes, verbs: ['patch'] });
    const bindings = [
      roleBinding('shop', 'maker', 'Role/maker', 'user:ines'),
      clusterRoleBinding('patcher', 'ClusterRole/patcher', 'user:ines'),
    ];
    expect(findingsOf(check, [maker, patcher, ...bindings]).map(({ statement }) => statement)).toEqual(['can change PersistentVolumes']);
  });

  it('finds the two verbs in different roles, if the names are the same', () => {
    const halves = (name: string) => [
      clusterRole('maker', { ...volumes, verbs: ['create'], resourceNames: ['shop-data'] }),
      clusterRole('patcher', { ...volumes, verbs: ['patch'], resourceNames: [name] }),
      clusterRoleBinding('maker', 'ClusterRole/maker', 'user:ines'),
      clusterRoleBinding('patcher', 'ClusterRole/patcher', 'user:ines'),
    ];
    const said = (name: string) => findingsOf(check, halves(name)).map(({ statement }) => statement);
    expect(said('shop-data')).toEqual(['can create PersistentVolumes (only shop-data)', 'can change PersistentVolumes (only shop-data)']);
    expect(said('clinic-data')).toEqual(['can change PersistentVolumes (only clinic-data)']);
  });

  it('is as bad where one of the two rights comes of a group', () => {
    const volumes = { apiGroups: [''], resources: ['persistentvolumes'], verbs: ['create'] };
    const pods = { apiGroups: [''], resources: ['pods'], verbs: ['create'] };
    expect(inBothOrders(check, [volumes], [pods])).toEqual([['critical'], ['critical']]);
  });
});
