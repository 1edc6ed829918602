import { expect, it } from 'vitest';
import { isControllerAccount } from '../../src/facts/controller-accounts.ts';

it.each(['clusterrole-aggregation-controller', 'job-controller', 'namespace-controller'])(
  '%s acts inside kube-controller-manager',
  (name) => {
    expect(isControllerAccount({ namespace: 'kube-system', name })).toBe(true);
  },
);

it.each([
  ['kube-system', 'default'],
  // It has a default binding too, but is what the pods of the cluster's DNS run as.
  ['kube-system', 'kube-dns'],
  ['shop', 'job-controller'],
])('%s/%s does not', (namespace, name) => {
  expect(isControllerAccount({ namespace, name })).toBe(false);
});
