import fc from 'fast-check';
import { type RuleBody, ruleMatches } from '../../../src/analyzer/access/match.ts';
import { type Box, boxOf, type PermissionSet } from '../../../src/analyzer/access/permission-set.ts';
import { isPathRequest, type Request } from '../../../src/model/request.ts';

/**
 * A small world in which permission sets can be compared request by request. Rules name some words; beside those there is one
 * word in each dimension that no rule names, which stands for all that nobody has named yet. Since rules can tell the unnamed
 * words from one another no more than we can, one is enough for an exact comparison.
 */
const other = 'other';
const verbs = ['get', 'list', other];
const groups = ['', 'apps', other];
const resources = ['pods', 'secrets', other];
const subresources = ['', 'log', 'status', '*', other];
const names = ['', 'tls', 'cart', other];
const namespaces = ['', 'clinic', 'shop', other];
const paths = [
  '/healthz',
  '/healthz/etcd',
  '/healthz*',
  '/healthz/*',
  '/healthzother',
  '/healthz/other',
  '/a/*/b',
  '/a/x/b',
  '/metrics',
  '/other',
  other,
];

/** Every request of the world. */
export const requests: readonly Request[] = [
  ...verbs.flatMap((verb) =>
    groups.flatMap((group) =>
      resources.flatMap((resource) =>
        subresources.flatMap((subresource) =>
          names.flatMap((name) => namespaces.map((namespace) => ({ verb, group, resource, subresource, name, namespace }))),
        ),
      ),
    ),
  ),
  ...verbs.flatMap((verb) => paths.map((path) => ({ verb, path }))),
];

const some = (words: string[], minLength = 1) => fc.shuffledSubarray(words, { minLength, maxLength: 2 });
const rarely = <T>(value: T, otherwise: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 1, arbitrary: fc.constant(value) }, { weight: 15, arbitrary: otherwise });
const mostly = <T>(value: T, otherwise: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: otherwise });

/** Rules about the words of the world, wildcards and empty lists among them. */
export const anyRule: fc.Arbitrary<RuleBody> = fc.record({
  verbs: rarely([], some(['get', 'list', '*'])),
  apiGroups: rarely([], some(['', 'apps', '*'])),
  resources: rarely([], some(['pods', 'secrets', 'pods/log', 'secrets/status', '*/log', '*/*', 'pods/*', '*'])),
  resourceNames: mostly([], some(['', 'tls', 'cart'])),
  nonResourceURLs: mostly([], some(['/healthz', '/healthz*', '/healthz/*', '/healthz/**', '/a/*/b', '/metrics', '/*', '*', '**'])),
});

/** A permission set of the whole cluster and two namespaces, and another that is often a part of it. */
export const wholeAndPart: fc.Arbitrary<[whole: PermissionSet, part: PermissionSet]> = fc
  .tuple(
    fc.array(anyBox(), { maxLength: 5 }),
    fc.array(fc.tuple(fc.nat(), anyBox()), { maxLength: 3 }),
    fc.array(anyBox(), { maxLength: 1 }),
  )
  .map(([whole, inside, beside]) => {
    const parts = inside.flatMap(([index, box]) => {
      const chosen = whole[index % Math.max(whole.length, 1)];
      return chosen ? [meet(chosen, box)] : [];
    });
    return [whole.flatMap(permission), [...parts, ...(inside.length > 1 ? [] : beside)].flatMap(permission)];
  });

function anyBox(): fc.Arbitrary<Box> {
  return fc.record({ scope: fc.constantFrom('*', 'clinic', 'shop'), rule: anyRule });
}

function permission({ scope, rule }: Box): Box[] {
  return [boxOf(scope, rule) ?? []].flat();
}

/** A box that lies inside the first one wherever that one has wildcards or the same words. */
function meet(whole: Box, box: Box): Box {
  const within = (own: readonly string[], words: readonly string[]) => (own.includes('*') ? words : own.slice(0, 1));
  return {
    scope: whole.scope === '*' ? box.scope : whole.scope,
    rule: {
      verbs: within(whole.rule.verbs, box.rule.verbs),
      apiGroups: within(whole.rule.apiGroups, box.rule.apiGroups),
      resources: within(whole.rule.resources, box.rule.resources),
      resourceNames: whole.rule.resourceNames.length === 0 ? box.rule.resourceNames : whole.rule.resourceNames.slice(0, 1),
      nonResourceURLs: within(whole.rule.nonResourceURLs, box.rule.nonResourceURLs),
    },
  };
}

/** What the authorizer says to whoever holds the boxes: those of a namespace count for requests in it only. */
export function allows(set: readonly Box[], request: Request): boolean {
  const namespace = isPathRequest(request) ? '' : request.namespace;
  return set.some(({ scope, rule }) => (scope === '*' || scope === namespace) && ruleMatches(rule, request));
}

/** True if `whole` allows every request of the world that `part` allows. */
export function includesPointwise(whole: readonly Box[], part: readonly Box[]): boolean {
  return requests.every((request) => !allows(part, request) || allows(whole, request));
}
