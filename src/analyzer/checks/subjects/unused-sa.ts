import { subjectKey } from '../../../model/subject.ts';
import type { Check } from '../check.ts';
import { factsOfUses } from '../grants.ts';
import { attack, cis, docs } from '../references.ts';
import { usesBy } from '../uses.ts';

export const unusedSa: Check = {
  id: 'unused-sa',
  title: 'A ServiceAccount holds rights and no pod runs as it',
  kind: 'lint',
  base: 'low',
  references: [docs.periodicReview, docs.serviceAccountPermissions, cis('5.1.5'), attack('T1078')],
  impliedBy: ['dangling-sa'],
  remediation: 'Take it out of the binding, and delete the ServiceAccount if nothing outside the cluster uses its token.',
  *run(access) {
    const { input, workloads, serviceAccounts } = access.snapshot;
    // Manifests show a part of what runs, and operators make pods of their own.
    if (input !== 'cluster' || workloads.length === 0) return;
    const account = (namespace: string, name: string) => subjectKey({ kind: 'ServiceAccount', namespace, name });
    const used = new Set(workloads.map(({ namespace, serviceAccount }) => account(namespace, serviceAccount)));
    const existing = new Set(serviceAccounts.map(({ namespace, name }) => account(namespace, name)));
    const idle = usesBy(access, (subject) => existing.has(subjectKey(subject)) && !used.has(subjectKey(subject)));
    for (const { fact } of factsOfUses(idle)) yield fact;
  },
  say: ({ role }) => ({
    statement: `holds ${role?.kind}/${role?.name}, and no pod runs as it`,
    detail: 'Nothing in the cluster needs these rights now. Whoever may run a pod in its namespace, or have a token of it made, gets them.',
  }),
};
