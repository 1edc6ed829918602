import { byCodeUnit } from '../model/order.ts';

/** The order in which Kubernetes' own roles list verbs; others follow by code unit. */
const usual = new Map(
  ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'].map((verb, place) => [verb, place]),
);

/** Compares two verbs by the order in which people expect them. */
export function byVerb(a: string, b: string): number {
  return (usual.get(a) ?? usual.size) - (usual.get(b) ?? usual.size) || byCodeUnit(a, b);
}
