import { isNamespaced } from '../../../facts/served.ts';
import type { Discovery } from '../../../model/discovery.ts';
import type { Place, WhyInert } from '../../../model/inert.ts';
import type { Rule } from '../../../model/rule.ts';
import { type DeadPart, deadParts, patternNames } from './dead-parts.ts';
import { ServedResources } from './served-resources.ts';

/** What check dead-rule knows, asked about one verb on one resource or URL at a time. */
export function inertRules(discovery: Discovery): WhyInert {
  const served = new ServedResources(discovery);
  const known = new Map<string, string | undefined>();
  return (rule, place) => {
    const key = JSON.stringify([place, rule.verbs, rule.apiGroups, rule.resources, rule.resourceNames, rule.nonResourceURLs]);
    if (!known.has(key)) known.set(key, whyInert({ ...rule, index: 0 }, place, served));
    return known.get(key);
  };
}

function whyInert(rule: Rule, place: Place, served: ServedResources): string | undefined {
  const reach = place === 'in a namespace' ? 'through RoleBindings only' : 'anywhere';
  const parts = [...deadParts(rule, reach, served), ...patternNames(rule, served)];
  const dead = parts.find((part) => !isAskedByWriters(part, rule));
  if (dead) return dead.why;
  return place === 'outside namespaces' && isOfOneNamespace(rule, served.discovery)
    ? 'its objects live in namespaces, and only list and watch span them'
    : undefined;
}

/** An update or patch that creates is asked as a create with the name of the object (handlers/update.go, patch.go). */
function isAskedByWriters({ code }: DeadPart, rule: Rule): boolean {
  return code === 'names-without-name' && rule.verbs.includes('create');
}

const inOneNamespace: ReadonlySet<string> = new Set(['get', 'create', 'update', 'patch', 'delete', 'deletecollection']);

function isOfOneNamespace({ verbs, apiGroups, resources }: Rule, discovery: Discovery): boolean {
  return (
    resources.length > 0 &&
    verbs.every((verb) => inOneNamespace.has(verb)) &&
    apiGroups.every((group) => resources.every((resource) => isNamespaced(discovery, group, resource.split('/')[0] ?? '') === true))
  );
}
