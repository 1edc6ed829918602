import { describe, expect, it } from 'vitest';
import {
  builtinDiscovery,
  builtinVersions,
  defaultBindings,
  defaultRoles,
  isBefore,
  isKubernetesVersion,
} from '../../src/facts/kubernetes.ts';
import { findResource } from '../../src/facts/served.ts';
import { bindingKey } from '../../src/model/binding.ts';
import { byCodeUnit } from '../../src/model/order.ts';
import { roleKey } from '../../src/model/role.ts';

function subresources(version: string, group: string, resource: string): Map<string, readonly string[]> {
  return new Map(findResource(builtinDiscovery(version), group, resource)?.subresources.map(({ name, verbs }) => [name, verbs]));
}

function clusterRole(version: string, name: string) {
  return defaultRoles(version).find((role) => role.kind === 'ClusterRole' && role.name === name);
}

function clusterScoped(version: string): string[] {
  return builtinDiscovery(version)
    .resources.filter(({ namespaced }) => !namespaced)
    .map(({ resource }) => resource)
    .sort(byCodeUnit);
}

describe('which built-in version stands for a Kubernetes version', () => {
  it.each([
    [undefined, '1.36'],
    ['1.36', '1.36'],
    ['v1.36.2', '1.36'],
    ['1.40', '1.36'],
    ['v1.35.9-eks-508b6b3', '1.36'],
    ['1.28', '1.36'],
    ['1.27', '1.20'],
    ['1.20+', '1.20'],
    ['1.9', '1.20'],
    ['no version', '1.36'],
  ])('%s is answered by %s', (asked, taken) => {
    expect(builtinDiscovery(asked).version).toBe(taken);
  });

  it('lists the versions, oldest first', () => {
    expect(builtinVersions).toEqual(['1.20', '1.36']);
  });

  it.each(['1.30', 'v1.29.1-gke.1589018', '1.20+'])('takes %s for a version', (version) => {
    expect(isKubernetesVersion(version)).toBe(true);
  });

  it.each(['', '1', 'latest', '1.x', 'v1.3000'])('does not take %j for a version', (version) => {
    expect(isKubernetesVersion(version)).toBe(false);
  });

  it.each([
    ['1.9', '1.35', true],
    ['v1.34.9-eks-508b6b3', '1.35', true],
    ['v1.35.0', '1.35', false],
    ['2.0', '1.35', false],
    ['latest', '1.35', undefined],
    ['', '1.35', undefined],
  ])('says whether %j is before %s: %s', (version, other, before) => {
    expect(isBefore(version, other)).toBe(before);
  });
});

