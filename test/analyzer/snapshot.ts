import type { Access } from '../../src/analyzer/access/access.ts';
import { buildAccess } from '../../src/analyzer/access/build.ts';
import { admit } from '../../src/collector/admit/admit.ts';
import { nothingAdmitted } from '../../src/collector/admit/admitted.ts';
import { type AssembleOptions, assemble } from '../../src/collector/assemble.ts';
import { readManifests } from '../../src/collector/manifests.ts';

/** A Kubernetes object as a manifest has it. */
export type KubernetesObject = Record<string, unknown>;

export interface PolicyRule {
  verbs?: readonly string[];
  apiGroups?: readonly string[];
  resources?: readonly string[];
  resourceNames?: readonly string[];
  nonResourceURLs?: readonly string[];
}

type Options = Partial<AssembleOptions>;

/** Access to what the given objects grant, with Kubernetes' defaults unless `input: 'cluster'` says that they are all there is. */
export function accessTo(objects: readonly KubernetesObject[], options: Options = {}): Access {
  const admitted = nothingAdmitted();
  for (const object of objects) admit(object, { source: 'test', origin: undefined }, 'default', admitted);
  if (admitted.gaps.length > 0) throw new Error(admitted.gaps.map((gap) => gap.message).join('\n'));
  return buildAccess(assemble(admitted, { sources: ['test'], ...options }));
}

/** Access to what the manifests at a path grant. */
export function accessToFile(path: string, options: Options = {}): Access {
  const admitted = readManifests({ paths: [path], recursive: true, exclude: [], defaultNamespace: 'default' });
  if (admitted.gaps.length > 0) throw new Error(admitted.gaps.map((gap) => gap.message).join('\n'));
  return buildAccess(assemble(admitted, { sources: [path], ...options }));
}

export function clusterRole(name: string, ...rules: PolicyRule[]): KubernetesObject {
  return { ...rbac('ClusterRole'), metadata: { name }, rules };
}

export function role(namespace: string, name: string, ...rules: PolicyRule[]): KubernetesObject {
  return { ...rbac('Role'), metadata: { namespace, name }, rules };
}

/** `to` is `KIND/NAME`, subjects are written as on the command line. */
export function clusterRoleBinding(name: string, to: string, ...subjects: string[]): KubernetesObject {
  return { ...rbac('ClusterRoleBinding'), metadata: { name }, roleRef: roleRef(to), subjects: subjects.map(subject) };
}

export function roleBinding(namespace: string, name: string, to: string, ...subjects: string[]): KubernetesObject {
  return { ...rbac('RoleBinding'), metadata: { namespace, name }, roleRef: roleRef(to), subjects: subjects.map(subject) };
}

export function serviceAccount(namespace: string, name: string): KubernetesObject {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace, name } };
}

export function namespace(name: string): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}

function rbac(kind: string): KubernetesObject {
  return { apiVersion: 'rbac.authorization.k8s.io/v1', kind };
}

function roleRef(to: string): KubernetesObject {
  const [kind, name] = cut(to, '/');
  return { apiGroup: 'rbac.authorization.k8s.io', kind, name };
}

function subject(text: string): KubernetesObject {
  const [kind, name] = cut(text, ':');
  if (kind === 'user') return { apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name };
  if (kind === 'group') return { apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name };
  const [accountNamespace, accountName] = cut(name, '/');
  return { kind: 'ServiceAccount', namespace: accountNamespace, name: accountName };
}

function cut(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return [text.slice(0, at), text.slice(at + 1)];
}
