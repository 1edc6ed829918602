import { Escalation } from '../../../src/analyzer/escalation/escalation.ts';
import { parseSubject } from '../../../src/cli/subject.ts';
import type { AssembleOptions } from '../../../src/collector/assemble.ts';
import type { Goal, Stop } from '../../../src/model/path.ts';
import { subjectArgument } from '../../../src/model/subject.ts';
import { accessTo, type KubernetesObject, type PolicyRule } from '../snapshot.ts';

/** A whole cluster: nothing is there but what the test names. */
export const cluster: Partial<AssembleOptions> = { input: 'cluster' };

/** `create,update pods`, `get pods/exec`, `bind clusterroles.rbac.authorization.k8s.io [view edit]`, with names in brackets. */
export function may(text: string): PolicyRule {
  const [, verbs = '', resource = '', names] = /^(\S+) (\S+?)(?: \[(.*)\])?$/.exec(text) ?? [];
  const [head = '', subresource] = resource.split('/');
  const [plural = '', ...group] = head.split('.');
  return {
    verbs: verbs.split(','),
    apiGroups: [group.join('.')],
    resources: [subresource === undefined ? plural : `${plural}/${subresource}`],
    ...(names === undefined ? {} : { resourceNames: names.split(' ') }),
  };
}

/** The chain of a subject to a goal, one text per hop, such as `run-pods: sa:shop/till`; undefined where it does not get there. */
export function chain(
  objects: readonly KubernetesObject[],
  subject: string,
  goal: Goal = 'cluster-admin',
  options: Partial<AssembleOptions> = {},
): string[] | undefined {
  const [found] = new Escalation(accessTo(objects, options)).pathsOf(parseSubject(subject), [goal]);
  return found?.hops.map(({ kind, to }) => `${kind}: ${stopText(to)}`);
}

/** The goals that a subject reaches. */
export function reached(objects: readonly KubernetesObject[], subject: string, options: Partial<AssembleOptions> = {}): Goal[] {
  return new Escalation(accessTo(objects, options)).pathsOf(parseSubject(subject)).map(({ goal }) => goal);
}

function stopText(stop: Stop): string {
  switch (stop.kind) {
    case 'User':
    case 'Group':
    case 'ServiceAccount':
      return subjectArgument(stop);
    case 'ServiceAccounts':
      return `any of ${stop.namespace ?? '*'}`;
    case 'Everything':
      return `everything in ${stop.namespace ?? '*'}`;
    case 'Node':
      return `node ${stop.which}`;
    case 'Kubelet':
      return 'kubelet';
    case 'Goal':
      return stop.goal;
    default:
      return `${stop.kind}/${stop.name} in ${stop.scope}`;
  }
}

/** A namespace with a Pod Security level. */
export function guarded(name: string, level: string): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { 'pod-security.kubernetes.io/enforce': level } } };
}

/** A pod (or another workload) that runs as a ServiceAccount. */
export function runs(namespace: string, name: string, serviceAccountName: string, kind = 'Pod'): KubernetesObject {
  const spec = { serviceAccountName, containers: [{ name: 'main', image: 'registry.test/main:1' }] };
  if (kind === 'Pod') return { apiVersion: 'v1', kind, metadata: { namespace, name }, spec };
  return { apiVersion: 'apps/v1', kind, metadata: { namespace, name }, spec: { template: { spec } } };
}
