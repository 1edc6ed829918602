import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Access } from '../../src/analyzer/access/access.ts';
import { bindingPattern, rolePattern, subjectPattern } from '../../src/facts/pattern.ts';
import { type Platform, platforms } from '../../src/facts/platform.ts';
import { platformGrants } from '../../src/facts/platform-grants.ts';
import { subjectKey } from '../../src/model/subject.ts';
import {
  accessTo,
  clusterRole,
  clusterRoleBinding,
  type KubernetesObject,
  type PolicyRule,
  role,
  roleBinding,
} from '../analyzer/snapshot.ts';

/** What is expected of the objects, as `BINDING: SUBJECT`. */
async function expectedIn(platform: Platform, objects: readonly KubernetesObject[]): Promise<string[]> {
  const access: Access = accessTo(objects);
  const makes = await platformGrants(platform);
  return access.bindings
    .filter(({ builtin }) => !builtin)
    .flatMap((binding) => {
      const bound = access.roleOf(binding);
      const link = bound ? { binding, role: bound } : { binding };
      return access
        .subjectsOf(binding)
        .filter((subject) => makes(link, subject))
        .map((subject) => `${binding.name}: ${subjectKey(subject).replaceAll('\u0000', ' ')}`);
    });
}

const getNodes: PolicyRule = { verbs: ['get'], apiGroups: [''], resources: ['nodes'] };
const getSecrets: PolicyRule = { verbs: ['get'], apiGroups: [''], resources: ['secrets'] };
const everything: PolicyRule = { verbs: ['*'], apiGroups: ['*'], resources: ['*'] };
const joining = 'group:system:bootstrappers:kubeadm:default-node-token';
const clusterInfo: PolicyRule = { verbs: ['get'], apiGroups: [''], resources: ['configmaps'], resourceNames: ['cluster-info'] };

describe('what kubeadm grants', () => {
  it('is expected by binding, role, subject and rules', async () => {
    const objects = [
      clusterRole('kubeadm:get-nodes', getNodes),
      clusterRoleBinding('kubeadm:get-nodes', 'ClusterRole/kubeadm:get-nodes', joining),
      clusterRoleBinding('kubeadm:cluster-admins', 'ClusterRole/cluster-admin', 'group:kubeadm:cluster-admins'),
      clusterRoleBinding('kubeadm:node-proxier', 'ClusterRole/system:node-proxier', 'sa:kube-system/kube-proxy'),
      role('kube-public', 'kubeadm:bootstrap-signer-clusterinfo', clusterInfo),
      roleBinding(
        'kube-public',
        'kubeadm:bootstrap-signer-clusterinfo',
        'Role/kubeadm:bootstrap-signer-clusterinfo',
        'user:system:anonymous',
      ),
    ];
    expect(await expectedIn('kubeadm', objects)).toEqual([
      'kubeadm:cluster-admins: Group  kubeadm:cluster-admins',
      'kubeadm:get-nodes: Group  system:bootstrappers:kubeadm:default-node-token',
      'kubeadm:node-proxier: ServiceAccount kube-system kube-proxy',
      'kubeadm:bootstrap-signer-clusterinfo: User  system:anonymous',
    ]);
  });

  it.each<[string, KubernetesObject[]]>([
    [
      'another subject',
      [
        clusterRole('kubeadm:get-nodes', getNodes),
        clusterRoleBinding('kubeadm:get-nodes', 'ClusterRole/kubeadm:get-nodes', 'user:mallory'),
      ],
    ],
    [
      'more rules',
      [
        clusterRole('kubeadm:get-nodes', getNodes, getSecrets),
        clusterRoleBinding('kubeadm:get-nodes', 'ClusterRole/kubeadm:get-nodes', joining),
      ],
    ],
    ['another role', [clusterRoleBinding('kubeadm:get-nodes', 'ClusterRole/cluster-admin', joining)]],
    [
      'a binding of another name',
      [clusterRole('kubeadm:get-nodes', getNodes), clusterRoleBinding('get-nodes', 'ClusterRole/kubeadm:get-nodes', joining)],
    ],
    [
      'another namespace',
      [
        role('shop', 'kube-proxy', { ...clusterInfo, resourceNames: ['kube-proxy'] }),
        roleBinding('shop', 'kube-proxy', 'Role/kube-proxy', joining),
      ],
    ],
    [
      'a default role that somebody changed',
      [
        clusterRole('system:node-proxier', getSecrets),
        clusterRoleBinding('kubeadm:node-proxier', 'ClusterRole/system:node-proxier', 'sa:kube-system/kube-proxy'),
      ],
    ],
    ['a role that is not there', [clusterRoleBinding('kubeadm:get-nodes', 'ClusterRole/kubeadm:get-nodes', joining)]],
  ])('is not expected with %s', async (_, objects) => {
    expect(await expectedIn('kubeadm', objects)).toEqual([]);
  });
});

