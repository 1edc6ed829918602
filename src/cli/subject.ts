import { serviceAccountUser, subjectOfUser } from '../analyzer/access/identity.ts';
import { UserError } from '../model/error.ts';
import type { Subject } from '../model/subject.ts';

const spellings = 'write user:NAME, group:NAME or sa:NAMESPACE/NAME';

/**
 * Reads a subject as people write it: `user:jane`, `group:devs`, `sa:shop/checkout`, and kubectl's `jane` and
 * `system:serviceaccount:shop:checkout`. Throws a UserError for an empty name or a ServiceAccount without namespace.
 */
export function parseSubject(text: string): Subject {
  const [, prefix = '', rest = ''] = /^(user|group|sa|serviceaccount):(.*)$/is.exec(text) ?? ['', '', text];
  if (rest === '') throw new UserError(`${JSON.stringify(text)} names no subject`, spellings);
  switch (prefix.toLowerCase()) {
    case 'group':
      return { kind: 'Group', name: rest };
    case 'sa':
    case 'serviceaccount': {
      const slash = rest.indexOf('/');
      if (slash <= 0 || slash === rest.length - 1) throw new UserError(`${text}: a ServiceAccount needs its namespace`, spellings);
      return subjectOfUser(serviceAccountUser(rest.slice(0, slash), rest.slice(slash + 1)));
    }
    default:
      return subjectOfUser(rest);
  }
}
