import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, role, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn, way } from '../../judge.ts';

const check = 'pods-ephemeralcontainers';
const inject = { apiGroups: [''], resources: ['pods/ephemeralcontainers'] };

describe(check, () => {
  it('finds who can add containers', () => {
    expect(titlesIn(check, 'fires')).toEqual(['User ines can add containers to running pods in shop']);
  });

  it.each(['update', 'patch'])('takes %s alone for enough', (verb) => {
    const debug = clusterRole('debug', { ...inject, verbs: [verb] });
    expect(findingOf(check, [debug, clusterRoleBinding('debug', 'ClusterRole/debug', 'user:ines')]).severity).toBe('critical');
  });

  it('does not take create for enough, which is never asked for', () => {
    const debug = clusterRole('debug', { ...inject, verbs: ['create', 'delete'] });
    expect(findingsOf(check, [debug, clusterRoleBinding('debug', 'ClusterRole/debug', 'user:ines')])).toEqual([]);
  });

  it('is high in a namespace and a step milder for named pods', () => {
    const debug = role('shop', 'debug', { ...inject, verbs: ['patch'], resourceNames: ['checkout-0'] });
    const finding = findingOf(check, [debug, roleBinding('shop', 'debug', 'Role/debug', 'user:ines')]);
    expect(way(finding)).toEqual(['namespace: critical -> high', 'resource-names: high -> medium']);
  });
});
