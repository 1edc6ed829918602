import { refOf } from '../../../model/ref.ts';
import { superuserGroup } from '../../access/identity.ts';
import type { Check } from '../check.ts';
import { scopeOf } from '../grants.ts';
import { attack, cis, docs } from '../references.ts';

export const systemMastersSubject: Check = {
  id: 'system-masters-subject',
  title: 'A binding names the group system:masters',
  kind: 'lint',
  base: 'high',
  references: [docs.leastPrivilege, cis('5.1.7'), attack('T1078')],
  impliedBy: [],
  remediation:
    'Find out who is in system:masters (client certificates with O=system:masters, identity provider, aws-auth) and give them a group of their own that is bound to cluster-admin; then delete the binding.',
  *run(access) {
    for (const binding of access.bindings) {
      if (!access.subjectsOf(binding).some(({ kind, name }) => kind === 'Group' && name === superuserGroup)) continue;
      const role = access.roleOf(binding);
      yield { object: refOf(binding), scope: scopeOf(binding), because: [{ binding, ...(role && { role }) }] };
    }
  },
  say: () => ({
    statement: 'names the group system:masters',
    where: '',
    detail:
      'Members of system:masters may do everything before RBAC is asked: no binding gives it to them, and deleting one takes nothing away. Where somebody binds the group, somebody uses it.',
  }),
};
