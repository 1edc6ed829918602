import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, type PolicyRule, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn, way } from '../../judge.ts';

const check = 'wildcard-resources';

function found(rule: { apiGroups: string[]; verbs: string[] }, namespace?: string) {
  const bound = namespace
    ? roleBinding(namespace, 'records', 'ClusterRole/records', 'sa:clinic/records')
    : clusterRoleBinding('records', 'ClusterRole/records', 'sa:clinic/records');
  return findingOf(check, [clusterRole('records', { ...rule, resources: ['*'] }), bound]);
}

describe('wildcard-resources', () => {
  it('finds every resource of a group', () => {
    expect(titlesIn(check, 'fires')).toEqual(['SA clinic/records can create, get and list every resource of core in clinic']);
  });

  it('passes over */scale, named resources and roles that nobody holds', () => {
    expect(titlesIn(check, 'quiet')).toEqual([]);
  });

  it.each([
    [[''], ['create'], 'critical', 'high', 'critical'],
    [['*'], ['*'], 'critical', 'high', 'critical'],
    [[''], ['get'], 'high', 'medium', 'high'],
    [['apps'], ['patch'], 'high', 'medium', 'high'],
    [['apps'], ['list'], 'medium', 'low', 'medium'],
  ])('group %j with %j is %s cluster-wide, %s in a namespace, %s in kube-system', (apiGroups, verbs, ...severities) => {
    const rule = { apiGroups, verbs };
    expect([found(rule), found(rule, 'shop'), found(rule, 'kube-system')].map(({ severity }) => severity)).toEqual(severities);
  });

  it.each([
    ['core', 0],
    ['v1', 0],
    ['apps/v1', 0],
    ['Apps', 0],
    ['*.example.com', 0],
    ['v2.shop.example.com', 1],
    ['shop.example.com', 1],
  ])('says nothing of groups that cannot be: %s', (group, count) => {
    const objects = [
      clusterRole('broad', { apiGroups: [group], resources: ['*'], verbs: ['*'] }),
      clusterRoleBinding('broad', 'ClusterRole/broad', 'user:ines'),
    ];
    expect(findingsOf('wildcard-resources', objects)).toHaveLength(count);
  });

  it('is judged by the worst of several rules', () => {
    const rules = [
      { apiGroups: ['apps'], resources: ['*'], verbs: ['get'] },
      { apiGroups: [''], resources: ['*'], verbs: ['delete'] },
    ];
    const finding = findingOf(check, [
      clusterRole('records', ...rules),
      roleBinding('shop', 'records', 'ClusterRole/records', 'user:ines'),
    ]);
    // The decisive rule comes first.
    expect(finding.evidence.map(({ rule }) => rule)).toEqual([1, 0]);
    expect(finding.statement).toBe('can delete every resource of core');
    expect(way(finding)).toEqual(['namespace: critical -> high']);
  });

  it('implies what the same rule grants on Secrets, and nothing that another rule grants', () => {
    const impliedBy = (...rules: PolicyRule[]) => {
      const objects = [clusterRole('records', ...rules), clusterRoleBinding('records', 'ClusterRole/records', 'user:ines')];
      const { implied } = findingOf(check, objects);
      const secrets = ['secrets-read', 'secrets-list-watch'].flatMap((id) => findingsOf(id, objects));
      return secrets.filter(({ id }) => implied.includes(id)).map((finding) => finding.check);
    };
    const everything = { apiGroups: [''], resources: ['*'] };
    expect(impliedBy({ ...everything, verbs: ['create'] }, { apiGroups: [''], resources: ['secrets'], verbs: ['list'] })).toEqual([]);
    expect(impliedBy({ ...everything, verbs: ['create', 'get', 'list'] })).toEqual(['secrets-read', 'secrets-list-watch']);
    // Reading all of core is rated milder than reading its Secrets, which therefore are said apart.
    expect(impliedBy({ ...everything, verbs: ['get', 'list'] })).toEqual([]);
  });

  it('knows that APIs of metrics are only read, whatever the verbs', () => {
    const severity = (...apiGroups: string[]) => found({ apiGroups, verbs: ['*'] }).severity;
    expect([severity('external.metrics.k8s.io'), severity('metrics.k8s.io', 'apps')]).toEqual(['medium', 'high']);
  });

  it('says what the verbs come to in the core group', () => {
    const detail = (verbs: string[], namespace?: string) => found({ apiGroups: [''], verbs }, namespace).detail;
    expect(detail(['get', 'delete'])).toContain(
      'enough to read every Secret, run commands in pods through nodes/proxy and delete what is stored.',
    );
    expect(detail(['get'], 'shop')).toMatch(/enough to read every Secret\.$/);
    expect(detail(['patch'])).toMatch(/enough to change the images of pods\.$/);
  });

  it('implies what takes another right besides: without the wildcard the other is not enough', () => {
    const objects = [
      clusterRole('records', { apiGroups: ['*'], resources: ['*'], verbs: ['patch'] }),
      clusterRole('jobs', { apiGroups: ['batch'], resources: ['jobs'], verbs: ['create'] }),
      ...['records', 'jobs'].map((name) => clusterRoleBinding(name, `ClusterRole/${name}`, 'user:ines')),
    ];
    const labels = findingOf('namespace-label-write', objects);
    expect(labels.evidence.map(({ role }) => role?.name)).toEqual(['records', 'jobs']);
    expect(findingOf(check, objects).implied).toContain(labels.id);
  });
});
