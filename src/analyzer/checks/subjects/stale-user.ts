import type { Check } from '../check.ts';
import { factsOfUses } from '../grants.ts';
import { attack, docs } from '../references.ts';
import { usesBy } from '../uses.ts';

export const staleUser: Check = {
  id: 'stale-user',
  title: 'A binding names a user or group that the inventory does not know',
  kind: 'lint',
  base: 'low',
  references: [docs.periodicReview, attack('T1078')],
  impliedBy: [],
  remediation: 'Take the subject out of the binding, or add it to the inventory in the configuration.',
  *run(access, { isKnownIdentity }) {
    if (!isKnownIdentity) return;
    const unknown = usesBy(
      access,
      (subject) => subject.kind !== 'ServiceAccount' && !subject.name.startsWith('system:') && !isKnownIdentity(subject),
    );
    for (const { fact } of factsOfUses(unknown)) yield fact;
  },
  say: ({ role, subject }) => ({
    statement: `holds ${role?.kind}/${role?.name} and is in no inventory`,
    detail: `RBAC goes by the name alone: whoever gets the ${subject?.kind === 'Group' ? 'group' : 'user name'} next in the identity provider gets the rights of the one who left.`,
  }),
};