describe('built-in discovery', () => {
  it.each([
    ['1.20', 56, 40, 21],
    ['1.36', 75, 50, 23],
  ])('of %s has %i resources, %i subresources, %i groups', (version, resources, subresourceCount, groups) => {
    const discovery = builtinDiscovery(version);
    expect(discovery.resources).toHaveLength(resources);
    expect(discovery.resources.flatMap((resource) => resource.subresources)).toHaveLength(subresourceCount);
    expect(new Set(discovery.resources.map(({ group }) => group)).size).toBe(groups);
  });

  it('does not claim to be complete, because CRDs and aggregated APIs add to it', () => {
    expect(builtinDiscovery().complete).toBe(false);
  });

  it.each(builtinVersions)('of %s names each resource once, with verbs, kind and singular', (version) => {
    const { resources } = builtinDiscovery(version);
    expect(new Set(resources.map(({ group, resource }) => `${group}/${resource}`)).size).toBe(resources.length);
    for (const { kind, singular, verbs, subresources: own } of resources) {
      expect(kind).toMatch(/^[A-Z][A-Za-z]+$/);
      expect(singular).toBe(kind.toLowerCase());
      for (const verb of [...verbs, ...own.flatMap((one) => one.verbs)]) {
        expect(['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch']).toContain(verb);
      }
    }
  });

  it('knows what belongs to a resource', () => {
    expect(findResource(builtinDiscovery(), 'apps', 'deployments')).toEqual({
      group: 'apps',
      resource: 'deployments',
      kind: 'Deployment',
      namespaced: true,
      verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
      singular: 'deployment',
      shortNames: ['deploy'],
      subresources: [
        { name: 'scale', verbs: ['get', 'patch', 'update'] },
        { name: 'status', verbs: ['get', 'patch', 'update'] },
      ],
    });
  });

  it.each(builtinVersions)('of %s has the subresources that give power over pods and tokens', (version) => {
    const pods = subresources(version, '', 'pods');
    expect(pods.get('exec')).toEqual(['create', 'get']);
    expect(pods.get('log')).toEqual(['get']);
    expect(subresources(version, '', 'serviceaccounts').get('token')).toEqual(['create']);
    expect(subresources(version, 'certificates.k8s.io', 'certificatesigningrequests').has('approval')).toBe(true);
  });

  it('has what a version alone has', () => {
    expect(findResource(builtinDiscovery('1.20'), 'policy', 'podsecuritypolicies')?.namespaced).toBe(false);
    expect(findResource(builtinDiscovery('1.36'), 'policy', 'podsecuritypolicies')).toBeUndefined();
    expect(findResource(builtinDiscovery('1.20'), 'admissionregistration.k8s.io', 'validatingadmissionpolicies')).toBeUndefined();
    expect(findResource(builtinDiscovery('1.36'), 'admissionregistration.k8s.io', 'validatingadmissionpolicies')).toBeDefined();
    expect(subresources('1.20', '', 'pods').has('ephemeralcontainers')).toBe(false);
    expect(subresources('1.36', '', 'pods').has('ephemeralcontainers')).toBe(true);
  });

  it('has what only a version that is not preferred serves', () => {
    expect(findResource(builtinDiscovery('1.20'), 'batch', 'cronjobs')?.shortNames).toEqual(['cj']);
    expect(findResource(builtinDiscovery('1.36'), 'coordination.k8s.io', 'leasecandidates')).toBeDefined();
  });

  it('leaves out what the development tree alone has', () => {
    const { resources } = builtinDiscovery('1.36');
    expect(resources.some(({ group }) => group === 'lifecycle.k8s.io')).toBe(false);
    expect(resources.map(({ resource }) => resource)).not.toContain('compositepodgroups');
    expect(resources.map(({ resource }) => resource)).not.toContain('resourcepoolstatusrequests');
  });

  it('knows which resources of 1.36 are cluster-scoped', () => {
    expect(clusterScoped('1.36')).toEqual([
      'apiservices',
      'certificatesigningrequests',
      'clusterrolebindings',
      'clusterroles',
      'clustertrustbundles',
      'componentstatuses',
      'csidrivers',
      'csinodes',
      'customresourcedefinitions',
      'deviceclasses',
      'devicetaintrules',
      'flowschemas',
      'ingressclasses',
      'ipaddresses',
      'mutatingadmissionpolicies',
      'mutatingadmissionpolicybindings',
      'mutatingwebhookconfigurations',
      'namespaces',
      'nodes',
      'persistentvolumes',
      'priorityclasses',
      'prioritylevelconfigurations',
      'resourceslices',
      'runtimeclasses',
      'selfsubjectaccessreviews',
      'selfsubjectreviews',
      'selfsubjectrulesreviews',
      'servicecidrs',
      'storageclasses',
      'storageversionmigrations',
      'storageversions',
      'subjectaccessreviews',
      'tokenreviews',
      'validatingadmissionpolicies',
      'validatingadmissionpolicybindings',
      'validatingwebhookconfigurations',
      'volumeattachments',
      'volumeattributesclasses',
    ]);
  });

  it('knows which resources of 1.20 are cluster-scoped and no longer are so today', () => {
    const today = new Set(clusterScoped('1.36'));
    expect(clusterScoped('1.20').filter((resource) => !today.has(resource))).toEqual(['podsecuritypolicies']);
  });
});

