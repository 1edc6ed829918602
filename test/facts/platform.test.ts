import { describe, expect, it } from 'vitest';
import { anyoneCanLogIn, likelyPlatform, mayHaveAwsAuth, platforms } from '../../src/facts/platform.ts';
import type { Binding } from '../../src/model/binding.ts';

function binding(name: string): Binding {
  const roleRef = { kind: 'ClusterRole', name };
  return { kind: 'ClusterRoleBinding', name, labels: new Map(), annotations: new Map(), subjects: [], roleRef, origins: [] };
}

describe('the platform that an input looks like', () => {
  it.each([
    ['eks', 'eks:node-manager'],
    ['gke', 'gce:cloud-provider'],
    ['gke', 'system:gke-controller'],
    ['aks', 'aks-service-rolebinding'],
    ['openshift', 'system:openshift:discovery'],
    ['kubeadm', 'kubeadm:get-nodes'],
  ])('is %s by binding %s', (platform, name) => {
    expect(likelyPlatform({ bindings: [binding('shop'), binding(name)], kubernetesVersion: '1.30' })).toEqual({
      platform,
      mark: `ClusterRoleBinding ${name}`,
    });
  });

  it.each([
    ['eks', 'v1.29.1-eks-508b6b3'],
    ['gke', 'v1.28.3-gke.1203001'],
  ])('is %s by version %s', (platform, kubernetesVersion) => {
    expect(likelyPlatform({ bindings: [], kubernetesVersion })).toEqual({ platform, mark: `version ${kubernetesVersion}` });
  });

  it('is the one that was built on kubeadm, where both left their marks', () => {
    const bindings = [binding('kubeadm:get-nodes'), binding('system:openshift:discovery')];
    expect(likelyPlatform({ bindings, kubernetesVersion: '1.30' })?.platform).toBe('openshift');
  });

  it('is none where nothing tells', () => {
    expect(likelyPlatform({ bindings: [binding('system:discovery'), binding('shop')], kubernetesVersion: '1.30.2' })).toBeUndefined();
  });
});

describe('logging in', () => {
  it('takes no more than an account of the platform on GKE only', () => {
    expect(platforms.filter(anyoneCanLogIn)).toEqual(['gke']);
    expect(anyoneCanLogIn(undefined)).toBe(false);
  });
});

describe('aws-auth', () => {
  const untold = { complete: false, resources: [], version: '1.30' };
  const at = (kubernetesVersion: string, discovery = untold) => ({ bindings: [], discovery, kubernetesVersion });

  it('is there on the platform that the user names, whatever the input looks like', () => {
    expect(platforms.filter((platform) => mayHaveAwsAuth(at('v1.29.1-gke.1'), platform))).toEqual(['eks']);
  });

  it('is there where the input looks like EKS, and not where it looks like another platform', () => {
    expect([mayHaveAwsAuth(at('v1.29.1-eks-508b6b3')), mayHaveAwsAuth(at('v1.28.3-gke.1203001'))]).toEqual([true, false]);
  });

  it('may be there where nothing tells, but for a cluster that told all it serves, or a version of somebody else', () => {
    expect([
      mayHaveAwsAuth(at('1.30')),
      mayHaveAwsAuth(at('v1.30.1', { ...untold, complete: true })),
      mayHaveAwsAuth(at('v1.30.1+k3s1')),
    ]).toEqual([true, false, false]);
  });
});
