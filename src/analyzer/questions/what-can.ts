import type { WhatCan } from '../../model/answer.ts';
import type { Identity, Subject } from '../../model/subject.ts';
import type { Access } from '../access/access.ts';
import { identityOf, subjectOfUser, superuserGroup } from '../access/identity.ts';
import { boxOf } from '../access/permission-set.ts';
import { byVia, viaOf } from './via.ts';

/**
 * The effective permissions of a subject with its implied groups and the given further ones. What can never match where
 * it is bound (URLs in a RoleBinding, rules with empty lists) is left out.
 */
export function whatCan(access: Access, subject: Subject, groups: readonly string[] = [], namespace?: string): WhatCan {
  const identity = identityOf(subject, groups);
  const permissions = holdersOf(identity, subject).flatMap((holder) =>
    access.grantsOf(holder).flatMap((grant) => {
      const box = boxOf(grant.scope, grant.rule);
      if (!box || (namespace !== undefined && grant.scope !== '*' && grant.scope !== namespace)) return [];
      const { verbs, apiGroups, resources, resourceNames, nonResourceURLs } = box.rule;
      const rule = { verbs, apiGroups, resources, resourceNames, nonResourceURLs };
      return [{ scope: grant.scope, rule, via: viaOf(access, grant, subject.kind !== 'Group' || holder.name !== subject.name) }];
    }),
  );
  return {
    subject,
    groups: [...identity.groups].sort(),
    superuser: identity.groups.includes(superuserGroup),
    permissions: permissions.sort((a, b) => byVia(a.via, b.via)),
  };
}

function holdersOf(identity: Identity, subject: Subject): Subject[] {
  const groups = identity.groups.map((name): Subject => ({ kind: 'Group', name }));
  return subject.kind === 'Group' ? groups : [subjectOfUser(identity.user), ...groups];
}
