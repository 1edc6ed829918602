import { describe, expect, it } from 'vitest';
import { role, roleBinding } from '../../../snapshot.ts';
import { findingOf, titlesIn } from '../../judge.ts';

describe('object-flood', () => {
  const objects = (subject: string) => [
    role('shop', 'jobs', { apiGroups: ['batch'], resources: ['jobs'], verbs: ['create'] }),
    roleBinding('shop', 'jobs', 'Role/jobs', subject),
  ];

  it('finds a group that everybody is in', () => {
    expect(titlesIn('object-flood', 'fires')).toEqual(['Group system:authenticated can create any number of objects in shop']);
  });

  it('passes over those who were chosen', () => {
    expect(titlesIn('object-flood', 'quiet')).toEqual([]);
  });

  it('is low, and worse for those who are not even logged in', () => {
    const severityOf = (subject: string) => findingOf('object-flood', objects(subject)).severity;
    expect(['sa:shop/default', 'group:system:serviceaccounts:shop', 'user:system:anonymous'].map(severityOf)).toEqual([
      'low',
      'low',
      'critical',
    ]);
  });
});
