import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, role, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn } from '../../judge.ts';

const check = 'bootstrap-token-write';
const found = (verbs: string[], resourceNames: string[] = []) =>
  findingsOf(check, [
    role('kube-system', 'joiner', { apiGroups: [''], resources: ['secrets'], verbs, resourceNames }),
    roleBinding('kube-system', 'joiner', 'Role/joiner', 'user:ines'),
  ]);
const severities = (verbs: string[], resourceNames?: string[]) => found(verbs, resourceNames).map(({ severity }) => severity);

describe('bootstrap-token-write', () => {
  it('finds who can make Secrets in kube-system, and says no place, since nodes have none', () => {
    expect(titlesIn(check, 'fires')).toEqual(['SA kube-system/joiner can make bootstrap tokens, with which nodes join the cluster']);
  });

  it('is critical with create, and high where a token must be there already', () => {
    expect(severities(['create'])).toEqual(['critical']);
    expect(severities(['update'])).toEqual(['high']);
    expect(severities(['create', 'patch'])).toEqual(['critical']);
  });

  it('is no milder for a name that is that of a bootstrap token', () => {
    expect(severities(['update'], ['bootstrap-token-07401b'])).toEqual(['high']);
    expect(severities(['create', 'patch'], ['bootstrap-token-07401b'])).toEqual(['critical']);
  });

  it.each([['registry-credentials'], ['bootstrap-token-'], ['bootstrap-token-07401B'], ['my-bootstrap-token-07401b']])(
    'is nothing for the name %s',
    (name) => {
      expect(found(['create', 'patch', 'update'], [name])).toEqual([]);
    },
  );

  it('sees a rule for all Secrets beside one for another name', () => {
    const secrets = { apiGroups: [''], resources: ['secrets'] };
    const objects = [
      role(
        'kube-system',
        'joiner',
        { ...secrets, verbs: ['create', 'patch'], resourceNames: ['registry-credentials'] },
        { ...secrets, verbs: ['update'] },
      ),
      roleBinding('kube-system', 'joiner', 'Role/joiner', 'user:ines'),
    ];
    expect(findingOf(check, objects).evidence.map(({ rule }) => rule)).toEqual([1]);
  });

  it('is said once where the same rules let any token be made', () => {
    const objects = [
      clusterRole('keeper', { apiGroups: [''], resources: ['secrets'], verbs: ['create', 'get'] }),
      clusterRoleBinding('keeper', 'ClusterRole/keeper', 'user:ines'),
    ];
    expect(findingOf('secrets-create-token', objects).implied).toContain(findingOf(check, objects).id);
  });

  it.each([
    ['update', 'high'],
    ['patch', 'critical'],
  ])('makes tokens of a name by create beside %s: %s', (verb, severity) => {
    const rule = { apiGroups: [''], resources: ['secrets'], verbs: ['create', verb], resourceNames: ['bootstrap-token-07401b'] };
    const objects = [role('kube-system', 'joiner', rule), roleBinding('kube-system', 'joiner', 'Role/joiner', 'user:mara')];
    expect(findingOf('bootstrap-token-write', objects).severity).toBe(severity);
  });
});
