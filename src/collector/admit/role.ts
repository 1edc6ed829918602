import type { ObjectRef } from '../../model/gap.ts';
import type { FieldPath } from '../../model/position.ts';
import type { LabelRequirement, LabelSelector, RoleKind } from '../../model/role.ts';
import type { Rule } from '../../model/rule.ts';
import { isFields, isStringList, isStringMap } from '../fields.ts';
import { type Candidate, typeName } from './candidate.ts';

/** Takes a Role or ClusterRole; a rule or selector that is malformed is left out with a gap. */
export function admitRole(candidate: Candidate, kind: RoleKind): void {
  const object = candidate.metadata(kind, kind === 'Role');
  if (!object) return;
  const rules: Rule[] = [];
  for (const [index, item] of candidate.list('rules', object.ref).entries()) {
    const rule = readRule(candidate, item, index, object.ref);
    if (rule) rules.push(rule);
  }
  const aggregation = kind === 'ClusterRole' ? readAggregation(candidate, object.ref) : undefined;
  const { names, labels, annotations, origins } = object;
  candidate.admitted.roles.push({ ...names, kind, labels, annotations, rules, origins, ...(aggregation ? { aggregation } : {}) });
}

const ruleLists = ['verbs', 'apiGroups', 'resources', 'resourceNames', 'nonResourceURLs'] as const;

function readRule(candidate: Candidate, value: unknown, index: number, object: ObjectRef): Rule | undefined {
  const refuse = (path: FieldPath, message: string) => {
    const advice = 'that rule was left out, the others were read';
    candidate.gap(['rules', index, ...path], 'malformed-rule', `rules[${index}]${message}`, advice, object);
    return undefined;
  };
  if (!isFields(value)) return refuse([], ` is ${described(value)}; an object is needed`);
  const lists: Record<(typeof ruleLists)[number], readonly string[]> = {
    verbs: [],
    apiGroups: [],
    resources: [],
    resourceNames: [],
    nonResourceURLs: [],
  };
  for (const field of ruleLists) {
    const list = value[field] ?? [];
    if (!isStringList(list)) {
      const { path, message } = listProblem(list);
      return refuse([field, ...path], `.${field}${message}`);
    }
    lists[field] = candidate.admitted.lists.same(list);
  }
  // Written out, since this way V8 keeps the lists in the object itself: no object is read more often.
  const { verbs, apiGroups, resources, resourceNames, nonResourceURLs } = lists;
  return { index, verbs, apiGroups, resources, resourceNames, nonResourceURLs };
}

/** What keeps a value from being a list of strings, and where. */
function listProblem(value: unknown): { path: FieldPath; message: string } {
  if (!Array.isArray(value)) {
    const meant = typeof value === 'string' ? `: ${JSON.stringify([value]).slice(0, 80)}` : '';
    return { path: [], message: ` is ${described(value)}; a list is needed${meant}` };
  }
  const index = value.findIndex((item) => typeof item !== 'string');
  return { path: [index], message: `[${index}] is ${described(value[index])}; a string is needed` };
}

function readAggregation(candidate: Candidate, object: ObjectRef): LabelSelector[] | undefined {
  const value = candidate.fields.aggregationRule;
  if (value === undefined || value === null) return undefined;
  const selectors = isFields(value) ? (value.clusterRoleSelectors ?? []) : undefined;
  if (!Array.isArray(selectors)) {
    const message = `aggregationRule holds no list of clusterRoleSelectors`;
    candidate.gap(['aggregationRule'], 'malformed-object', message, 'the aggregation was left out', object);
    return [];
  }
  return selectors.flatMap((value, index) => {
    const selector = readSelector(value);
    if (selector) return [selector];
    const advice = 'the selector was left out; the role may hold more than is shown';
    candidate.gap(['aggregationRule', 'clusterRoleSelectors', index], 'malformed-object', 'a label selector is malformed', advice, object);
    return [];
  });
}

/** Undefined for a selector that an API server would refuse: to leave out a part of one would make it select more. */
function readSelector(value: unknown): LabelSelector | undefined {
  if (!isFields(value)) return undefined;
  const matchLabels = value.matchLabels ?? {};
  const expressions = value.matchExpressions ?? [];
  const matchExpressions = Array.isArray(expressions) ? expressions.map(readRequirement) : [undefined];
  if (!isStringMap(matchLabels) || !matchExpressions.every((requirement) => requirement !== undefined)) return undefined;
  return { matchLabels: new Map(Object.entries(matchLabels)), matchExpressions };
}

/** In and NotIn need values, the other two operators take none (labels.NewRequirement). */
function readRequirement(value: unknown): LabelRequirement | undefined {
  if (!isFields(value)) return undefined;
  const { key, operator } = value;
  const values = value.values ?? [];
  if (typeof key !== 'string' || !isOperator(operator) || !isStringList(values)) return undefined;
  const needsValues = operator === 'In' || operator === 'NotIn';
  return values.length > 0 === needsValues ? { key, operator, values } : undefined;
}

function isOperator(value: unknown): value is LabelRequirement['operator'] {
  return value === 'In' || value === 'NotIn' || value === 'Exists' || value === 'DoesNotExist';
}

/** A value in words. Rules hold no secrets, so what was written is shown. */
function described(value: unknown): string {
  return typeof value === 'object' ? typeName(value) : `${typeName(value)}, ${JSON.stringify(value)?.slice(0, 60)}`;
}
