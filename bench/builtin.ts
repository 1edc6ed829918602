import type { BindingObject, PolicyRule, RoleObject } from './objects.ts';

/**
 * The few of Kubernetes' own roles and bindings that a synthetic cluster holds, in short: enough to count as a whole cluster
 * (`cluster-admin` and `system:discovery`) and to have the roles that people bind most. New objects at each call.
 */
export function builtinObjects(): (RoleObject | BindingObject)[] {
  return [
    role('cluster-admin', [
      { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
      { verbs: ['*'], nonResourceURLs: ['*'] },
    ]),
    role('admin', [
      ...viewRules(),
      ...editRules(),
      { verbs: write(), apiGroups: ['rbac.authorization.k8s.io'], resources: ['roles', 'rolebindings'] },
    ]),
    role('edit', [...viewRules(), ...editRules()]),
    role('view', viewRules()),
    role('system:discovery', [{ verbs: ['get'], nonResourceURLs: ['/api', '/api/*', '/apis', '/apis/*', '/version'] }]),
    binding('cluster-admin', 'system:masters'),
    binding('system:discovery', 'system:authenticated'),
  ];
}

function viewRules(): PolicyRule[] {
  return [
    { verbs: ['get', 'list', 'watch'], apiGroups: [''], resources: ['configmaps', 'pods', 'pods/log', 'services'] },
    { verbs: ['get', 'list', 'watch'], apiGroups: ['apps'], resources: ['deployments', 'statefulsets'] },
  ];
}

function editRules(): PolicyRule[] {
  return [
    { verbs: ['get', 'list', 'watch'], apiGroups: [''], resources: ['secrets', 'pods/exec'] },
    { verbs: write(), apiGroups: [''], resources: ['configmaps', 'pods', 'secrets', 'services'] },
    { verbs: write(), apiGroups: ['apps'], resources: ['deployments', 'statefulsets'] },
  ];
}

function write(): string[] {
  return ['create', 'delete', 'patch', 'update'];
}

function role(name: string, rules: PolicyRule[]): RoleObject {
  return { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name }, rules };
}

function binding(role: string, group: string): BindingObject {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: role },
    subjects: [{ kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: group }],
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
  };
}
