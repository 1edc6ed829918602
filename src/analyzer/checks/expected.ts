import { isDefaultBindingName, isDefaultRoleName, isExpectedSubject } from '../../facts/expected.ts';
import type { Subject } from '../../model/subject.ts';
import { superuserGroup } from '../access/identity.ts';
import type { Link } from './check.ts';

/**
 * True for what Kubernetes itself grants or makes, so that a reader need not be told: grants by default bindings, whatever is
 * bound to system:masters (who may do everything without RBAC), and where nobody holds anything, default objects.
 */
export function isExpected({ binding, role }: Link, subject: Subject | undefined): boolean {
  if (subject === undefined) return binding ? isDefaultBindingName(binding) : role !== undefined && isDefaultRoleName(role);
  if (subject.kind === 'Group' && subject.name === superuserGroup) return true;
  return binding !== undefined && isExpectedSubject(binding, role, subject);
}
