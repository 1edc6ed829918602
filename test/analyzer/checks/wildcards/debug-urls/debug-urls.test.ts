import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn } from '../../judge.ts';

const check = 'debug-urls';
const granting = (nonResourceURLs: string[], subject = 'user:ines') => [
  clusterRole('urls', { nonResourceURLs, verbs: ['get'] }),
  clusterRoleBinding('urls', 'ClusterRole/urls', subject),
];

describe('debug-urls', () => {
  it('names the URLs that are for debugging, and no others of the rule', () => {
    expect(titlesIn(check, 'fires')).toEqual([
      'Group oncall can ask the control plane for /logs*',
      'User ines can ask the control plane for /debug/pprof/*',
    ]);
  });

  it.each(['/debug/pprof/heap', '/debug/*', '/deb*', '/logs/', '/logs/kube-apiserver.log', '/flagz', '/flag*', '/configz'])(
    'takes %s for one',
    (url) => {
      expect(findingsOf(check, granting([url]))).toHaveLength(1);
    },
  );

  it.each(['/debug', '/debugger/*', '/flagz/', '/configz/x', '/logz', '/metrics', ''])('and %j not', (url) => {
    expect(findingsOf(check, granting([url]))).toEqual([]);
  });

  it('is medium, and high for anybody who did not log in', () => {
    expect(findingOf(check, granting(['/debug/*'])).severity).toBe('medium');
    expect(findingOf(check, granting(['/debug/*'], 'group:system:unauthenticated')).severity).toBe('high');
  });

  it('is said once where the rule covers all URLs', () => {
    const objects = granting(['*']);
    expect(findingOf('wildcard-nonresource-urls', objects).implied).toContain(findingOf(check, objects).id);
  });

  it.each([
    ['get', 1],
    ['*', 1],
    ['GET', 0],
    ['list', 0],
  ])('counts the verb %s only where requests have it', (verb, count) => {
    const objects = [
      clusterRole('debugger', { nonResourceURLs: ['/debug/*'], verbs: [verb] }),
      clusterRoleBinding('debugger', 'ClusterRole/debugger', 'user:mara'),
    ];
    expect(findingsOf('debug-urls', objects)).toHaveLength(count);
  });
});
