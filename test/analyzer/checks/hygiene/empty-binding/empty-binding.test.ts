import { describe, expect, it } from 'vitest';
import { clusterRoleBinding } from '../../../snapshot.ts';
import { findingOf, titlesIn } from '../../judge.ts';

const check = 'empty-binding';

describe('empty-binding', () => {
  it('finds bindings without subjects', () => {
    expect(titlesIn(check, 'fires')).toEqual(['RoleBinding clinic/interns names nobody']);
  });

  it('passes over bindings that name somebody', () => {
    expect(titlesIn(check, 'quiet')).toEqual([]);
  });

  it('counts subjects that can match nobody', () => {
    const odd = {
      ...clusterRoleBinding('odd', 'ClusterRole/view'),
      subjects: [
        { kind: 'ServiceAccount', name: 'checkout' },
        { kind: 'user', name: 'ines' },
      ],
    };
    expect(findingOf(check, [odd]).detail).toContain('None of its subjects can match anyone');
  });

  it('finds subjects that can match nobody beside others', () => {
    const odd = {
      ...clusterRoleBinding('odd', 'ClusterRole/view'),
      subjects: [
        { kind: 'ServiceAccount', name: 'checkout' },
        { kind: 'User', name: 'jonas' },
        { kind: 'user', name: 'ines' },
      ],
    };
    expect(findingOf(check, [odd]).title).toBe('ClusterRoleBinding odd names ServiceAccount checkout and user ines, which can be nobody');
  });
});
