import { describe, expect, it } from 'vitest';
import { clusterRole, role, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn } from '../../judge.ts';

const check = 'unused-role';
const reading = { apiGroups: [''], resources: ['secrets'], verbs: ['list'] };

describe('unused-role', () => {
  it('finds roles that no binding refers to', () => {
    expect(titlesIn(check, 'fires')).toEqual(['Role clinic/night-shift is used by no binding']);
  });

  it('passes over bound, aggregated and default roles', () => {
    expect(titlesIn(check, 'quiet')).toEqual([]);
  });

  it('is all there is to say about a role that nobody holds, however much it grants', () => {
    expect(findingsOf('secrets-list-watch', [clusterRole('all-secrets', reading)])).toEqual([]);
    expect(findingOf(check, [clusterRole('all-secrets', reading)])).toMatchObject({ severity: 'info', scope: '*' });
  });

  it('does not take a binding in another namespace for a use', () => {
    expect(findingsOf(check, [role('clinic', 'reader', reading), roleBinding('shop', 'reader', 'Role/reader', 'user:ines')])).toHaveLength(
      1,
    );
  });
});
