import type { Manifest } from './seed.ts';

const rbac = 'rbac.authorization.k8s.io';
const meta = (name: string, namespace?: string) => (namespace === undefined ? { name } : { name, namespace });

function role(kind: 'Role' | 'ClusterRole', name: string, rules: object[], namespace?: string): Manifest {
  return { apiVersion: `${rbac}/v1`, kind, metadata: meta(name, namespace), rules };
}

/** A RoleBinding where there is a namespace, else a ClusterRoleBinding. `to` is a role of the kind and name before the slash and after it. */
export function binding(name: string, to: `${'Role' | 'ClusterRole'}/${string}`, subjects: object[], namespace?: string): Manifest {
  const [kind, roleName] = to.split('/');
  const roleRef = { apiGroup: rbac, kind, name: roleName };
  const kindOfBinding = namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding';
  return { apiVersion: `${rbac}/v1`, kind: kindOfBinding, metadata: meta(name, namespace), roleRef, subjects };
}

export const user = (name: string) => ({ kind: 'User', apiGroup: rbac, name });
export const group = (name: string) => ({ kind: 'Group', apiGroup: rbac, name });

const podSpec = { serviceAccountName: 'frontend', containers: [{ name: 'web', image: 'registry.clinic.test/web:1' }] };
const template = { metadata: { labels: { app: 'web' } }, spec: podSpec };
const selector = { matchLabels: { app: 'web' } };
const job = { template: { spec: { ...podSpec, restartPolicy: 'Never' } } };

function workload(apiVersion: string, kind: string, spec: object): Manifest {
  return { apiVersion, kind, metadata: meta(`web-${kind.toLowerCase()}`, 'triage'), spec };
}

/** A small clinic: one of every kind that is read, and a binding to a role that does not exist. */
export function clinic(cronJobVersion: string): Manifest[] {
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: meta('triage') },
    { apiVersion: 'v1', kind: 'Namespace', metadata: meta('surgery') },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: meta('frontend', 'triage') },
    {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: meta('beds.clinic.test'),
      spec: {
        group: 'clinic.test',
        scope: 'Namespaced',
        names: { plural: 'beds', singular: 'bed', kind: 'Bed', shortNames: ['bd'] },
        versions: [
          { name: 'v1', served: true, storage: true, subresources: { status: {} }, schema: { openAPIV3Schema: { type: 'object' } } },
        ],
      },
    },
    role('Role', 'reader', [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }], 'triage'),
    role('ClusterRole', 'bed-admin', [{ apiGroups: ['clinic.test'], resources: ['beds', 'beds/status'], verbs: ['*'] }]),
    binding('frontend-reads', 'Role/reader', [{ kind: 'ServiceAccount', name: 'frontend', namespace: 'triage' }], 'triage'),
    binding('nurses-manage-beds', 'ClusterRole/bed-admin', [group('nurses')]),
    binding('left-over', 'Role/gone', [user('jane')], 'surgery'),
    workload('v1', 'Pod', podSpec),
    workload('v1', 'ReplicationController', { selector: { app: 'web' }, template }),
    workload('apps/v1', 'DaemonSet', { selector, template }),
    workload('apps/v1', 'Deployment', { selector, template }),
    workload('apps/v1', 'ReplicaSet', { selector, template }),
    workload('apps/v1', 'StatefulSet', { selector, template, serviceName: 'web' }),
    workload('batch/v1', 'Job', job),
    workload(cronJobVersion, 'CronJob', { schedule: '0 4 * * *', jobTemplate: { spec: job } }),
  ];
}
