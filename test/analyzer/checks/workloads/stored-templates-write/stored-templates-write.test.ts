import { describe, expect, it } from 'vitest';
import { role, roleBinding } from '../../../snapshot.ts';
import { findingOf, titlesIn } from '../../judge.ts';

describe('stored-templates-write', () => {
  it.each([
    ['controllerrevisions-write', 'SA shop/helper can write what DaemonSets and StatefulSets are rolled back to in shop'],
    ['podtemplates-write', 'SA shop/helper can write PodTemplates, from which controllers make pods in shop'],
  ])('%s', (check, title) => {
    expect(titlesIn(check, 'fires')).toEqual([title]);
  });

  it('is medium, and low for named objects', () => {
    const severityOf = (resourceNames: string[]) =>
      findingOf('controllerrevisions-write', [
        role('shop', 'history', { apiGroups: ['apps'], resources: ['controllerrevisions'], verbs: ['patch'], resourceNames }),
        roleBinding('shop', 'history', 'Role/history', 'user:ines'),
      ]).severity;
    expect([severityOf([]), severityOf(['database-1'])]).toEqual(['medium', 'low']);
  });

  it('is said once where the same rule writes the workloads themselves', () => {
    const objects = [
      role('shop', 'apps', { apiGroups: ['apps'], resources: ['statefulsets', 'controllerrevisions'], verbs: ['update'] }),
      roleBinding('shop', 'apps', 'Role/apps', 'user:ines'),
    ];
    expect(findingOf('statefulsets-write', objects).implied).toEqual([findingOf('controllerrevisions-write', objects).id]);
  });
});
