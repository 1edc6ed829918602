import { kindAndName } from '../../../model/role.ts';
import type { Subject } from '../../../model/subject.ts';
import type { Access } from '../../access/access.ts';
import type { Check, Fact } from '../check.ts';
import { factsOfUses } from '../grants.ts';
import { attack, docs } from '../references.ts';
import { rank } from '../severity.ts';

export const danglingSa: Check = {
  id: 'dangling-sa',
  title: 'A binding names a ServiceAccount that does not exist',
  kind: 'lint',
  base: 'low',
  references: [docs.periodicReview, docs.leastPrivilege, attack('T1098.006')],
  impliedBy: [],
  remediation: 'Take the subject out of the binding, or create the ServiceAccount that was meant.',
  run: facts,
  fromContent: (worst, fact) => (fact.base === undefined && rank(worst) <= rank('high') ? 'medium' : undefined),
  say: ({ role, notes = [] }) => ({
    statement: `would, if it existed, hold ${role ? kindAndName(role) : 'a role'}`,
    detail: [...notes, 'Whoever may create a ServiceAccount of that name there, and run a pod as it, gets what is bound to it.'].join(' '),
  }),
};

function* facts(access: Access): Generator<Fact> {
  const missing = missingAccounts(access);
  const uses = access.subjects.filter(missing).flatMap((subject) => access.usesFor(subject));
  const { complete, namespaces } = access.snapshot;
  const known = new Set(namespaces.map(({ name }) => name));
  for (const { use, fact } of factsOfUses(uses)) {
    const namespace = use.subject.namespace ?? '';
    const notes = complete.has('Namespace') && !known.has(namespace) ? [`Its namespace ${namespace} does not exist either.`] : [];
    yield complete.has('ServiceAccount')
      ? { ...fact, notes }
      : { ...fact, base: 'info', notes: ['The input is not a whole cluster: the ServiceAccount may live elsewhere.'] };
  }
}

/**
 * Tells which ServiceAccounts are missing. Where the input is no whole cluster, only those whose namespace brings other
 * ServiceAccounts: there, a missing one is likely a slip. Never `default`, which each namespace gets by itself, nor any of
 * kube-system, where many products put theirs.
 */
function missingAccounts(access: Access): (subject: Subject) => boolean {
  const { complete, serviceAccounts } = access.snapshot;
  const known = new Set(serviceAccounts.map(({ namespace, name }) => `${namespace}/${name}`));
  const described = new Set(serviceAccounts.map(({ namespace }) => namespace));
  return ({ kind, namespace = '', name }) => {
    if (kind !== 'ServiceAccount' || known.has(`${namespace}/${name}`)) return false;
    return complete.has('ServiceAccount') || (described.has(namespace) && namespace !== 'kube-system' && name !== 'default');
  };
}
