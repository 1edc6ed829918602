import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn } from '../../judge.ts';

describe('endpoints', () => {
  const rule = { apiGroups: [''], resources: ['endpoints'], verbs: ['update'] };
  const severityIn = (namespace?: string, resourceNames: string[] = []) =>
    findingsOf('endpoints-write', [
      clusterRole('tool', { ...rule, resourceNames }),
      namespace === undefined
        ? clusterRoleBinding('tool', 'ClusterRole/tool', 'sa:tools/controller')
        : roleBinding(namespace, 'tool', 'ClusterRole/tool', 'sa:tools/controller'),
    ]).map(({ severity }) => severity);

  it('finds who can', () => {
    expect(titlesIn('endpoints-write', 'fires')).toEqual([
      'SA tools/controller can redirect the traffic of Services through Endpoints in shop',
    ]);
  });

  it('passes over what looks like it', () => {
    expect(titlesIn('endpoints-write', 'quiet')).toEqual([]);
  });

  it('is judged by where it holds', () => {
    expect([severityIn(), severityIn('shop'), severityIn('kube-system')]).toEqual([['high'], ['medium'], ['high']]);
  });

  it('is high in default, where the Service of the API server is, and critical where it is named', () => {
    expect([severityIn('default'), severityIn('default', ['kubernetes']), severityIn(undefined, ['kubernetes'])]).toEqual([
      ['high'],
      ['critical'],
      ['critical'],
    ]);
    expect(severityIn('shop', ['kubernetes'])).toEqual(['low']);
  });

  it('finds slices apart', () => {
    expect(titlesIn('endpointslices-write', 'fires')).toEqual([
      'SA tools/controller can redirect the traffic of Services through EndpointSlices in shop',
    ]);
  });

  it('of one rule for both reads as one: slices are made from endpoints', () => {
    const both = [
      { ...rule, verbs: ['create'] },
      { apiGroups: ['', 'discovery.k8s.io'], resources: ['endpoints', 'endpointslices'], verbs: ['update'] },
    ];
    const objects = [clusterRole('tool', ...both), roleBinding('shop', 'tool', 'ClusterRole/tool', 'sa:tools/controller')];
    const slices = findingOf('endpointslices-write', objects);
    expect(findingOf('endpoints-write', objects).implied).toContain(slices.id);
  });
});
