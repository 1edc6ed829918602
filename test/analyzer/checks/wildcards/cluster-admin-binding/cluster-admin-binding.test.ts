import { describe, expect, it } from 'vitest';
import { runChecks } from '../../../../../src/analyzer/checks/index.ts';
import { accessTo, clusterRoleBinding, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn, way } from '../../judge.ts';

const check = 'cluster-admin-binding';

describe('cluster-admin-binding', () => {
  it('finds who holds cluster-admin, everywhere or in a namespace', () => {
    expect(titlesIn(check, 'fires')).toEqual([
      'Group clinic-oncall can do everything in the whole cluster',
      'User mara can do everything in shop',
    ]);
  });

  it('passes over system:masters and roles that only share the name', () => {
    expect(titlesIn(check, 'quiet')).toEqual([]);
  });

  it('is critical cluster-wide, high in a namespace and critical in kube-system', () => {
    const cluster = findingOf(check, [clusterRoleBinding('oncall', 'ClusterRole/cluster-admin', 'user:ines')]);
    const shop = findingOf(check, [roleBinding('shop', 'owner', 'ClusterRole/cluster-admin', 'user:ines')]);
    const system = findingOf(check, [roleBinding('kube-system', 'owner', 'ClusterRole/cluster-admin', 'user:ines')]);
    expect([cluster.severity, shop.severity, system.severity]).toEqual(['critical', 'high', 'critical']);
    expect(way(system)).toEqual(['namespace: critical -> high', 'sensitive-namespace: high -> critical']);
  });

  it('is one finding to read: all else that the subject holds is implied', () => {
    const { summary, findings } = runChecks(
      accessTo([
        clusterRoleBinding('oncall', 'ClusterRole/cluster-admin', 'user:ines'),
        roleBinding('shop', 'view', 'ClusterRole/admin', 'user:ines'),
      ]),
    );
    expect(findings.length).toBeGreaterThan(3);
    expect(summary).toMatchObject({ critical: 1, high: 0, medium: 0, low: 0, info: 0, causes: 1, implied: findings.length - 1 });
    const [one] = findings.filter((finding) => finding.check === check);
    expect([...(one?.implied ?? []), one?.id].toSorted()).toEqual(findings.map(({ id }) => id).toSorted());
  });

  it('counts any further binding of system:masters as expected', () => {
    const objects = [clusterRoleBinding('again', 'ClusterRole/cluster-admin', 'group:system:masters')];
    expect(findingsOf(check, objects)).toEqual([]);
    expect(runChecks(accessTo(objects)).expected.map(({ title }) => title)).toContain(
      'Group system:masters can do everything in the whole cluster',
    );
  });

  it('tells a subject that somebody added to the default binding', () => {
    expect(
      findingOf(check, [clusterRoleBinding('cluster-admin', 'ClusterRole/cluster-admin', 'group:system:masters', 'user:eve')]).title,
    ).toBe('User eve can do everything in the whole cluster');
  });
});
