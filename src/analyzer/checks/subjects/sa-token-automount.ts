import type { Subject } from '../../../model/subject.ts';
import type { ServiceAccount, Workload } from '../../../model/workload.ts';
import type { Access } from '../../access/access.ts';
import { serviceAccountsOf } from '../../access/audience.ts';
import type { Check, Fact } from '../check.ts';
import { attack, cis, docs } from '../references.ts';
import { rank } from '../severity.ts';
import { list } from '../wording.ts';

export const saTokenAutomount: Check = {
  id: 'sa-token-automount',
  title: 'Pods mount the token of a powerful ServiceAccount without asking for it',
  kind: 'lint',
  base: 'low',
  references: [docs.automount, cis('5.1.6'), attack('T1528')],
  impliedBy: [],
  remediation: 'Set automountServiceAccountToken: false on the ServiceAccount, and true on the pods that talk to the API server.',
  isLate: true,
  *run(access, { worstOf }): Generator<Fact> {
    const accounts = new Map(access.snapshot.serviceAccounts.map((account) => [`${account.namespace}/${account.name}`, account]));
    const mounting = access.snapshot.workloads.filter((workload) => mounts(workload, accounts.get(accountOf(workload))));
    const ofAccount = Map.groupBy(mounting, accountOf);
    const inNamespace = Map.groupBy(mounting, ({ namespace }) => namespace);
    for (const subject of access.subjects) {
      const worst = worstOf(subject);
      if (worst === undefined || rank(worst) > rank('high')) continue;
      const found = workloadsAs(subject, mounting, inNamespace, ofAccount);
      if (found.length > 0) yield factOf(subject, found, access);
    }
  },
  say: ({ subject, notes = [] }) => ({
    statement:
      subject?.kind === 'Group'
        ? `has members whose tokens are mounted without being asked for, by ${list(notes)}`
        : `is mounted without being asked for, by ${list(notes)}`,
    where: '',
    detail:
      'The pods do not say that they need the token, and every container has it: a file that anything which breaks into the container reads first.',
  }),
};

function accountOf({ namespace, serviceAccount }: Workload): string {
  return `${namespace}/${serviceAccount}`;
}

/** Those of the workloads whose tokens are worth what the subject can do: a ServiceAccount, or all of them, or all of a namespace. */
function workloadsAs(
  subject: Subject,
  all: readonly Workload[],
  inNamespace: ReadonlyMap<string, readonly Workload[]>,
  ofAccount: ReadonlyMap<string, readonly Workload[]>,
): readonly Workload[] {
  const { kind, namespace, name } = subject;
  if (kind === 'ServiceAccount') return ofAccount.get(`${namespace}/${name}`) ?? [];
  const home = serviceAccountsOf(subject);
  if (home === undefined) return [];
  return home === '*' ? all : (inNamespace.get(home) ?? []);
}

/** The pod's own word counts, then the ServiceAccount's, else the token is mounted (serviceaccount admission plugin, shouldAutomount). A pod that says true asks for it. */
function mounts(workload: Workload, account: ServiceAccount | undefined): boolean {
  return workload.automountToken === undefined && account?.automountToken !== false;
}

function factOf(subject: Subject, mounting: readonly Workload[], access: Access): Fact {
  const because = access.usesFor(subject);
  const names = mounting.map(({ kind, namespace, name }) =>
    subject.kind === 'Group' ? `${kind} ${namespace}/${name}` : `${kind} ${name}`,
  );
  const isDefault = { id: 'unasked', to: 'medium', reason: 'pods that name no ServiceAccount hardly need one' } as const;
  return { subject, scope: subject.namespace ?? '*', because, notes: names, circumstances: subject.name === 'default' ? [isDefault] : [] };
}
