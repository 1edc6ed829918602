import type { ObjectRef } from '../../model/gap.ts';
import type { FieldPath } from '../../model/position.ts';
import type { LabelRequirement, LabelSelector, RoleKind } from '../../model/role.ts';
import type { Rule } from '../../model/rule.ts';
import { isFields } from '../fields.ts';
import { type Candidate, describe, stringMap } from './candidate.ts';

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
  if (!isFields(value)) return refuse([], ` is ${describe(value)}; an object is needed`);
  const lists: Record<(typeof ruleLists)[number], readonly string[]> = {
    verbs: [],
    apiGroups: [],
    resources: [],
    resourceNames: [],
    nonResourceURLs: [],
  };
  for (const field of ruleLists) {
    const problem = stringListProblem(value[field]);
    if (problem) return refuse([field, ...problem.path], `.${field}${problem.message}`);
    const list = value[field];
    if (Array.isArray(list)) lists[field] = list.filter((item) => typeof item === 'string');
  }
  return { index, ...lists };
}

/** What keeps a value from being a list of strings, and where; undefined if nothing does. Null counts as absent. */
function stringListProblem(value: unknown): { path: FieldPath; message: string } | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) {
    return { path: [], message: ` is ${describe(value)}; a list is needed: ${JSON.stringify([value]).slice(0, 80)}` };
  }
  const index = value.findIndex((item) => typeof item !== 'string');
  return index < 0 ? undefined : { path: [index], message: `[${index}] is ${describe(value[index])}; a string is needed` };
}

function readAggregation(candidate: Candidate, object: ObjectRef): LabelSelector[] | undefined {
  const value = candidate.fields.aggregationRule;
  if (value === undefined || value === null) return undefined;
  const selectors = isFields(value) ? (value.clusterRoleSelectors ?? []) : value;
  if (!Array.isArray(selectors)) {
    const message = `aggregationRule is ${describe(value)}; clusterRoleSelectors is needed`;
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

function readSelector(value: unknown): LabelSelector | undefined {
  if (!isFields(value)) return undefined;
  const matchLabels = stringMap(value.matchLabels);
  const expressions = value.matchExpressions ?? [];
  const matchExpressions = Array.isArray(expressions) ? expressions.map(readRequirement) : [undefined];
  return matchLabels && matchExpressions.every((requirement) => requirement !== undefined) ? { matchLabels, matchExpressions } : undefined;
}

function readRequirement(value: unknown): LabelRequirement | undefined {
  if (!isFields(value)) return undefined;
  const { key, operator } = value;
  const values = value.values ?? [];
  if (typeof key !== 'string' || !isOperator(operator) || !Array.isArray(values)) return undefined;
  return { key, operator, values: values.filter((item) => typeof item === 'string') };
}

function isOperator(value: unknown): value is LabelRequirement['operator'] {
  return value === 'In' || value === 'NotIn' || value === 'Exists' || value === 'DoesNotExist';
}
