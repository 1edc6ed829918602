import { describe, expect, it } from 'vitest';
import { builtinDiscovery } from '../../src/facts/kubernetes.ts';
import { resolveResource } from '../../src/facts/resolve.ts';
import type { ApiResource, Discovery } from '../../src/model/discovery.ts';

const discovery = builtinDiscovery('1.36');

const customResource: ApiResource = {
  group: 'clinic.example.com',
  resource: 'appointments',
  kind: 'Appointment',
  namespaced: true,
  verbs: ['get', 'list'],
  singular: 'appointment',
  shortNames: ['apt'],
  subresources: [{ name: 'status', verbs: ['get'] }],
};

function withCustom(...resources: Partial<ApiResource>[]): Discovery {
  return { ...discovery, resources: [...resources.map((resource) => ({ ...customResource, ...resource })), ...discovery.resources] };
}

/** The resource as Kubernetes prints it, with its scope. */
function resolved(argument: string, from: Discovery = discovery): string {
  const { outcome, resource } = resolveResource(from, argument);
  if (outcome !== 'found') return outcome;
  const combined = resource.subresource === '' ? resource.resource : `${resource.resource}/${resource.subresource}`;
  const scope = resource.namespaced === undefined ? 'unknown' : resource.namespaced ? 'namespaced' : 'cluster';
  return `${combined} in "${resource.group}", ${scope}`;
}

describe('a RESOURCE argument', () => {
  it.each(['pods', 'pod', 'po', 'Pod', 'PODS', 'pods.v1.', 'pods/'])('%s means pods', (argument) => {
    expect(resolved(argument)).toBe('pods in "", namespaced');
  });

  it.each(['deploy', 'deployment', 'Deployment', 'deployments.apps', 'deploy.apps', 'deployments.v1.apps', 'Deployment.v1beta1.apps'])(
    '%s means deployments.apps',
    (argument) => {
      expect(resolved(argument)).toBe('deployments in "apps", namespaced');
    },
  );

  it.each(['clusterroles', 'clusterroles.rbac.authorization.k8s.io', 'clusterroles.rbac', 'ClusterRole'])(
    '%s means clusterroles, whose group may be cut short',
    (argument) => {
      expect(resolved(argument)).toBe('clusterroles in "rbac.authorization.k8s.io", cluster');
    },
  );

  it.each([
    ['pods/log', 'pods/log in "", namespaced'],
    ['po/exec', 'pods/exec in "", namespaced'],
    ['deploy/scale', 'deployments/scale in "apps", namespaced'],
    ['deployments.apps/scale', 'deployments/scale in "apps", namespaced'],
    ['deployments/scale.apps', 'deployments/scale in "apps", namespaced'],
    ['namespaces/finalize', 'namespaces/finalize in "", cluster'],
  ])('%s means a subresource', (argument, meant) => {
    expect(resolved(argument)).toBe(meant);
  });

  it.each([
    ['users', 'users in "", cluster'],
    ['groups', 'groups in "", cluster'],
    ['users.authentication.k8s.io', 'users in "authentication.k8s.io", cluster'],
    ['uids', 'uids in "authentication.k8s.io", cluster'],
    ['userextras/scopes', 'userextras/scopes in "authentication.k8s.io", cluster'],
    ['userextras/scopes.authentication.k8s.io', 'userextras/scopes in "authentication.k8s.io", cluster'],
    ['userextras.authentication.k8s.io/clinic.example.com/ward', 'userextras/clinic.example.com/ward in "authentication.k8s.io", cluster'],
    ['signers.certificates.k8s.io', 'signers in "certificates.k8s.io", cluster'],
    ['nodes/metrics', 'nodes/metrics in "", cluster'],
    ['certificatesigningrequests/nodeclient', 'certificatesigningrequests/nodeclient in "certificates.k8s.io", cluster'],
    ['podsecuritypolicies', 'podsecuritypolicies in "policy", cluster'],
    ['pods.metrics.k8s.io', 'pods in "metrics.k8s.io", namespaced'],
  ])('%s is known to authorization alone', (argument, meant) => {
    expect(resolved(argument)).toBe(meant);
  });

  it.each([
    ['*', '* in "", unknown'],
    ['*.apps', '* in "apps", unknown'],
    ['*.*', '* in "*", unknown'],
    ['*/scale', '*/scale in "", unknown'],
  ])('%s is literal', (argument, meant) => {
    expect(resolved(argument)).toBe(meant);
  });
});

