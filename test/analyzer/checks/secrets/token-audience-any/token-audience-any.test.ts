import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn } from '../../judge.ts';

const check = 'token-audience-any';
const audiences = { apiGroups: [''], resources: ['*'], verbs: ['request-serviceaccounts-token-audience'] };
const granted = (subject: string, resourceNames?: string[]) => [
  clusterRole('audiences', resourceNames ? { ...audiences, resourceNames } : audiences),
  clusterRoleBinding('audiences', 'ClusterRole/audiences', subject),
];

describe('token-audience-any', () => {
  it('finds that nodes may name any audience', () => {
    expect(titlesIn(check, 'fires')).toEqual([
      "Group system:nodes can have tokens of its pods' ServiceAccounts made for any audience in all namespaces",
    ]);
  });

  it.each(['group:system:nodes', 'user:system:node:node-1'])('is medium for %s, low for named ServiceAccounts', (subject) => {
    expect(findingOf(check, granted(subject)).severity).toBe('medium');
    expect(findingOf(check, granted(subject, ['checkout'])).severity).toBe('low');
  });

  it('counts nodes among all who are logged in', () => {
    expect(findingsOf(check, granted('group:system:authenticated'))).toHaveLength(1);
  });

  it.each(['user:ines', 'sa:shop/checkout', 'user:system:nodes'])('is nothing for %s, who is never asked', (subject) => {
    expect(findingsOf(check, granted(subject))).toEqual([]);
  });
});
