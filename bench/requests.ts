import type { Request } from '../src/model/request.ts';
import type { Identity } from '../src/model/subject.ts';
import type { IdentifiedRequest } from './baseline.ts';
import { type BindingObject, isBinding, isRole, type ObjectList, type PolicyRule, type RoleObject, type SubjectObject } from './objects.ts';
import { createRandom, type Random } from './random.ts';

/** What a request can be made from: a binding that names somebody, and the rules of its role. */
interface Bound {
  binding: BindingObject;
  subjects: readonly SubjectObject[];
  rules: readonly PolicyRule[];
}

/** What may be drawn where a rule says `*`. */
const verbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];
const resources = ['pods', 'secrets', 'configmaps', 'pods/exec', 'pods/log', 'services', 'serviceaccounts/token'];

/**
 * Requests of the bound users and ServiceAccounts of a cluster, with all their groups, about half of them allowed: each is made
 * to fit a bound rule, and most are then asked by someone else, in another namespace or with another verb.
 * A cluster in which no binding grants anything is a `RangeError`. The same arguments give the same requests.
 */
export function randomRequests(cluster: ObjectList, count: number, seed = 1): IdentifiedRequest[] {
  const random = createRandom(seed);
  const bound = boundRules(cluster);
  const namespaces = cluster.items.filter((item) => item.kind === 'Namespace').map((item) => item.metadata.name);

  const anyNamespace = (): string => (random.chance(0.8) ? random.pick(namespaces) : '');
  const anyIdentity = (): Identity => {
    const { binding, subjects } = random.pick(bound);
    return identityOf(random, random.pick(subjects), binding.metadata.namespace ?? '');
  };

  return Array.from({ length: count }, () => {
    const { binding, subjects, rules } = random.pick(bound);
    const home = binding.metadata.namespace ?? '';
    const identity = identityOf(random, random.pick(subjects), home);
    const request = requestFor(random, random.pick(rules), home || anyNamespace());
    if (random.chance(0.15)) return { ...identity, ...request };
    switch (random.below(3)) {
      case 0:
        return { ...anyIdentity(), ...request };
      case 1:
        return { ...identity, ...request, verb: random.pick(verbs) };
      default:
        return { ...identity, ...request, ...('namespace' in request ? { namespace: anyNamespace() } : {}) };
    }
  });
}

function boundRules(cluster: ObjectList): Bound[] {
  const roles = new Map<string, RoleObject>();
  for (const item of cluster.items.filter(isRole)) roles.set(`${item.kind}/${item.metadata.namespace ?? ''}/${item.metadata.name}`, item);
  return cluster.items.filter(isBinding).flatMap((binding) => {
    const { kind, name } = binding.roleRef;
    const role = roles.get(`${kind}/${kind === 'Role' ? (binding.metadata.namespace ?? '') : ''}/${name}`);
    const subjects = binding.subjects ?? [];
    const rules = role?.rules ?? [];
    return subjects.length > 0 && rules.length > 0 ? [{ binding, subjects, rules }] : [];
  });
}

/** Someone whom the subject names, with the groups that the API server would add. */
function identityOf(random: Random, subject: SubjectObject, bindingNamespace: string): Identity {
  switch (subject.kind) {
    case 'ServiceAccount': {
      const namespace = subject.namespace ?? bindingNamespace;
      return {
        user: `system:serviceaccount:${namespace}:${subject.name}`,
        groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
      };
    }
    case 'Group':
      return { user: `member-${random.below(5)}`, groups: [...new Set([subject.name, 'system:authenticated'])] };
    case 'User':
      return { user: subject.name, groups: ['system:authenticated'] };
  }
}

/** A request that the rule allows, apart from namespaces: URLs have none. */
function requestFor(random: Random, rule: PolicyRule, namespace: string): Request {
  const verb = drawn(random, rule.verbs, verbs);
  if (rule.nonResourceURLs && rule.nonResourceURLs.length > 0) {
    return { verb, path: random.pick(rule.nonResourceURLs).replace(/\*+$/, 'livez') };
  }
  const [resource = '', subresource = ''] = drawn(random, rule.resources ?? [], resources).split('/');
  const names = rule.resourceNames ?? [];
  const name = names.length > 0 ? random.pick(names) : random.chance(0.5) ? `object-${random.below(9)}` : '';
  return { verb, group: drawn(random, rule.apiGroups ?? [], ['', 'apps', 'batch']), resource, subresource, name, namespace };
}

/** One of the values, or one of the examples in place of `*`. */
function drawn(random: Random, values: readonly string[], examples: readonly string[]): string {
  const value = random.pick(values);
  return value === '*' ? random.pick(examples) : value;
}
