import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn } from '../../judge.ts';

const check = 'wildcard-nonresource-urls';

function found(url: string, subject: string, verbs = ['get']) {
  return findingsOf(check, [
    clusterRole('prober', { nonResourceURLs: [url], verbs }),
    clusterRoleBinding('prober', 'ClusterRole/prober', subject),
  ]);
}

describe('wildcard-nonresource-urls', () => {
  it('finds every URL of the API server', () => {
    expect(titlesIn(check, 'fires')).toEqual(['SA monitoring/prober can ask for every URL of the API server']);
  });

  it('passes over RoleBindings, which grant no URL, and over some URLs', () => {
    expect(titlesIn(check, 'quiet')).toEqual([]);
  });

  it.each(['*', '/*', '**', '/**'])('takes %s for every URL', (url) => {
    expect(found(url, 'user:ines')).toHaveLength(1);
  });

  it.each(['/', '/metrics/*', '*/', '/*/pprof'])('does not take %s for every URL', (url) => {
    expect(found(url, 'user:ines')).toEqual([]);
  });

  it.each([
    ['user:ines', 'medium'],
    ['user:system:anonymous', 'high'],
    ['group:system:unauthenticated', 'high'],
  ])('for %s is %s', (subject, severity) => {
    const objects = [
      clusterRole('prober', { nonResourceURLs: ['*'], verbs: ['*'] }),
      clusterRoleBinding('prober', 'ClusterRole/prober', subject),
    ];
    expect(findingOf(check, objects).severity).toBe(severity);
  });
});
