import { describe, expect, it } from 'vitest';
import { roleBinding } from '../../../snapshot.ts';
import { findingOf, titlesIn } from '../../judge.ts';

describe('system-masters-subject', () => {
  it('finds a binding of the group, whatever the role', () => {
    expect(titlesIn('system-masters-subject', 'fires')).toEqual(['ClusterRoleBinding break-glass names the group system:masters']);
    expect(findingOf('system-masters-subject', [roleBinding('shop', 'masters', 'Role/gone', 'group:system:masters')]).severity).toBe(
      'high',
    );
  });

  it('passes over the default binding and a user of that name', () => {
    expect(titlesIn('system-masters-subject', 'quiet')).toEqual([]);
  });
});
