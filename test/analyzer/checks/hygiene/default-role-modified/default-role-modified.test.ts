import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { runChecks } from '../../../../../src/analyzer/checks/index.ts';
import { builtinVersions, defaultBindings, defaultRoles } from '../../../../../src/facts/kubernetes.ts';
import type { Finding } from '../../../../../src/model/finding.ts';
import { accessTo, clusterRole, clusterRoleBinding, type KubernetesObject, type PolicyRule, role, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn, way } from '../../judge.ts';

const check = 'default-role-modified';
const autoupdate = 'rbac.authorization.kubernetes.io/autoupdate';

/** The object with an annotation that keeps the API server from repairing it. */
function pinned(object: KubernetesObject): KubernetesObject {
  return { ...object, metadata: { ...Object(object.metadata), annotations: { [autoupdate]: 'false' } } };
}

function rulesOf(name: string, version?: string): PolicyRule[] {
  const found = defaultRoles(version).find((one) => one.name === name);
  if (!found) throw new Error(`no default role ${name}`);
  return found.rules.map(({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }) => {
    return {
      verbs: [...verbs],
      apiGroups: [...apiGroups],
      resources: [...resources],
      resourceNames: [...resourceNames],
      nonResourceURLs: [...nonResourceURLs],
    };
  });
}

const getSecrets: PolicyRule = { verbs: ['get'], apiGroups: [''], resources: ['secrets'] };
const nodeProxier = (...more: PolicyRule[]) => clusterRole('system:node-proxier', ...rulesOf('system:node-proxier'), ...more);

/** Title, severity and why, of what is found. */
function said({ title, severity, detail }: Finding): [string, string, string] {
  return [severity, title, detail];
}

describe(check, () => {
  it("finds what was added to Kubernetes' own roles and bindings", () => {
    expect(titlesIn(check, 'fires')).toEqual([
      "ClusterRole system:basic-user grants more than Kubernetes' own",
      "User mallory was added to Kubernetes' own ClusterRoleBinding system:kube-scheduler",
    ]);
  });

  it('passes over roles and bindings as Kubernetes makes them, and over all others', () => {
    expect(titlesIn(check, 'quiet')).toEqual([]);
  });
});

describe('a default role', () => {
  it('that grants more is medium, with the rules that do so', () => {
    const found = findingOf(check, [nodeProxier(getSecrets)]);
    expect(said(found)).toEqual([
      'medium',
      "ClusterRole system:node-proxier grants more than Kubernetes' own",
      'No known version of Kubernetes has in it: get secrets.',
    ]);
    expect(found.evidence).toEqual([
      { role: { kind: 'ClusterRole', name: 'system:node-proxier' }, rule: rulesOf('system:node-proxier').length },
    ]);
  });

  it('that lost its limit to names grants more', () => {
    const locking: PolicyRule = { verbs: ['get', 'update'], apiGroups: [''], resources: ['configmaps'] };
    const name = 'system::leader-locking-kube-scheduler';
    expect(findingsOf(check, [role('kube-system', name, { ...locking, resourceNames: ['kube-scheduler'] })])).toEqual([]);
    expect(findingOf(check, [role('kube-system', name, locking)]).severity).toBe('medium');
  });

  it('that grants less is low: nobody gains by it', () => {
    expect(said(findingOf(check, [clusterRole('system:node-proxier')]))).toEqual([
      'low',
      "ClusterRole system:node-proxier grants less than Kubernetes' own",
      expect.stringMatching(/^Every known version of Kubernetes has in it, but not this one: /),
    ]);
  });

  it('that is kept from being repaired is medium, also where it differs in nothing', () => {
    expect(findingOf(check, [pinned(nodeProxier())])).toMatchObject({
      severity: 'medium',
      title: 'ClusterRole system:node-proxier is kept from being repaired',
    });
    expect(findingOf(check, [pinned(clusterRole('system:node-proxier'))]).severity).toBe('medium');
  });

  it('that aggregates other roles differs', () => {
    const selector = { clusterRoleSelectors: [{ matchLabels: { 'shop.example/aggregate': 'true' } }] };
    const view = { ...clusterRole('view'), aggregationRule: selector };
    expect(findingOf(check, [view]).title).toBe("ClusterRole view aggregates other roles than Kubernetes' own does");
    expect(findingOf(check, [clusterRole('view', getSecrets)]).title).toBe(
      "ClusterRole view aggregates other roles than Kubernetes' own does",
    );
  });

  it('of a namespace is none in another one, nor a ClusterRole of that name', () => {
    const name = 'extension-apiserver-authentication-reader';
    expect(findingsOf(check, [role('kube-system', name, getSecrets)])).toHaveLength(1);
    expect(findingsOf(check, [role('shop', name, getSecrets), clusterRole(name, getSecrets)])).toEqual([]);
  });

  it('of which two versions differ may be as in either, or between them', () => {
    const name = 'system:aggregate-to-edit';
    const [old, latest] = builtinVersions.map((version) => rulesOf(name, version));
    const label = { 'rbac.authorization.k8s.io/aggregate-to-edit': 'true' };
    const between = [...(old ?? []), ...(latest ?? [])];
    for (const rules of [old ?? [], latest ?? [], between]) {
      const object = { ...clusterRole(name, ...rules), metadata: { name, labels: label } };
      expect(findingsOf(check, [object])).toEqual([]);
    }
  });
});

