import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, role, roleBinding } from '../../../snapshot.ts';
import { findingOf, titlesIn, way } from '../../judge.ts';

const check = 'pods-update';
const change = { apiGroups: [''], resources: ['pods'], verbs: ['patch'] };

describe('pods-update', () => {
  it('finds who can change pods', () => {
    expect(titlesIn(check, 'fires')).toEqual(['SA shop/labeller can replace the images of running pods in shop']);
  });

  it('is medium in a namespace, critical in a sensitive one and cluster-wide, which has those in it', () => {
    const labels = clusterRole('labels', change);
    const severityIn = (namespace: string) =>
      findingOf(check, [labels, roleBinding(namespace, 'labels', 'ClusterRole/labels', 'user:ines')]).severity;
    expect([severityIn('shop'), severityIn('kube-system')]).toEqual(['medium', 'critical']);
    expect(findingOf(check, [labels, clusterRoleBinding('labels', 'ClusterRole/labels', 'user:ines')]).severity).toBe('critical');
  });

  it('is a step milder for named pods', () => {
    const named = role('shop', 'labels', { ...change, resourceNames: ['database-0'] });
    const finding = findingOf(check, [named, roleBinding('shop', 'labels', 'Role/labels', 'user:ines')]);
    expect(finding.title).toBe('User ines can replace the images of running pods (only database-0) in shop');
    expect(way(finding)).toEqual(['namespace: critical -> medium', 'resource-names: medium -> low']);
  });

  it('is said once where the same rule creates pods', () => {
    const objects = [
      role('shop', 'runner', { ...change, verbs: ['create', 'patch'] }),
      roleBinding('shop', 'runner', 'Role/runner', 'user:ines'),
    ];
    expect(findingOf('pods-create', objects).implied).toEqual([findingOf(check, objects).id]);
  });
});
