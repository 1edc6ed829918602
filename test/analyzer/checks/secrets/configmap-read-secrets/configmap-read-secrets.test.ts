import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn } from '../../judge.ts';

const check = 'configmap-read-secrets';
const everywhere = (resources: string[], resourceNames: string[] = []) => [
  clusterRole('reader', { apiGroups: [''], resources, verbs: ['list'], resourceNames }),
  clusterRoleBinding('reader', 'ClusterRole/reader', 'user:ines'),
];

describe('configmap-read-secrets', () => {
  it('finds who reads the ConfigMaps of all namespaces, or those of kube-system', () => {
    expect(titlesIn(check, 'fires')).toEqual([
      'SA shop/probe can read every ConfigMap in kube-system',
      'User ines can read every ConfigMap in all namespaces',
    ]);
  });

  it('is low cluster-wide, and passes over names', () => {
    expect(findingOf(check, everywhere(['configmaps'])).severity).toBe('low');
    expect(findingsOf(check, everywhere(['configmaps'], ['settings']))).toEqual([]);
  });

  it('is said once where the same rule has Secrets too', () => {
    const objects = everywhere(['configmaps', 'secrets']);
    expect(findingOf('secrets-list-watch', objects).implied).toContain(findingOf(check, objects).id);
  });
});
