import type { Binding, BoundSubject } from '../model/binding.ts';
import type { ApiResource } from '../model/discovery.ts';
import type { Gap, ObjectRef } from '../model/gap.ts';
import type { FieldPath, Origin, Position } from '../model/position.ts';
import type { LabelRequirement, LabelSelector, Role } from '../model/role.ts';
import type { Rule } from '../model/rule.ts';
import type { Namespace, ServiceAccount, Workload } from '../model/workload.ts';
import { ItemOrigin } from './positions.ts';

/** What the door let in so far, in the order of reading; objects may repeat. */
export interface Admitted {
  roles: Role[];
  bindings: Binding[];
  namespaces: Namespace[];
  serviceAccounts: ServiceAccount[];
  workloads: Workload[];
  /** Resources that CustomResourceDefinitions in the input define. */
  customResources: ApiResource[];
  gaps: Gap[];
  /** How many Kubernetes objects were seen, of kinds that do not matter here too. */
  objects: number;
}

/** Where an object comes from: `source` names the file or API path in gaps; `origin` is there for files only. */
export interface Provenance {
  source: string;
  origin: Origin | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/** Lists may hold lists; deeper nesting than this is no dump but an attack with aliases. */
const maxListDepth = 3;

export function nothingAdmitted(): Admitted {
  return { roles: [], bindings: [], namespaces: [], serviceAccounts: [], workloads: [], customResources: [], gaps: [], objects: 0 };
}

/**
 * The one door for untrusted data: takes any value, adds what it holds to `admitted`, and reports what is malformed as
 * gaps, keeping the good part: a role whose one rule is wrong keeps the others. Lists (`List`, `RoleList` …) are opened.
 * Kinds that do not matter are passed over; Secrets are never looked into.
 */
export function admit(value: unknown, from: Provenance, defaultNamespace: string, admitted: Admitted): void {
  new Door(from, defaultNamespace, admitted).open(value, [], undefined, 0);
}

class Door {
  private readonly from: Provenance;
  private readonly defaultNamespace: string;
  private readonly admitted: Admitted;

  constructor(from: Provenance, defaultNamespace: string, admitted: Admitted) {
    this.from = from;
    this.defaultNamespace = defaultNamespace;
    this.admitted = admitted;
  }

  open(value: unknown, path: FieldPath, listed: { kind: string; apiVersion: string } | undefined, depth: number): void {
    if (!isFields(value)) {
      this.gap(
        path,
        'malformed-object',
        `${describe(value)} stands where a Kubernetes object is needed`,
        'every document is an object with apiVersion and kind',
      );
      return;
    }
    const kind = text(value.kind) ?? listed?.kind;
    const apiVersion = text(value.apiVersion) ?? listed?.apiVersion ?? '';
    if (kind === undefined) return;
    if (kind.endsWith('List') && (Array.isArray(value.items) || 'items' in value)) {
      this.openList(value, kind, apiVersion, path, depth);
      return;
    }
    this.admitted.objects++;
    this.admitKind(kind, apiVersion, value, path);
  }

  private openList(list: Fields, kind: string, apiVersion: string, path: FieldPath, depth: number): void {
    const items = list.items;
    if (items === null || items === undefined) return;
    if (!Array.isArray(items) || depth >= maxListDepth) {
      const message = Array.isArray(items)
        ? `lists nested more than ${maxListDepth} deep`
        : `${kind}.items is ${describe(items)}; a list is needed`;
      this.gap([...path, 'items'], 'malformed-object', message, 'the list was left out');
      return;
    }
    const itemKind = kind === 'List' ? undefined : { kind: kind.slice(0, -'List'.length), apiVersion };
    items.forEach((item, index) => {
      this.open(item, [...path, 'items', index], itemKind, depth + 1);
    });
  }