describe('what a vendor grants', () => {
  it("is expected under the vendor's names, whatever it is but everything", async () => {
    const nodeManager = clusterRoleBinding('eks:node-manager', 'ClusterRole/eks:node-manager', 'user:eks:node-manager');
    expect(await expectedIn('eks', [clusterRole('eks:node-manager', getSecrets), nodeManager])).toEqual([
      'eks:node-manager: User  eks:node-manager',
    ]);
    expect(await expectedIn('eks', [clusterRole('eks:node-manager', everything), nodeManager])).toEqual([]);
  });

  it('is not expected of subjects that anybody could be', async () => {
    const bindings = ['user:mallory', 'group:system:authenticated', 'sa:shop/eks', 'sa:kube-system/mallory'].map((subject, index) =>
      clusterRoleBinding(`eks:${index}`, 'ClusterRole/eks:node-manager', subject),
    );
    expect(await expectedIn('eks', [clusterRole('eks:node-manager', getSecrets), ...bindings])).toEqual([]);
  });

  it('is not expected on another platform', async () => {
    const objects = [
      clusterRole('eks:node-manager', getNodes),
      clusterRoleBinding('eks:node-manager', 'ClusterRole/eks:node-manager', 'user:eks:node-manager'),
    ];
    for (const platform of platforms.filter((one) => one !== 'eks')) expect(await expectedIn(platform, objects)).toEqual([]);
  });

  it('is cluster-admin only where the vendor is known to bind it', async () => {
    const admin = (name: string, subject: string) => clusterRoleBinding(name, 'ClusterRole/cluster-admin', subject);
    expect(
      await expectedIn('eks', [admin('eks:addon-cluster-admin', 'user:eks:addon-manager'), admin('eks:other', 'user:eks:addon-manager')]),
    ).toEqual(['eks:addon-cluster-admin: User  eks:addon-manager']);
    expect(
      await expectedIn('aks', [
        admin('aks-cluster-admin-binding', 'user:clusterAdmin'),
        admin('aks-cluster-admin-binding-aad', 'group:our-admins'),
      ]),
    ).toEqual(['aks-cluster-admin-binding: User  clusterAdmin']);
  });

  it('may be given to the ServiceAccounts of the namespace that it is in', async () => {
    const puller = clusterRole('system:image-puller', {
      verbs: ['get'],
      apiGroups: ['image.openshift.io'],
      resources: ['imagestreams/layers'],
    });
    const bound = (group: string) => roleBinding('shop', 'system:image-pullers', 'ClusterRole/system:image-puller', `group:${group}`);
    expect(await expectedIn('openshift', [puller, bound('system:serviceaccounts:shop')])).toEqual([
      'system:image-pullers: Group  system:serviceaccounts:shop',
    ]);
    expect(await expectedIn('openshift', [puller, bound('system:serviceaccounts:clinic')])).toEqual([]);
  });

  it('may be an aggregated role, which others fill', async () => {
    const exporter = clusterRoleBinding('event-exporter-rb', 'ClusterRole/view', 'sa:kube-system/event-exporter-sa');
    expect(await expectedIn('gke', [exporter])).toEqual(['event-exporter-rb: ServiceAccount kube-system event-exporter-sa']);
  });
});