describe('default roles and bindings', () => {
  it.each([
    ['1.20', { ClusterRole: 60, Role: 7 }, { ClusterRoleBinding: 41, RoleBinding: 7 }],
    ['1.36', { ClusterRole: 73, Role: 7 }, { ClusterRoleBinding: 54, RoleBinding: 7 }],
  ])('of %s are %o and %o', (version, roles, bindings) => {
    expect(countByKind(defaultRoles(version))).toEqual(roles);
    expect(countByKind(defaultBindings(version))).toEqual(bindings);
  });

  it.each(builtinVersions)('of %s are sorted by key, each once', (version) => {
    const roles = defaultRoles(version).map(roleKey);
    const bindings = defaultBindings(version).map(bindingKey);
    expect(roles).toEqual([...new Set(roles)].sort(byCodeUnit));
    expect(bindings).toEqual([...new Set(bindings)].sort(byCodeUnit));
  });

  it('gives cluster-admin everything', () => {
    expect(clusterRole('1.36', 'cluster-admin')).toEqual({
      kind: 'ClusterRole',
      name: 'cluster-admin',
      labels: new Map([['kubernetes.io/bootstrapping', 'rbac-defaults']]),
      annotations: new Map([['rbac.authorization.kubernetes.io/autoupdate', 'true']]),
      rules: [
        { index: 0, verbs: ['*'], apiGroups: ['*'], resources: ['*'], resourceNames: [], nonResourceURLs: [] },
        { index: 1, verbs: ['*'], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: ['*'] },
      ],
      origins: [],
      builtin: true,
    });
  });

  it('binds the default service account of a controller', () => {
    expect(defaultBindings('1.20').find(({ name }) => name === 'system:controller:job-controller')).toMatchObject({
      kind: 'ClusterRoleBinding',
      subjects: [{ kind: 'ServiceAccount', namespace: 'kube-system', name: 'job-controller' }],
      roleRef: { kind: 'ClusterRole', name: 'system:controller:job-controller' },
      builtin: true,
    });
  });

  it('puts namespaced defaults into their namespace', () => {
    const inKubePublic = defaultBindings().filter(({ namespace }) => namespace === 'kube-public');
    expect(inKubePublic).toMatchObject([
      {
        kind: 'RoleBinding',
        name: 'system:controller:bootstrap-signer',
        subjects: [{ kind: 'ServiceAccount', namespace: 'kube-system', name: 'bootstrap-signer' }],
        roleRef: { kind: 'Role', name: 'system:controller:bootstrap-signer' },
      },
    ]);
  });

  it('binds system:node to nobody, since the Node authorizer took over', () => {
    expect(defaultBindings().find(({ name }) => name === 'system:node')?.subjects).toEqual([]);
  });

  it.each(builtinVersions)('of %s refer to roles that exist', (version) => {
    const roles = new Set(defaultRoles(version).map(roleKey));
    for (const { namespace, roleRef } of defaultBindings(version)) {
      expect(roles).toContain(
        roleRef.kind === 'Role' && namespace !== undefined
          ? roleKey({ kind: 'Role', namespace, name: roleRef.name })
          : roleKey({ kind: 'ClusterRole', name: roleRef.name }),
      );
    }
  });

  it.each(builtinVersions)('of %s aggregate view into edit into admin', (version) => {
    for (const name of ['admin', 'edit', 'view']) {
      const label = `rbac.authorization.k8s.io/aggregate-to-${name}`;
      expect(clusterRole(version, name)?.aggregation).toEqual([{ matchLabels: new Map([[label, 'true']]), matchExpressions: [] }]);
      expect(clusterRole(version, name)?.rules).toEqual([]);
      expect(clusterRole(version, `system:aggregate-to-${name}`)?.labels.get(label)).toBe('true');
    }
    expect(clusterRole(version, 'edit')?.labels.has('rbac.authorization.k8s.io/aggregate-to-admin')).toBe(true);
    expect(clusterRole(version, 'view')?.labels.has('rbac.authorization.k8s.io/aggregate-to-edit')).toBe(true);
  });

  it('of 1.36 let edit make tokens, which edit of 1.20 could not', () => {
    const tokens = (version: string) =>
      clusterRole(version, 'system:aggregate-to-edit')?.rules.filter(
        ({ verbs, resources }) => resources.includes('serviceaccounts/token') && verbs.includes('create'),
      );
    expect(tokens('1.36')).toHaveLength(1);
    expect(tokens('1.20')).toHaveLength(0);
  });

  it('keep Secrets out of view', () => {
    const resources = clusterRole('1.36', 'system:aggregate-to-view')?.rules.flatMap((rule) => rule.resources);
    expect(resources).toContain('configmaps');
    expect(resources).not.toContain('secrets');
  });
});

function countByKind(objects: readonly { kind: string }[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(objects, ({ kind }) => kind)].map(([kind, all]) => [kind, all.length]));
}