  private admitKind(kind: string, apiVersion: string, value: Fields, path: FieldPath): void {
    const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
    if (group === 'rbac.authorization.k8s.io') this.admitRbac(kind, value, path);
    else if (group === '' && apiVersion === '' && rbacKinds.has(kind)) {
      this.gap(
        path,
        'malformed-object',
        `${kind} without apiVersion`,
        'add apiVersion: rbac.authorization.k8s.io/v1; the object was left out',
      );
    } else if (group === '' && kind === 'Namespace') this.admitNamespace(value, path);
    else if (group === '' && kind === 'ServiceAccount') this.admitServiceAccount(value, path);
    else if (group === 'apiextensions.k8s.io' && kind === 'CustomResourceDefinition') this.admitCustomResource(value);
    else if (podTemplatePaths.has(`${group}/${kind}`)) this.admitWorkload(`${group}/${kind}`, kind, value, path);
  }

  private admitRbac(kind: string, value: Fields, path: FieldPath): void {
    if (!rbacKinds.has(kind)) return;
    const namespaced = kind === 'Role' || kind === 'RoleBinding';
    const object = this.metadata(kind, value, path, namespaced);
    if (!object) return;
    if (kind === 'Role' || kind === 'ClusterRole') this.admitRole(kind, object, value, path);
    else this.admitBinding(kind === 'RoleBinding' ? 'RoleBinding' : 'ClusterRoleBinding', object, value, path);
  }

  private admitRole(kind: 'Role' | 'ClusterRole', object: Metadata, value: Fields, path: FieldPath): void {
    const rules: Rule[] = [];
    for (const [index, item] of this.list(value, 'rules', object.ref, path).entries()) {
      const rule = this.rule(item, index, object.ref, [...path, 'rules', index]);
      if (rule) rules.push(rule);
    }
    const aggregation =
      kind === 'ClusterRole' ? this.aggregation(value.aggregationRule, object.ref, [...path, 'aggregationRule']) : undefined;
    const { labels, annotations, origins } = object;
    this.admitted.roles.push({ ...object.names, kind, labels, annotations, rules, origins, ...(aggregation ? { aggregation } : {}) });
  }

  private rule(value: unknown, index: number, object: ObjectRef, path: FieldPath): Rule | undefined {
    if (!isFields(value)) {
      this.gap(path, 'malformed-rule', `rules[${index}] is ${describe(value)}; an object is needed`, leftOut, object);
      return undefined;
    }
    const lists: Record<RuleList, readonly string[]> = { verbs: [], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: [] };
    for (const field of ruleLists) {
      const problem = stringListProblem(value[field]);
      if (problem) {
        this.gap([...path, field, ...problem.path], 'malformed-rule', `rules[${index}].${field}${problem.message}`, leftOut, object);
        return undefined;
      }
      const list = value[field];
      if (Array.isArray(list)) lists[field] = list.filter((item) => typeof item === 'string');
    }
    return { index, ...lists };
  }

  private aggregation(value: unknown, object: ObjectRef, path: FieldPath): LabelSelector[] | undefined {
    if (value === undefined || value === null) return undefined;
    const selectors = isFields(value) ? (value.clusterRoleSelectors ?? []) : value;
    if (!Array.isArray(selectors)) {
      this.gap(
        path,
        'malformed-object',
        `aggregationRule is ${describe(value)}; clusterRoleSelectors is needed`,
        'the aggregation was left out',
        object,
      );
      return [];
    }
    return selectors.flatMap((selector, index) => this.selector(selector, object, [...path, 'clusterRoleSelectors', index]) ?? []);
  }

  private selector(value: unknown, object: ObjectRef, path: FieldPath): LabelSelector | undefined {
    const matchLabels = isFields(value) ? stringMap(value.matchLabels) : undefined;
    const expressions = isFields(value) ? (value.matchExpressions ?? []) : undefined;
    const matchExpressions = Array.isArray(expressions) ? expressions.map(labelRequirement) : [undefined];
    if (matchLabels === undefined || !matchExpressions.every((requirement) => requirement !== undefined)) {
      this.gap(
        path,
        'malformed-object',
        'a label selector is malformed',
        'the selector was left out; the role may hold more than is shown',
        object,
      );
      return undefined;
    }
    return { matchLabels, matchExpressions };
  }

