import type { Binding } from '../model/binding.ts';
import { objectKey } from '../model/gap.ts';
import { byCodeUnit } from '../model/order.ts';
import type { LabelSelector, Role } from '../model/role.ts';
import type { Rule } from '../model/rule.ts';
import type { Snapshot } from '../model/snapshot.ts';

const apiGroup = 'rbac.authorization.k8s.io';

/** The existing objects by key; several where the copies of one differ. */
export function originalsIn({ roles, bindings }: Pick<Snapshot, 'roles' | 'bindings'>): ReadonlyMap<string, readonly object[]> {
  const objects = Map.groupBy<string, Role | Binding>([...roles, ...bindings], objectKey);
  return new Map([...objects].map(([key, copies]) => [key, copies.map(originalObject)]));
}

/**
 * An existing object as plain data, ready to be printed and applied again: without what only a server or kubectl writes
 * (uid, resourceVersion, managedFields and the like, and kubectl's copy of what was applied last).
 */
function originalObject(object: Role | Binding): object {
  const head = { apiVersion: `${apiGroup}/v1`, kind: object.kind, metadata: metadataOf(object) };
  if ('roleRef' in object) {
    const { roleRef, subjects } = object;
    return { ...head, roleRef: { apiGroup, kind: roleRef.kind, name: roleRef.name }, subjects: subjects.map(subjectOf) };
  }
  const { aggregation, rules } = object;
  return {
    ...(aggregation ? { aggregationRule: { clusterRoleSelectors: aggregation.map(selectorOf) } } : {}),
    ...head,
    rules: rules.map(ruleOf),
  };
}

function metadataOf({ annotations, labels, name, namespace }: Role | Binding): object {
  const own = new Map([...annotations].filter(([key]) => key !== 'kubectl.kubernetes.io/last-applied-configuration'));
  return {
    ...(own.size > 0 ? { annotations: sorted(own) } : {}),
    ...(labels.size > 0 ? { labels: sorted(labels) } : {}),
    name,
    ...(namespace === undefined ? {} : { namespace }),
  };
}

function subjectOf({ kind, name, namespace }: Binding['subjects'][number]): object {
  return {
    ...(kind === 'User' || kind === 'Group' ? { apiGroup } : {}),
    kind,
    name,
    ...(namespace === undefined ? {} : { namespace }),
  };
}

function selectorOf({ matchLabels, matchExpressions }: LabelSelector): object {
  return {
    ...(matchExpressions.length > 0
      ? {
          matchExpressions: matchExpressions.map(({ key, operator, values }) => ({
            key,
            operator,
            ...(values.length > 0 ? { values } : {}),
          })),
        }
      : {}),
    ...(matchLabels.size > 0 ? { matchLabels: sorted(matchLabels) } : {}),
  };
}

function ruleOf({ apiGroups, nonResourceURLs, resourceNames, resources, verbs }: Rule): object {
  const lists = { apiGroups, nonResourceURLs, resourceNames, resources };
  return { ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)), verbs };
}

function sorted(entries: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries([...entries].sort(([a], [b]) => byCodeUnit(a, b)));
}
