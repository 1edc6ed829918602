import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, type KubernetesObject, type PolicyRule, role, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, inBothOrders, titlesIn, way } from '../../judge.ts';

const deployments = { apiGroups: ['apps'], resources: ['deployments'] };
const inShop = (...rules: PolicyRule[]) => [role('shop', 'apps', ...rules), roleBinding('shop', 'apps', 'Role/apps', 'user:ines')];
const everywhere = (rule: PolicyRule) => [clusterRole('apps', rule), clusterRoleBinding('apps', 'ClusterRole/apps', 'user:ines')];
const deployment = (namespace: string, name: string): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { namespace, name },
  spec: { template: { spec: { containers: [] } } },
});

describe('workloads-write', () => {
  it.each([
    ['deployments-write', ['Group developers can run any pod through Deployments in shop']],
    [
      'daemonsets-write',
      ['Group developers can run any pod through DaemonSets in shop', 'User ines can run any pod through DaemonSets in shop'],
    ],
    ['statefulsets-write', ['Group developers can run any pod through StatefulSets in shop']],
    ['replicasets-write', ['Group developers can run any pod through ReplicaSets in shop']],
    ['replicationcontrollers-write', ['User ines can run any pod through ReplicationControllers in shop']],
    ['cronjobs-write', ['SA shop/scheduler can run any pod through CronJobs in shop']],
    ['jobs-write', ['SA shop/scheduler can run any pod through Jobs in shop']],
  ])('%s', (check, titles) => {
    expect(titlesIn(check, 'fires')).toEqual(titles);
  });

  it.each(['create', 'update', 'patch'])('%s is as bad as creating pods', (verb) => {
    expect(findingOf('deployments-write', everywhere({ ...deployments, verbs: [verb] })).severity).toBe('critical');
    expect(findingOf('deployments-write', inShop({ ...deployments, verbs: [verb] })).severity).toBe('high');
  });

  it('is medium where Pod Security keeps pods off the node', () => {
    const restricted = {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'shop', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
    };
    expect(findingOf('deployments-write', [...inShop({ ...deployments, verbs: ['create'] }), restricted]).severity).toBe('medium');
  });

  it('is no milder in a namespace for the name of a workload, whose template may name any ServiceAccount', () => {
    const finding = findingOf('deployments-write', inShop({ ...deployments, verbs: ['patch'], resourceNames: ['web'] }));
    expect(finding.title).toBe('User ines can run any pod through Deployments (only web) in shop');
    expect(way(finding)).toEqual(['namespace: critical -> high']);
  });

  it('with a name cluster-wide is as bad as the namespaces in which such workloads are', () => {
    const named = everywhere({ ...deployments, verbs: ['patch'], resourceNames: ['web'] });
    const admin = clusterRoleBinding('operator', 'ClusterRole/cluster-admin', 'sa:shop/operator');
    const wayOfInes = (...more: KubernetesObject[]) =>
      findingsOf('deployments-write', [...named, admin, ...more])
        .filter(({ subject }) => subject?.name === 'ines')
        .flatMap(way);
    expect(wayOfInes(deployment('clinic', 'web'), deployment('shop', 'api'))).toEqual(['resource-names: critical -> high']);
    expect(wayOfInes(deployment('shop', 'web'))).toEqual(['resource-names: critical -> high', 'identity: high -> critical']);
  });

  it('takes create for making Jobs, whose templates cannot be changed', () => {
    const jobs = { apiGroups: ['batch'], resources: ['jobs'] };
    const changing = findingOf('jobs-write', inShop({ ...jobs, verbs: ['update', 'patch'] }));
    expect([changing.title, changing.severity]).toEqual(['User ines can stop and hold up Jobs in shop', 'low']);
    const making = findingOf('jobs-write', inShop({ ...jobs, verbs: ['update'] }, { ...jobs, verbs: ['create'] }));
    expect([making.title, making.severity]).toEqual(['User ines can run any pod through Jobs in shop', 'high']);
    const severityNamed = (...verbs: string[]) => findingOf('jobs-write', inShop({ ...jobs, verbs, resourceNames: ['nightly'] })).severity;
    expect(severityNamed('create', 'update')).toBe('info');
    expect(severityNamed('create', 'patch')).toBe('high');
  });

  describe('makes named Jobs by server-side apply, from whatever rules', () => {
    const jobs = (verb: string, ...resourceNames: string[]): PolicyRule => ({
      apiGroups: ['batch'],
      resources: ['jobs'],
      verbs: [verb],
      resourceNames,
    });

    it.each([
      [[jobs('create', 'nightly'), jobs('patch', 'nightly')], 'high'],
      [[jobs('create', 'nightly'), jobs('patch')], 'high'],
      [[jobs('create', 'nightly'), jobs('patch', 'weekly')], 'info'],
      [[jobs('create', 'nightly'), jobs('update', 'nightly')], 'info'],
    ])('%#', (rules, severity) => {
      expect(findingOf('jobs-write', inShop(...rules)).severity).toBe(severity);
    });

    it('as the other workloads, where patch is a group’s', () => {
      const till = (verb: string) => ({ ...deployments, verbs: [verb], resourceNames: ['till'] });
      const [, own] = inBothOrders('deployments-write', [till('create')], [till('patch')]);
      expect(own).toEqual(['high']);
    });

    it('and from groups', () => {
      const worst = inBothOrders('jobs-write', [jobs('create', 'nightly')], [jobs('patch', 'nightly')]).map(([first]) => first);
      expect(worst).toEqual(['critical', 'critical']);
    });
  });

  it('is said once of a rule that has several kinds, or pods as well', () => {
    const kinds = inShop({
      apiGroups: ['apps'],
      resources: ['deployments', 'statefulsets', 'daemonsets', 'replicasets'],
      verbs: ['create'],
    });
    const ids = ['deployments-write', 'statefulsets-write', 'replicasets-write'].map((check) => findingOf(check, kinds).id);
    expect(findingOf('daemonsets-write', kinds).implied).toEqual(ids.toSorted());
    const withPods = inShop({ apiGroups: ['', 'batch'], resources: ['pods', 'jobs'], verbs: ['create'] });
    expect(findingOf('pods-create', withPods).implied).toEqual([findingOf('jobs-write', withPods).id]);
  });

  it('is said of each kind that has a rule of its own', () => {
    const rules = [
      { ...deployments, verbs: ['create'] },
      { apiGroups: ['apps'], resources: ['daemonsets'], verbs: ['create'] },
    ];
    expect(findingOf('daemonsets-write', inShop(...rules)).implied).toEqual([]);
  });
});
