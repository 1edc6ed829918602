import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, roleBinding } from '../../../snapshot.ts';
import { findingOf, titlesIn } from '../../judge.ts';

const check = 'wildcard-apigroups';

describe('wildcard-apigroups', () => {
  it('finds a resource of every API group', () => {
    expect(titlesIn(check, 'fires')).toEqual(['SA ci/deployer can get and patch deployments of every API group in shop']);
  });

  it('passes over named groups; "*.example.org" is no pattern', () => {
    expect(titlesIn(check, 'quiet')).toEqual([]);
  });

  it.each([
    [['get', 'list', 'watch'], 'low'],
    [['get', 'delete'], 'medium'],
    [['*'], 'medium'],
  ])('with %j is %s, in a namespace too', (verbs, severity) => {
    const reader = clusterRole('reader', { apiGroups: ['*'], resources: ['events'], verbs });
    const everywhere = findingOf(check, [reader, clusterRoleBinding('readers', 'ClusterRole/reader', 'user:ines')]);
    const shop = findingOf(check, [reader, roleBinding('shop', 'readers', 'ClusterRole/reader', 'user:ines')]);
    expect([everywhere.severity, shop.severity]).toEqual([severity, severity]);
  });
});
