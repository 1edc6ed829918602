import { describe, expect, it } from 'vitest';
import { factsOfAlternatives, factsOfParts, requestsFor } from '../../../src/analyzer/checks/requests.ts';
import { accessTo, clusterRole, clusterRoleBinding, type KubernetesObject, type PolicyRule, role, roleBinding } from '../snapshot.ts';

const group = 'clinic.example.com';
const on = (resource: string, verbs: string[], resourceNames: string[] = []): PolicyRule => ({
  apiGroups: [group],
  resources: [resource],
  verbs,
  resourceNames,
});
const heldBy = (subject: string, name: string, ...rules: PolicyRule[]): KubernetesObject[] => [
  role('clinic', name, ...rules),
  roleBinding('clinic', name, `Role/${name}`, subject),
];
const parts = [{ requests: requestsFor('create', group, 'wards') }, { requests: requestsFor('get', group, 'beds') }];
const access = (...objects: KubernetesObject[][]) => accessTo(objects.flat(), { input: 'cluster' });
const named = (...objects: KubernetesObject[][]) => {
  const facts = factsOfParts(access(...objects), parts);
  return facts.map(({ subject, role }) => `${subject?.name} by ${role?.name}`).toSorted();
};

describe('rights that make a risk together', () => {
  it('count through groups', () => {
    const own = heldBy('sa:clinic/records', 'maker', on('wards', ['create']));
    expect(named(own, heldBy('group:system:serviceaccounts:clinic', 'reader', on('beds', ['get'])))).toEqual(['records by maker']);
    expect(named(own, heldBy('group:system:serviceaccounts:shop', 'reader', on('beds', ['get'])))).toEqual([]);
  });

  it('are said of the group, not of its members, where the group has them all', () => {
    const both = heldBy('group:system:serviceaccounts:clinic', 'both', on('wards', ['create']), on('beds', ['get']));
    expect(named(both, heldBy('sa:clinic/records', 'maker', on('wards', ['create'])))).toEqual([
      'records by maker',
      'system:serviceaccounts:clinic by both',
    ]);
  });

  it('are one fact where there are several ways to them', () => {
    const ways = [parts, [{ requests: requestsFor('patch', group, 'wards') }, { requests: requestsFor('list', group, 'beds') }]];
    const both = heldBy('user:ines', 'both', on('wards', ['create', 'patch']), on('beds', ['get', 'list']));
    const [fact, ...more] = factsOfAlternatives(access(both), ways);
    expect(more).toEqual([]);
    expect([fact?.because, fact?.together].map((links) => links?.map(({ rule }) => rule?.index))).toEqual([[0], [1]]);
  });
});

describe('what stands beside', () => {
  it('is each pair of binding and rule once, however many of the requests it allows', () => {
    const beside = [parts[0] ?? { requests: [] }, { requests: requestsFor('get list watch', group, 'beds', 'rooms') }];
    const objects = [
      heldBy('user:ines', 'maker', on('wards', ['create'])),
      heldBy('user:ines', 'reader', { ...on('beds', ['get', 'list', 'watch']), resources: ['beds', 'rooms'] }),
    ];
    const [fact] = factsOfParts(access(...objects), beside);
    expect(fact?.together).toHaveLength(1);
  });
});

describe('create with names', () => {
  const creators = (createsBeside: string, ...objects: KubernetesObject[][]) =>
    factsOfParts(access(...objects), [{ requests: requestsFor('create', group, 'wards'), createsBeside }]).map(({ role }) => role?.name);

  it('counts beside patch of the same name, as server-side apply asks for both', () => {
    expect(creators('patch', heldBy('user:ines', 'both', on('wards', ['create', 'patch'], ['a'])))).toEqual(['both']);
    expect(creators('patch', heldBy('user:ines', 'half', on('wards', ['create'], ['a'])))).toEqual([]);
    expect(creators('patch', heldBy('user:ines', 'update', on('wards', ['create', 'update'], ['a'])))).toEqual([]);
  });

  it('counts beside update where the resource allows to create by it', () => {
    expect(creators('update patch', heldBy('user:ines', 'update', on('wards', ['create', 'update'], ['a'])))).toEqual(['update']);
  });

  it('counts from another role, for the same name and in the same namespace', () => {
    const maker = heldBy('user:ines', 'maker', on('wards', ['create'], ['a']));
    expect(creators('patch', maker, heldBy('user:ines', 'patcher', on('wards', ['patch'])))).toEqual(['maker']);
    expect(creators('patch', maker, heldBy('user:ines', 'patcher', on('wards', ['patch'], ['b'])))).toEqual([]);
    expect(creators('patch', maker, heldBy('user:jonas', 'patcher', on('wards', ['patch'])))).toEqual([]);
    const elsewhere = [role('shop', 'patcher', on('wards', ['patch'])), roleBinding('shop', 'patcher', 'Role/patcher', 'user:ines')];
    expect(creators('patch', maker, elsewhere)).toEqual([]);
    const everywhere = [clusterRole('patcher', on('wards', ['patch'])), clusterRoleBinding('patcher', 'ClusterRole/patcher', 'user:ines')];
    expect(creators('patch', maker, everywhere)).toEqual(['maker']);
  });
});
