import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, role, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn, way } from '../../judge.ts';

describe('namespaces-write', () => {
  const rule = { apiGroups: [''], resources: ['namespaces'], verbs: ['patch'] };
  const severityIn = (namespace?: string, resourceNames: string[] = []) =>
    findingsOf('namespace-label-write', [
      clusterRole('tool', { ...rule, resourceNames }),
      namespace === undefined
        ? clusterRoleBinding('tool', 'ClusterRole/tool', 'sa:tools/controller')
        : roleBinding(namespace, 'tool', 'ClusterRole/tool', 'sa:tools/controller'),
    ]).map(({ severity }) => severity);

  it('finds who can', () => {
    expect(titlesIn('namespace-label-write', 'fires')).toEqual([
      'SA tools/controller can change namespaces, and with them what Pod Security and network policies allow in all namespaces',
    ]);
  });

  it('passes over what looks like it', () => {
    expect(titlesIn('namespace-label-write', 'quiet')).toEqual([]);
  });

  it('is judged by where it holds', () => {
    expect([severityIn(), severityIn('shop'), severityIn('kube-system')]).toEqual([['high'], ['medium'], ['high']]);
  });

  it.each([
    ['created', { apiGroups: ['batch'], resources: ['jobs'], verbs: ['create'] }],
    ['changed', { apiGroups: ['apps'], resources: ['deployments'], verbs: ['patch'] }],
  ])('is worse together with pods, whichever role gives them: where a template is %s', (_deed, template) => {
    const pods = role('shop', 'runner', template);
    const objects = [
      clusterRole('tool', rule),
      roleBinding('shop', 'tool', 'ClusterRole/tool', 'sa:tools/controller'),
      pods,
      roleBinding('shop', 'runner', 'Role/runner', 'sa:tools/controller'),
    ];
    const finding = findingOf('namespace-label-write', objects);
    expect(way(finding)).toEqual(['namespace: high -> medium', 'runs-pods: medium -> high']);
    expect(finding.evidence.map((one) => one.role?.name)).toEqual(['tool', 'runner']);
  });

  it('does not join pods of another namespace', () => {
    const objects = [
      clusterRole('tool', rule, { apiGroups: [''], resources: ['pods'], verbs: ['create'] }),
      clusterRole('runner', { apiGroups: [''], resources: ['pods'], verbs: ['create'] }),
      clusterRole('labels', rule),
      roleBinding('shop', 'labels', 'ClusterRole/labels', 'user:ines'),
      roleBinding('clinic', 'runner', 'ClusterRole/runner', 'user:ines'),
    ];
    expect(findingOf('namespace-label-write', objects).severity).toBe('medium');
  });

  it('tells creating from deleting', () => {
    const severityOf = (verb: string) =>
      findingOf('namespaces-create-delete', [
        clusterRole('tool', { ...rule, verbs: [verb] }),
        clusterRoleBinding('tool', 'ClusterRole/tool', 'sa:tools/controller'),
      ]).severity;
    expect([severityOf('create'), severityOf('delete')]).toEqual(['medium', 'high']);
  });

  it('finds who may finalize', () => {
    expect(titlesIn('namespaces-finalize', 'fires')).toEqual(['SA tools/controller can end the clean-up of namespaces in all namespaces']);
  });

  it('says of creating and deleting which it is', () => {
    const statement = (...verbs: string[]) =>
      findingOf('namespaces-create-delete', [
        clusterRole('tool', { ...rule, verbs }),
        clusterRoleBinding('tool', 'ClusterRole/tool', 'user:ines'),
      ]).statement;
    expect([statement('create', 'patch'), statement('delete'), statement('*')]).toEqual([
      'can create namespaces',
      'can delete namespaces',
      'can create and delete namespaces',
    ]);
  });

  it.each([
    ['namespace-label-write', 'patch', 'critical'],
    ['namespaces-create-delete', 'create', 'high'],
  ])('%s joins pods, whichever of the two comes of a group', (check, verb, severity) => {
    const pods = { apiGroups: [''], resources: ['pods'], verbs: ['create'] };
    const severityWith = (holder: string, runner: string) =>
      findingsOf(check, [
        clusterRole('tool', { ...rule, verbs: [verb] }),
        clusterRoleBinding('tool', 'ClusterRole/tool', holder),
        clusterRole('runner', pods),
        clusterRoleBinding('runner', 'ClusterRole/runner', runner),
      ])
        .filter(({ subject }) => subject?.name === 'mara')
        .map((finding) => finding.severity);
    expect(severityWith('group:system:authenticated', 'user:mara')).toEqual([severity]);
    expect(severityWith('user:mara', 'group:system:authenticated')).toEqual([severity]);
  });

  it('says nothing of Kubernetes’ own components that a group gives namespaces to', () => {
    const objects = [clusterRole('tool', rule), clusterRoleBinding('tool', 'ClusterRole/tool', 'group:system:authenticated')];
    expect(findingsOf('namespace-label-write', objects).map(({ subject }) => subject?.name)).toEqual(['system:authenticated']);
  });

  it('is critical with pods in a sensitive namespace', () => {
    const objects = [
      role('kube-system', 'tool', rule, { apiGroups: [''], resources: ['pods'], verbs: ['create'] }),
      roleBinding('kube-system', 'tool', 'Role/tool', 'user:mara'),
    ];
    expect(findingOf('namespace-label-write', objects).severity).toBe('critical');
  });

  describe('through a Role', () => {
    const severityOf = (check: string, verb: string, name: string, resource = 'namespaces') =>
      findingsOf(check, [
        role('shop', 'tool', { apiGroups: [''], resources: [resource], verbs: [verb], resourceNames: [name] }),
        roleBinding('shop', 'tool', 'Role/tool', 'user:mara'),
      ]).map(({ severity }) => severity);

    it.each([
      ['namespace-label-write', 'patch', 'namespaces', 'medium'],
      ['namespaces-create-delete', 'delete', 'namespaces', 'medium'],
      ['namespaces-finalize', 'update', 'namespaces/finalize', 'low'],
    ])('%s is about its own namespace alone, named or not', (check, verb, resource, severity) => {
      expect(severityOf(check, verb, 'shop', resource)).toEqual([severity]);
      expect(severityOf(check, verb, 'clinic', resource)).toEqual([]);
    });
  });

  it('counts namespaces that server-side apply makes', () => {
    const maker = clusterRole('maker', {
      apiGroups: [''],
      resources: ['namespaces'],
      verbs: ['create', 'patch'],
      resourceNames: ['clinic'],
    });
    const finding = findingOf('namespaces-create-delete', [maker, clusterRoleBinding('maker', 'ClusterRole/maker', 'user:ines')]);
    expect([finding.statement, finding.severity]).toEqual(['can create namespaces (only clinic)', 'low']);
  });
});
