import { byCodeUnit } from '../../model/order.ts';
import { fieldAt, isFields, listAt, textAt, textsAt } from '../fields.ts';
import type { Candidate } from './candidate.ts';

const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
const subresourceVerbs = ['get', 'patch', 'update'];

/** Takes what a CustomResourceDefinition adds to the API. One that cannot be read costs nothing but a name in a message, so it is no gap. */
export function admitCustomResource({ fields, admitted }: Candidate): void {
  const spec = fieldAt(fields, 'spec');
  const [group, resource, kind] = [textAt(spec, 'group'), textAt(spec, 'names', 'plural'), textAt(spec, 'names', 'kind')];
  if (group === undefined || resource === undefined || kind === undefined) return;
  admitted.customResources.push({
    group,
    resource,
    kind,
    namespaced: textAt(spec, 'scope') !== 'Cluster',
    verbs,
    singular: textAt(spec, 'names', 'singular') ?? kind.toLowerCase(),
    shortNames: textsAt(spec, 'names', 'shortNames'),
    subresources: subresourcesOf(spec).map((name) => ({ name, verbs: subresourceVerbs })),
  });
}

/** `v1` names them per version, `v1beta1` could name them once for all. */
function subresourcesOf(spec: unknown): string[] {
  const holders = [spec, ...listAt(spec, 'versions')].map((holder) => fieldAt(holder, 'subresources'));
  return [...new Set(holders.filter(isFields).flatMap((subresources) => Object.keys(subresources)))].sort(byCodeUnit);
}
