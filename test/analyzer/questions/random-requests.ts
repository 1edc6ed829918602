import { createRandom, type Random } from '../../../bench/random.ts';
import type { Access } from '../../../src/analyzer/access/access.ts';
import type { Request, ResourceRequest } from '../../../src/model/request.ts';
import type { Rule } from '../../../src/model/rule.ts';

/** Words that evaluators trip over. */
const strange = ['', '*', '__proto__', 'constructor', 'toString', '*/*', 'pods/*', 'Pods', 'get\n', ' ', '/', '\u0000', '病院'];

/** The words of a cluster, by what they are used for. */
interface Words {
  verbs: string[];
  groups: string[];
  resources: string[];
  subresources: string[];
  names: string[];
  namespaces: string[];
  paths: string[];
}

/**
 * Requests made of the words that a cluster uses, and of strange ones. Half of them fit a rule that is bound somewhere, half
 * differ from such a request in one thing; now and then nothing fits. The same seed gives the same requests.
 */
export function randomRequests(access: Access, count: number, seed: number): Request[] {
  const random = createRandom(seed);
  const words = wordsOf(access);
  const bound = access.bindings.flatMap((binding) =>
    access.subjectsOf(binding).length === 0 ? [] : (access.roleOf(binding)?.rules ?? []).map((rule) => ({ rule, home: binding.namespace })),
  );
  return Array.from({ length: count }, () => {
    const { rule, home } = random.pick(bound);
    const request = fitting(random, words, rule, home ?? random.pick(words.namespaces));
    return random.chance(0.5) ? request : mutated(random, words, request);
  });
}

function wordsOf(access: Access): Words {
  const rules = access.roles.flatMap((role) => role.rules);
  const spelled = rules.flatMap((rule) => rule.resources).map((resource) => resource.split('/'));
  const known = (words: Iterable<string | undefined>) => [...new Set(words)].filter((word) => word !== undefined);
  return {
    verbs: known(rules.flatMap((rule) => rule.verbs)),
    groups: known(rules.flatMap((rule) => rule.apiGroups)),
    resources: known(spelled.map(([resource]) => resource)),
    subresources: known(spelled.map(([, ...rest]) => rest.join('/'))),
    names: known(['', ...rules.flatMap((rule) => rule.resourceNames)]),
    namespaces: known(['', ...access.bindings.map((binding) => binding.namespace)]),
    paths: known(['/metrics', ...rules.flatMap((rule) => rule.nonResourceURLs)]),
  };
}

/** A request that the rule allows if its lists are not empty. */
function fitting(random: Random, words: Words, rule: Rule, namespace: string): Request {
  const verb = drawn(random, rule.verbs, words.verbs);
  if (rule.nonResourceURLs.length > 0)
    return { verb, path: random.pick(rule.nonResourceURLs).replace(/\*+$/, random.pick(['', 'livez', '/x'])) };
  const [resource = '', ...rest] = drawn(random, rule.resources, words.resources).split('/');
  return {
    verb,
    group: drawn(random, rule.apiGroups, words.groups),
    resource: resource === '*' ? random.pick(words.resources) : resource,
    subresource: rest.join('/'),
    name: rule.resourceNames.length > 0 ? random.pick(rule.resourceNames) : random.pick(words.names),
    namespace,
  };
}

function drawn(random: Random, values: readonly string[], known: readonly string[]): string {
  const value = values.length > 0 ? random.pick(values) : random.pick(known);
  return value === '*' && random.chance(0.8) ? random.pick(known) : value;
}

function mutated(random: Random, words: Words, request: Request): Request {
  const word = (known: readonly string[]) => random.pick(random.chance(0.1) ? strange : known);
  if ('path' in request) return random.chance(0.5) ? { ...request, verb: word(words.verbs) } : { ...request, path: word(words.paths) };
  const changes: (() => Partial<ResourceRequest>)[] = [
    () => ({ verb: word(words.verbs) }),
    () => ({ group: word(words.groups) }),
    () => ({ resource: word(words.resources) }),
    () => ({ subresource: word(words.subresources) }),
    () => ({ name: word(words.names) }),
    () => ({ namespace: word(words.namespaces) }),
  ];
  return { ...request, ...random.pick(changes)() };
}
