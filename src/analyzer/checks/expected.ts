import { grantsNoMore, isDefaultBindingName, isDefaultRoleName, isExpectedSubject } from '../../facts/expected.ts';
import { ruleFrom } from '../../facts/kubernetes.ts';
import type { Binding, BindingRef } from '../../model/binding.ts';
import type { Role, RoleRef } from '../../model/role.ts';
import type { Subject } from '../../model/subject.ts';
import { anonymous, superuserGroup } from '../access/identity.ts';
import type { Link } from './check.ts';

/**
 * True for what Kubernetes itself grants or makes, so that a reader need not be told: grants by default bindings, whatever is
 * bound to system:masters (who may do everything without RBAC), the ConfigMap with which clusters are joined, and where nobody
 * holds anything, default objects.
 */
export function isExpected({ binding, role }: Link, subject: Subject | undefined): boolean {
  if (subject === undefined) return binding ? isDefaultBindingName(binding) : role !== undefined && isDefaultRoleName(role);
  if (subject.kind === 'Group' && subject.name === superuserGroup) return true;
  return binding !== undefined && (isExpectedSubject(binding, role, subject) || isClusterInfo(binding, role, subject));
}

/** What a cluster shows to those who want to join it: one ConfigMap, to anybody. kubeadm makes the grant, by these names. */
function isClusterInfo(binding: Binding, role: Role | undefined, { kind, name }: Subject): boolean {
  if (role === undefined || kind !== 'User' || name !== anonymous) return false;
  const isMeant = (ref: BindingRef | RoleRef) => ref.namespace === 'kube-public' && ref.name === 'kubeadm:bootstrap-signer-clusterinfo';
  return isMeant(binding) && isMeant(role) && grantsNoMore(role.rules, [clusterInfo]);
}

const clusterInfo = ruleFrom([['get'], [''], ['configmaps'], ['cluster-info']], 0);
