import { fieldAt, isFields, textAt } from '../fields.ts';
import type { Candidate } from './candidate.ts';

const template = ['spec', 'template', 'spec'];

/** Where the pod spec stands in each kind that has one, by `group/Kind`. */
const podTemplates: ReadonlyMap<string, readonly string[]> = new Map([
  ['/Pod', ['spec']],
  ['/ReplicationController', template],
  ['apps/Deployment', template],
  ['apps/DaemonSet', template],
  ['apps/StatefulSet', template],
  ['apps/ReplicaSet', template],
  ['extensions/Deployment', template],
  ['extensions/DaemonSet', template],
  ['extensions/ReplicaSet', template],
  ['batch/Job', template],
  ['batch/CronJob', ['spec', 'jobTemplate', ...template]],
]);

export function hasPodTemplate(group: string, kind: string): boolean {
  return podTemplates.has(`${group}/${kind}`);
}

/** Takes as much of a workload as tells which ServiceAccount its pods run as; one without a pod spec runs no pods. */
export function admitWorkload(candidate: Candidate, group: string, kind: string): void {
  const object = candidate.metadata(kind, true);
  const spec = fieldAt(candidate.fields, ...(podTemplates.get(`${group}/${kind}`) ?? []));
  if (!object || !isFields(spec)) return;
  // `serviceAccount` is the old name of the field; admission fills in `default` where neither is given.
  const serviceAccount = textAt(spec, 'serviceAccountName') ?? textAt(spec, 'serviceAccount') ?? 'default';
  const { names, origins } = object;
  const workload = { kind, namespace: names.namespace ?? '', name: names.name, serviceAccount, origins };
  const automount = spec.automountServiceAccountToken;
  candidate.admitted.workloads.push(typeof automount === 'boolean' ? { ...workload, automountToken: automount } : workload);
}
