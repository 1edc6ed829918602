import { describe, expect, it } from 'vitest';
import { runChecks } from '../../../../../src/analyzer/checks/index.ts';
import { accessToFile, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, fixturePath, titlesIn } from '../../judge.ts';

describe('system-masters-subject', () => {
  it('finds a binding of the group, whatever the role', () => {
    expect(titlesIn('system-masters-subject', 'fires')).toEqual([
      'ClusterRoleBinding break-glass names the group system:masters',
      'ConfigMap kube-system/aws-auth puts arn:aws:iam::111122223333:role/admins in the group system:masters',
    ]);
    expect(findingOf('system-masters-subject', [roleBinding('shop', 'masters', 'Role/gone', 'group:system:masters')]).severity).toBe(
      'high',
    );
  });

  it('passes over the default binding, a user of that name and other groups of aws-auth', () => {
    expect(titlesIn('system-masters-subject', 'quiet')).toEqual([]);
  });

  it('says where the mapping stands, without a binding or a role', () => {
    const [, mapped] = runChecks(accessToFile(fixturePath('system-masters-subject', 'fires')), {}).findings.filter(
      ({ check }) => check === 'system-masters-subject',
    );
    expect(mapped?.object).toEqual({ kind: 'ConfigMap', namespace: 'kube-system', name: 'aws-auth' });
    expect(mapped?.evidence.map(({ position, ...rest }) => [position?.line, rest])).toEqual([[7, {}]]);
    expect(mapped?.severity).toBe('high');
  });

  it('is one finding for each that is mapped, however often', () => {
    const map = (...entries: object[]) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { namespace: 'kube-system', name: 'aws-auth' },
      data: { mapUsers: JSON.stringify(entries) },
    });
    const ines = { userarn: 'arn:aws:iam::111122223333:user/ines', groups: ['system:masters'] };
    const jonas = { userarn: 'arn:aws:iam::111122223333:user/jonas', groups: ['system:masters'] };
    const again = { ...ines, groups: ['system:masters', 'oncall'] };
    expect(findingsOf('system-masters-subject', [map(ines, jonas, again)]).map(({ title }) => title)).toEqual([
      'ConfigMap kube-system/aws-auth puts arn:aws:iam::111122223333:user/ines in the group system:masters',
      'ConfigMap kube-system/aws-auth puts arn:aws:iam::111122223333:user/jonas in the group system:masters',
    ]);
  });
});