  private admitBinding(kind: 'RoleBinding' | 'ClusterRoleBinding', object: Metadata, value: Fields, path: FieldPath): void {
    const roleRef = isFields(value.roleRef) ? value.roleRef : {};
    const [roleKind, roleName] = [text(roleRef.kind), text(roleRef.name)];
    if (roleKind === undefined || roleName === undefined) {
      this.gap(
        [...path, 'roleRef'],
        'malformed-object',
        `${kind} without a roleRef of kind and name`,
        'the binding was left out',
        object.ref,
      );
      return;
    }
    const subjects: BoundSubject[] = [];
    for (const [index, item] of this.list(value, 'subjects', object.ref, path).entries()) {
      const subject = boundSubject(item);
      if (subject) subjects.push(subject);
      else {
        const message = `subjects[${index}] is no subject with kind and name`;
        this.gap([...path, 'subjects', index], 'malformed-subject', message, 'that subject was left out, the others were read', object.ref);
      }
    }
    const { labels, annotations, origins } = object;
    const names = { ...object.names, kind };
    this.admitted.bindings.push({ ...names, labels, annotations, subjects, roleRef: { kind: roleKind, name: roleName }, origins });
  }

  private admitNamespace(value: Fields, path: FieldPath): void {
    const object = this.metadata('Namespace', value, path, false);
    if (object) this.admitted.namespaces.push({ name: object.names.name, labels: object.labels, origins: object.origins });
  }

  private admitServiceAccount(value: Fields, path: FieldPath): void {
    const object = this.metadata('ServiceAccount', value, path, true);
    if (!object) return;
    const { annotations, origins } = object;
    const automount = value.automountServiceAccountToken;
    const account = { namespace: object.names.namespace ?? '', name: object.names.name, annotations, origins };
    this.admitted.serviceAccounts.push(typeof automount === 'boolean' ? { ...account, automountToken: automount } : account);
  }

  private admitWorkload(type: string, kind: string, value: Fields, path: FieldPath): void {
    const object = this.metadata(kind, value, path, true);
    if (!object) return;
    let spec: unknown = value;
    for (const step of podTemplatePaths.get(type) ?? []) spec = isFields(spec) ? spec[step] : undefined;
    if (!isFields(spec)) return;
    const serviceAccount = text(spec.serviceAccountName) || text(spec.serviceAccount) || 'default';
    const automount = spec.automountServiceAccountToken;
    const workload = { kind, namespace: object.names.namespace ?? '', name: object.names.name, serviceAccount, origins: object.origins };
    this.admitted.workloads.push(typeof automount === 'boolean' ? { ...workload, automountToken: automount } : workload);
  }

  /** A CRD that cannot be read costs nothing but a name in an error message, so it is no gap. */
  private admitCustomResource(value: Fields): void {
    const spec = isFields(value.spec) ? value.spec : {};
    const names = isFields(spec.names) ? spec.names : {};
    const [group, resource, kind] = [text(spec.group), text(names.plural), text(names.kind)];
    if (group === undefined || resource === undefined || kind === undefined) return;
    const versions = Array.isArray(spec.versions) ? spec.versions : [];
    const subresources = new Set<string>();
    for (const holder of [spec, ...versions]) {
      if (isFields(holder) && isFields(holder.subresources)) for (const name of Object.keys(holder.subresources)) subresources.add(name);
    }
    this.admitted.customResources.push({
      group,
      resource,
      kind,
      namespaced: spec.scope !== 'Cluster',
      verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
      singular: text(names.singular) ?? kind.toLowerCase(),
      shortNames: Array.isArray(names.shortNames) ? names.shortNames.filter((name) => typeof name === 'string') : [],
      subresources: [...subresources].sort().map((name) => ({ name, verbs: ['get', 'patch', 'update'] })),
    });
  }

  private metadata(kind: string, value: Fields, path: FieldPath, namespaced: boolean): Metadata | undefined {
    const metadata = isFields(value.metadata) ? value.metadata : {};
    const name = text(metadata.name);
    if (name === undefined || name === '') {
      this.gap([...path, 'metadata'], 'malformed-object', `${kind} without metadata.name`, 'the object was left out');
      return undefined;
    }
    const names = namespaced ? { namespace: text(metadata.namespace) || this.defaultNamespace, name } : { name };
    return {
      names,
      ref: { kind, ...names },
      labels: stringMap(metadata.labels) ?? new Map(),
      annotations: stringMap(metadata.annotations) ?? new Map(),
      origins: this.from.origin ? [originAt(this.from.origin, path)] : [],
    };
  }

