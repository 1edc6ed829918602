import { anyRisk } from '../check.ts';

/** Whatever is said of a subject or of what a ClusterRole grants says more than that somebody who is no admin holds one. */
export const saysMore: readonly string[] = [
  'cluster-admin-binding',
  'cluster-admin-equivalent',
  'anonymous-binding',
  'authenticated-binding',
  'all-serviceaccounts-binding',
  'default-sa-binding',
  anyRisk,
];