describe('bindings and roles that nobody holds', () => {
  it("are the platform's by name and rules", async () => {
    const makes = await platformGrants('kubeadm');
    const access = accessTo([
      clusterRole('kubeadm:get-nodes', getNodes),
      clusterRole('shop'),
      clusterRoleBinding('kubeadm:get-nodes', 'ClusterRole/kubeadm:get-nodes'),
    ]);
    const [binding] = access.bindings.filter(({ name }) => name === 'kubeadm:get-nodes');
    const [getNodesRole, shop] = ['kubeadm:get-nodes', 'shop'].map((name) => access.role({ kind: 'ClusterRole', name }));
    if (!binding || !getNodesRole || !shop) throw new Error('the objects are there');
    expect(makes({ binding, role: getNodesRole }, undefined)).toBe(true);
    expect(makes({ role: getNodesRole }, undefined)).toBe(true);
    expect(makes({ role: shop }, undefined)).toBe(false);
    const clusterAdmin = access.role({ kind: 'ClusterRole', name: 'cluster-admin' });
    if (!clusterAdmin) throw new Error('cluster-admin is a default');
    expect(makes({ role: clusterAdmin }, undefined)).toBe(false);
  });
});

interface Entry {
  binding: string;
  role: string;
  subjects: string[];
  rules?: string[][][];
}

/** Whoever is in these is anybody, or nearly so; in a namespace of their own, its owners are whom they like. */
const everybody = /^(?:user:system:anonymous|group:system:(?:authenticated|unauthenticated|serviceaccounts)\b.*|sa:\{namespace\}\/.*)$/;
/** Where vendors keep their own; customers can make nothing there without being admins. */
const vendorsNamespace = /^(?:kube-system|gmp-system|openshift-\*|openshift-infra)$/;

describe.each(platforms)('the data of %s', (platform) => {
  const text = readFileSync(join(import.meta.dirname, `../../src/facts/data/platforms/${platform}.json`), 'utf8');
  const entries: Entry[] = JSON.parse(text);

  it('is made of patterns', () => {
    for (const { binding, role: bound, subjects } of entries) {
      expect(binding).toMatch(bindingPattern);
      expect(bound).toMatch(rolePattern);
      expect(subjects).not.toEqual([]);
      for (const subject of subjects) expect(subject).toMatch(subjectPattern);
    }
  });

  it('names a role whose rules are known wherever everybody is given something', () => {
    const open = entries.filter(({ subjects, rules }) => !rules && subjects.some((subject) => everybody.test(subject)));
    expect(open).toEqual([]);
  });

  it('never takes a prefix of Kubernetes itself for the platform', () => {
    const names = entries.flatMap(({ binding, role: bound, subjects }) => [binding, bound, ...subjects]);
    expect(names.filter((name) => /[/:]system:\*$/.test(name) || /^(?:user|group):\*$/.test(name))).toEqual([]);
  });

  it("names ServiceAccounts in the platform's own namespaces only, where it does not know the rules", () => {
    const unknown = entries.filter(({ rules }) => !rules);
    const namespaces = unknown.flatMap(({ subjects }) => subjects.flatMap((subject) => /^sa:([^/]+)\//.exec(subject)?.[1] ?? []));
    expect(namespaces.filter((name) => !vendorsNamespace.test(name))).toEqual([]);
  });

  it('stands in order, each grant once', () => {
    const keys = entries.map(({ binding, role: bound }) => `${binding} ${bound}`);
    expect(keys).toEqual([...new Set(keys)].sort());
  });
});