describe('a default binding', () => {
  it('with another subject is a finding about that subject', () => {
    const found = findingOf(check, [
      clusterRoleBinding('system:node-proxier', 'ClusterRole/system:node-proxier', 'user:system:kube-proxy', 'group:interns'),
    ]);
    expect(found).toMatchObject({ severity: 'medium', subject: { kind: 'Group', name: 'interns' }, scope: '*' });
    expect(found.evidence).toEqual([
      { binding: { kind: 'ClusterRoleBinding', name: 'system:node-proxier' }, role: { kind: 'ClusterRole', name: 'system:node-proxier' } },
    ]);
  });

  it('cluster-admin with another subject is critical, and read as cluster-admin-binding', () => {
    const bound = [clusterRoleBinding('cluster-admin', 'ClusterRole/cluster-admin', 'group:system:masters', 'user:mallory')];
    const found = findingOf(check, bound);
    expect([found.severity, ...way(found)]).toEqual(['critical', 'cluster-admin: medium -> critical']);
    const admin = findingOf('cluster-admin-binding', bound);
    expect(admin.implied).toContain(found.id);
  });

  it('of a namespace counts with its namespace', () => {
    const bind = (namespace: string) => [
      roleBinding(
        namespace,
        'system:controller:token-cleaner',
        'Role/system:controller:token-cleaner',
        'sa:kube-system/token-cleaner',
        'user:mallory',
      ),
    ];
    expect(findingsOf(check, bind('kube-system')).map(({ scope }) => scope)).toEqual(['kube-system']);
    expect(findingsOf(check, bind('shop'))).toEqual([]);
  });

  it('to another role is a finding about the binding, whoever is in it', () => {
    const found = findingsOf(check, [
      clusterRoleBinding('system:discovery', 'ClusterRole/cluster-admin', 'group:system:authenticated', 'user:mallory'),
    ]);
    expect(found.map(said)).toEqual([
      [
        'medium',
        "ClusterRoleBinding system:discovery binds ClusterRole/cluster-admin, which Kubernetes' own does not",
        'Known versions bind ClusterRole/system:discovery.',
      ],
    ]);
  });

  it('from which everybody was taken is hardened', () => {
    const viewer = clusterRoleBinding('system:public-info-viewer', 'ClusterRole/system:public-info-viewer', 'group:system:authenticated');
    for (const object of [viewer, pinned(viewer)])
      expect(findingOf(check, [object])).toMatchObject({
        severity: 'info',
        title: "ClusterRoleBinding system:public-info-viewer leaves out subjects of Kubernetes' own",
      });
  });

  it('from which somebody else was taken is low', () => {
    const scheduler = clusterRoleBinding('system:kube-scheduler', 'ClusterRole/system:kube-scheduler');
    expect(said(findingOf(check, [scheduler]))).toEqual([
      'low',
      "ClusterRoleBinding system:kube-scheduler leaves out subjects of Kubernetes' own",
      'Not in it: User system:kube-scheduler.',
    ]);
    expect(findingOf(check, [pinned(scheduler)]).severity).toBe('medium');
  });

  it('may name its ServiceAccount as a user', () => {
    const user = 'user:system:serviceaccount:kube-system:job-controller';
    expect(
      findingsOf(check, [clusterRoleBinding('system:controller:job-controller', 'ClusterRole/system:controller:job-controller', user)]),
    ).toEqual([]);
  });
});

describe('a cluster', () => {
  it.each(builtinVersions)('as Kubernetes %s makes it is not modified', (version) => {
    const objects = [...defaultRoles(version), ...defaultBindings(version)].map(asObject);
    expect(findingsOf(check, objects, { input: 'cluster' })).toEqual([]);
  });

  it('as a server was seen to make it is not modified', ({ skip }) => {
    const dump = '../shared/oracle/real/cluster.json.gz';
    skip(!existsSync(dump), 'needs ../shared/oracle/real');
    const { items }: { items: KubernetesObject[] } = JSON.parse(gunzipSync(readFileSync(dump)).toString());
    const { findings } = runChecks(accessTo(items, { input: 'cluster' }));
    expect(findings.filter((finding) => finding.check === check).map(({ title }) => title)).toEqual([]);
  });
});

/** A default role or binding as an API server writes it. */
function asObject(object: object): KubernetesObject {
  const { kind, namespace, name, labels, annotations, aggregation, rules, roleRef, subjects } = Object(object);
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind,
    metadata: { namespace, name, labels: Object.fromEntries(labels), annotations: Object.fromEntries(annotations) },
    ...(rules && { rules: rules.map(({ index: _, ...rule }: { index: number }) => rule) }),
    ...(aggregation && {
      aggregationRule: {
        clusterRoleSelectors: aggregation.map(({ matchLabels }: { matchLabels: Map<string, string> }) => ({
          matchLabels: Object.fromEntries(matchLabels),
        })),
      },
    }),
    ...(roleRef && { roleRef, subjects }),
  };
}
