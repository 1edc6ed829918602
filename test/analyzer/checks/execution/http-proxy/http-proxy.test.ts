import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, role, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn } from '../../judge.ts';

describe('http-proxy', () => {
  it.each([
    ['pods-proxy', 'User ines can send HTTP requests to pods through the API server in shop'],
    ['services-proxy', 'User ines can send HTTP requests to Services through the API server in shop'],
  ])('%s: %s', (id, title) => {
    expect(titlesIn(id, 'fires')).toEqual([title]);
  });

  it.each(['get', 'create', 'update', 'patch', 'delete'])('takes %s alone for enough', (verb) => {
    const proxy = clusterRole('proxy', { apiGroups: [''], resources: ['pods/proxy', 'services/proxy'], verbs: [verb] });
    const objects = [proxy, clusterRoleBinding('proxy', 'ClusterRole/proxy', 'user:ines')];
    expect(['pods-proxy', 'services-proxy'].map((id) => findingOf(id, objects).severity)).toEqual(['high', 'high']);
  });

  it('is high in a sensitive namespace, medium in another', () => {
    const proxy = clusterRole('proxy', { apiGroups: [''], resources: ['services/proxy'], verbs: ['get'] });
    const severityIn = (namespace: string) =>
      findingOf('services-proxy', [proxy, roleBinding(namespace, 'proxy', 'ClusterRole/proxy', 'user:ines')]).severity;
    expect([severityIn('shop'), severityIn('kube-system')]).toEqual(['medium', 'high']);
  });

  it('names the targets as they stand in the URL', () => {
    const proxy = role('shop', 'proxy', {
      apiGroups: [''],
      resources: ['services/proxy'],
      verbs: ['get'],
      resourceNames: ['https:till:443'],
    });
    const { title, severity } = findingOf('services-proxy', [proxy, roleBinding('shop', 'proxy', 'Role/proxy', 'user:ines')]);
    expect([title, severity]).toEqual([
      'User ines can send HTTP requests to Services through the API server (only https:till:443) in shop',
      'low',
    ]);
  });

  it('is not said of what is never asked for', () => {
    const proxy = clusterRole('proxy', { apiGroups: [''], resources: ['pods/proxy'], verbs: ['list', 'watch'] });
    expect(findingsOf('pods-proxy', [proxy, clusterRoleBinding('proxy', 'ClusterRole/proxy', 'user:ines')])).toEqual([]);
  });
});
