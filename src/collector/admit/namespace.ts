import type { Candidate } from './candidate.ts';

export function admitNamespace(candidate: Candidate): void {
  const object = candidate.metadata('Namespace', false);
  if (object) candidate.admitted.namespaces.push({ name: object.names.name, labels: object.labels, origins: object.origins });
}

export function admitServiceAccount(candidate: Candidate): void {
  const object = candidate.metadata('ServiceAccount', true);
  if (!object) return;
  const { names, annotations, origins } = object;
  const automount = candidate.fields.automountServiceAccountToken;
  const account = { namespace: names.namespace ?? '', name: names.name, annotations, origins };
  candidate.admitted.serviceAccounts.push(typeof automount === 'boolean' ? { ...account, automountToken: automount } : account);
}
