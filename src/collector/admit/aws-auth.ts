import { parseEmbedded } from '../documents.ts';
import { fieldAt, isFields, textAt, textsAt } from '../fields.ts';
import type { Candidate } from './candidate.ts';

/** The lists of the ConfigMap, each a text that is YAML or JSON itself, and how an entry says who it is about. */
const lists = [
  { list: 'mapRoles', identity: 'rolearn' },
  { list: 'mapUsers', identity: 'userarn' },
];

/** True for the ConfigMap in which EKS reads who is in which group (aws-iam-authenticator). No other is looked into. */
export function isAwsAuth(candidate: Candidate): boolean {
  return textAt(candidate.fields, 'metadata', 'namespace') === 'kube-system' && textAt(candidate.fields, 'metadata', 'name') === 'aws-auth';
}

/** Takes who is mapped to which groups. */
export function admitAwsAuth(candidate: Candidate): void {
  const object = candidate.metadata('ConfigMap', true);
  if (!object) return;
  for (const { list, identity } of lists) {
    const text = fieldAt(candidate.fields, 'data', list);
    if (text === undefined || text === null) continue;
    const entries = typeof text === 'string' ? parseEmbedded(text) : undefined;
    if (!Array.isArray(entries)) {
      const message = `data.${list} is no list of mappings`;
      candidate.gap(['data', list], 'malformed-object', message, 'write a YAML list as text; the mappings were left out', object.ref);
      continue;
    }
    for (const entry of entries) {
      const arn = textAt(entry, identity);
      if (isFields(entry) && arn !== undefined) {
        candidate.admitted.identityMappings.push({ arn, groups: textsAt(entry, 'groups'), origins: object.origins });
      } else {
        const message = `data.${list} has an entry without ${identity}`;
        candidate.gap(['data', list], 'malformed-object', message, 'the entry was left out', object.ref);
      }
    }
  }
}
