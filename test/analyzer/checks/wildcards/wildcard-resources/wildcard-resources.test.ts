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
});