  /** A list field; absent and null are empty, anything else that is no list is a gap. */
  private list(value: Fields, field: string, object: ObjectRef, path: FieldPath): readonly unknown[] {
    const list = value[field];
    if (list === undefined || list === null) return [];
    if (Array.isArray(list)) return list;
    this.gap([...path, field], 'malformed-object', `${field} is ${describe(list)}; a list is needed`, `the ${field} were left out`, object);
    return [];
  }

  private gap(path: FieldPath, code: Gap['code'], message: string, advice: string, object?: ObjectRef): void {
    const position: Position | undefined = this.from.origin?.locate(path);
    this.admitted.gaps.push({
      code,
      source: this.from.source,
      ...(position ? { position } : {}),
      ...(object ? { object } : {}),
      message,
      advice,
    });
  }
}

interface Metadata {
  names: { namespace?: string; name: string };
  ref: ObjectRef;
  labels: ReadonlyMap<string, string>;
  annotations: ReadonlyMap<string, string>;
  origins: Origin[];
}

const rbacKinds: ReadonlySet<string> = new Set(['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding']);
const leftOut = 'that rule was left out, the others were read';

const ruleLists = ['verbs', 'apiGroups', 'resources', 'resourceNames', 'nonResourceURLs'] as const;
type RuleList = (typeof ruleLists)[number];

/** Where the pod spec stands in each kind that has one, by `group/Kind`. */
const podTemplatePaths: ReadonlyMap<string, readonly string[]> = new Map([
  ['/Pod', ['spec']],
  ['/ReplicationController', ['spec', 'template', 'spec']],
  ['apps/Deployment', ['spec', 'template', 'spec']],
  ['apps/DaemonSet', ['spec', 'template', 'spec']],
  ['apps/StatefulSet', ['spec', 'template', 'spec']],
  ['apps/ReplicaSet', ['spec', 'template', 'spec']],
  ['extensions/Deployment', ['spec', 'template', 'spec']],
  ['extensions/DaemonSet', ['spec', 'template', 'spec']],
  ['extensions/ReplicaSet', ['spec', 'template', 'spec']],
  ['batch/Job', ['spec', 'template', 'spec']],
  ['batch/CronJob', ['spec', 'jobTemplate', 'spec', 'template', 'spec']],
]);

function originAt(document: Origin, path: FieldPath): Origin {
  return path.length === 0 ? document : new ItemOrigin(document, path);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The entries of a map of strings; undefined where it is something else. */
function stringMap(value: unknown): Map<string, string> | undefined {
  if (value === undefined || value === null) return new Map();
  if (!isFields(value)) return undefined;
  return new Map(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function labelRequirement(value: unknown): LabelRequirement | undefined {
  if (!isFields(value)) return undefined;
  const { key, operator, values = [] } = value;
  if (typeof key !== 'string' || !isOperator(operator) || !(values === null || Array.isArray(values))) return undefined;
  return { key, operator, values: (values ?? []).filter((item) => typeof item === 'string') };
}

function isOperator(value: unknown): value is LabelRequirement['operator'] {
  return value === 'In' || value === 'NotIn' || value === 'Exists' || value === 'DoesNotExist';
}

function boundSubject(value: unknown): BoundSubject | undefined {
  if (!isFields(value)) return undefined;
  const [kind, name, namespace] = [text(value.kind), text(value.name), text(value.namespace)];
  if (kind === undefined || name === undefined) return undefined;
  return namespace === undefined ? { kind, name } : { kind, namespace, name };
}

/** What keeps a value from being a list of strings, and where; undefined if nothing does. Null counts as absent. */
function stringListProblem(value: unknown): { path: FieldPath; message: string } | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value))
    return { path: [], message: ` is ${describe(value)}; a list is needed: ${JSON.stringify([value]).slice(0, 80)}` };
  const index = value.findIndex((item) => typeof item !== 'string');
  return index < 0 ? undefined : { path: [index], message: `[${index}] is ${describe(value[index])}; a string is needed` };
}

/** A value in words, short enough for one line. */
function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return `a ${typeof value}, ${JSON.stringify(value)?.slice(0, 60)}`;
}
