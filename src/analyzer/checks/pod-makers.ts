import { requestsFor, writeVerbs } from './requests.ts';

/** Requests that get pods of one's own making run: a pod, or what makes pods after a template. */
export const podMakers = [
  ...requestsFor('create', '', 'pods'),
  ...requestsFor(writeVerbs, '', 'replicationcontrollers'),
  ...requestsFor(writeVerbs, 'apps', 'deployments', 'daemonsets', 'statefulsets', 'replicasets'),
  ...requestsFor(writeVerbs, 'batch', 'jobs', 'cronjobs'),
];
