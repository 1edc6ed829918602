import { expect, it } from 'vitest';
import { findPodCreator, podCreators } from '../../src/facts/pod-creators.ts';
import { byKeys } from '../../src/model/order.ts';

it('is sorted and names each resource once', () => {
  const keys = podCreators.map(({ group, resource }) => `${group}/${resource}`);
  expect(new Set(keys).size).toBe(keys.length);
  expect(podCreators).toEqual([...podCreators].sort(byKeys(({ group, resource }) => [group, resource])));
});

it.each([
  ['apps', 'deployments'],
  ['batch', 'cronjobs'],
  ['extensions', 'daemonsets'],
  ['tekton.dev', 'taskruns'],
  ['ray.io', 'rayclusters'],
])('whoever writes %s %s chooses the ServiceAccount of its pods', (group, resource) => {
  expect(findPodCreator(group, resource)).toMatchObject({ gives: 'pods', namespaced: true });
});

it.each([
  ['argoproj.io', 'applications', 'application-controller'],
  ['helm.toolkit.fluxcd.io', 'helmreleases', 'helm-controller'],
  ['helm.cattle.io', 'helmcharts', 'cluster-admin'],
])('%s %s is deployed with the rights of its controller', (group, resource, runsAs) => {
  expect(findPodCreator(group, resource)).toMatchObject({ gives: 'controller', runsAs });
});

it('knows the same plural apart in another group', () => {
  expect(findPodCreator('', 'services')).toBeUndefined();
  expect(findPodCreator('serving.knative.dev', 'services')?.product).toBe('Knative');
  expect(findPodCreator('', 'pods')).toBeUndefined();
});

it('only controllers have an identity of their own', () => {
  expect(podCreators.filter(({ gives, runsAs }) => gives === 'pods' && runsAs !== undefined)).toEqual([]);
});