describe('a name that several groups have', () => {
  it('means the core group first, and the others are told', () => {
    expect(resolveResource(discovery, 'events')).toMatchObject({ resource: { group: '' }, alsoIn: ['events.k8s.io'] });
    expect(resolveResource(discovery, 'events.events.k8s.io')).toMatchObject({ resource: { group: 'events.k8s.io' }, alsoIn: [] });
  });

  it("means Kubernetes' own group before a custom one, whatever the order", () => {
    const crowded = withCustom({ group: 'config.example.com', resource: 'ingresses', singular: 'ingress', kind: 'Ingress' });
    expect(resolveResource(crowded, 'ingresses')).toMatchObject({
      resource: { group: 'networking.k8s.io' },
      alsoIn: ['config.example.com'],
    });
  });

  it('means networking.k8s.io before extensions, as an API server of 1.20 does', () => {
    expect(resolveResource(builtinDiscovery('1.20'), 'ing')).toMatchObject({
      resource: { group: 'networking.k8s.io' },
      alsoIn: ['extensions'],
    });
  });

  it('means a served resource before one for authorization alone', () => {
    const openshift = withCustom({ group: 'user.openshift.io', resource: 'users', singular: 'user', kind: 'User', namespaced: false });
    expect(resolved('users', openshift)).toBe('users in "user.openshift.io", cluster');
    expect(resolved('users.v1.', openshift)).toBe('users in "", cluster');
  });

  it('is a full name before it is a short name', () => {
    const shadowing = withCustom({ shortNames: ['pod', 'deploy'] });
    expect(resolved('pod', shadowing)).toBe('pods in "", namespaced');
    expect(resolveResource(shadowing, 'deploy')).toMatchObject({ resource: { group: 'apps' }, alsoIn: ['clinic.example.com'] });
  });

  it("takes an exact group before a group's beginning", () => {
    const two = withCustom({ group: 'clinic.example.community' }, {});
    expect(resolved('apt.clinic.example.com', two)).toBe('appointments in "clinic.example.com", namespaced');
    expect(resolved('apt.clinic.example.comm', two)).toBe('appointments in "clinic.example.community", namespaced');
  });
});

describe('what is written after the slash and is no subresource', () => {
  it.each([
    ['pods/web-0', 'pods', 'web-0'],
    ['deploy/checkout', 'deployments', 'checkout'],
    ['signers/kubernetes.io/kubelet-serving', 'signers', 'kubernetes.io/kubelet-serving'],
    ['pods/*', 'pods', '*'],
  ])('%s may be the name of an object', (argument, resource, name) => {
    expect(resolveResource(discovery, argument)).toMatchObject({ outcome: 'name', resource: { resource, subresource: '' }, name });
  });

  it('is so for custom resources, too', () => {
    expect(resolved('appointments/status', withCustom({}))).toBe('appointments/status in "clinic.example.com", namespaced');
    expect(resolved('appointments/scale', withCustom({}))).toBe('name');
  });
});

describe('an unknown resource', () => {
  it.each([
    ['deploymets', 'deployments.apps'],
    ['secrest', 'secrets'],
    ['netwrokpolicies', 'networkpolicies.networking.k8s.io'],
    ['roles.rbac.authorization.k8s.oi', 'roles.rbac.authorization.k8s.io'],
    ['Deploymnt', 'deployments.apps'],
    ['deployments.extensions', 'deployments.apps'],
    ['pods.apps', 'pods'],
  ])('%s: did you mean %s?', (argument, meant) => {
    expect(resolveResource(discovery, argument)).toMatchObject({ outcome: 'unknown', nearest: meant });
  });

  it.each(['appointments', 'services.serving.knative.dev', 'xy'])('%s is like nothing known', (argument) => {
    expect(resolveResource(discovery, argument)).toMatchObject({ outcome: 'unknown', nearest: undefined });
  });

  it('can be taken literally, and its scope is not assumed', () => {
    expect(resolveResource(discovery, 'Appointments.v1.clinic.example.com/status')).toEqual({
      outcome: 'unknown',
      resource: { group: 'clinic.example.com', resource: 'Appointments', subresource: 'status', namespaced: undefined },
      nearest: undefined,
    });
  });

  it('is unknown also if its name means something to JavaScript', () => {
    expect(resolveResource(discovery, '__proto__').outcome).toBe('unknown');
    expect(resolveResource(discovery, 'constructor').outcome).toBe('unknown');
  });
});
