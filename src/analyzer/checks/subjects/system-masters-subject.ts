import { refOf } from '../../../model/ref.ts';
import type { Access } from '../../access/access.ts';
import { superuserGroup } from '../../access/identity.ts';
import type { Check, Fact } from '../check.ts';
import { scopeOf } from '../grants.ts';
import { attack, cis, docs } from '../references.ts';

export const systemMastersSubject: Check = {
  id: 'system-masters-subject',
  title: 'A binding, or aws-auth, names the group system:masters',
  kind: 'lint',
  base: 'high',
  references: [docs.leastPrivilege, cis('5.1.7'), attack('T1078')],
  impliedBy: [],
  remediation:
    'Find out who is in system:masters (client certificates with O=system:masters, identity provider, aws-auth) and give them a group of their own that is bound to cluster-admin; then delete the binding.',
  *run(access) {
    yield* boundTo(access);
    yield* mappedTo(access);
  },
  say: ({ notes: [arn] = [] }) => ({
    ...(arn === undefined ? bound : { ...mapped, statement: `puts ${arn} in the group system:masters` }),
    where: '',
  }),
};

const bound = {
  statement: 'names the group system:masters',
  detail:
    'Members of system:masters may do everything before RBAC is asked: no binding gives it to them, and deleting one takes nothing away. Where somebody binds the group, somebody uses it.',
};

const mapped = {
  detail:
    'Whoever may use this role or user of IAM may do everything before RBAC is asked: no binding gives it to them, and deleting one takes nothing away.',
  remediation:
    'Map it to a group of its own that is bound to cluster-admin, or give it an EKS access entry; keep system:masters for one role that is used when RBAC is broken.',
};

function* boundTo(access: Access): Generator<Fact> {
  for (const binding of access.bindings) {
    if (!access.subjectsOf(binding).some(({ kind, name }) => kind === 'Group' && name === superuserGroup)) continue;
    const role = access.roleOf(binding);
    yield { object: refOf(binding), scope: scopeOf(binding), because: [{ binding, ...(role && { role }) }] };
  }
}

/** What EKS adds to the groups that it knows its callers in. */
function* mappedTo({ snapshot }: Access): Generator<Fact> {
  const object = { kind: 'ConfigMap', namespace: 'kube-system', name: 'aws-auth' };
  const superusers = snapshot.identityMappings.filter(({ groups }) => groups.includes(superuserGroup));
  for (const [arn, [first]] of Map.groupBy(superusers, (mapping) => mapping.arn)) {
    const [origin] = first?.origins ?? [];
    yield { object, scope: '*', because: [origin ? { origin } : {}], args: [arn], notes: [arn] };
  }
}
