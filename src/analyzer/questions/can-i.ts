import type { CanI } from '../../model/answer.ts';
import type { Binding } from '../../model/binding.ts';
import type { BuiltinVia, Via } from '../../model/grant.ts';
import type { Request } from '../../model/request.ts';
import type { Identity } from '../../model/subject.ts';
import { type Subject, subjectKey } from '../../model/subject.ts';
import type { Access } from '../access/access.ts';
import { subjectOfUser, superuserGroup } from '../access/identity.ts';
import { nearestMisses } from './nearest.ts';
import { byVia, viaOf } from './via.ts';

/** Asks for exactly this user and these groups; the caller adds implied groups where they are meant. */
export function canI(access: Access, identity: Identity, request: Request): CanI {
  const own = subjectKey(subjectOfUser(identity.user));
  const via: (Via | BuiltinVia)[] = access
    .reasons(identity, request)
    .map((grant) => viaOf(access, grant, subjectKey(grant.subject) !== own))
    .sort(byVia);
  if (identity.groups.includes(superuserGroup)) via.unshift({ scope: '*', builtin: superuserGroup });
  return via.length > 0 ? { allowed: true, via } : { allowed: false, nearest: nearestMisses(access, identity, request) };
}

/**
 * Why an identity may, in the words of the API server (rbac.go Authorize): the first of all reasons in our order.
 * Empty for a no, and for system:masters, whom RBAC is never asked about.
 */
export function reasonText(access: Access, identity: Identity, request: Request): string {
  const [grant] = access.reasons(identity, request);
  if (!grant) return '';
  const { binding, role, subject } = grant;
  const bound = `${binding.kind} ${JSON.stringify(bindingName(binding))}`;
  return `RBAC: allowed by ${bound} of ${role.kind} ${JSON.stringify(role.name)} to ${subject.kind} ${JSON.stringify(subjectName(subject))}`;
}

/** The API server prints the name first, then the namespace. */
function bindingName({ name, namespace }: Binding): string {
  return namespace === undefined ? name : `${name}/${namespace}`;
}

function subjectName({ kind, name, namespace }: Subject): string {
  return kind === 'ServiceAccount' ? `${name}/${namespace ?? ''}` : name;
}
