import { podCreators } from '../../facts/pod-creators.ts';
import { requestsFor, writeVerbs } from './requests.ts';

/** Requests that get pods of one's own making run: a pod, or what Kubernetes itself makes pods after. */
export const podMakers = [
  ...requestsFor('create', '', 'pods'),
  ...podCreators
    .filter(({ product }) => product === 'Kubernetes')
    .flatMap(({ group, resource }) => requestsFor(writeVerbs, group, resource)),
];
