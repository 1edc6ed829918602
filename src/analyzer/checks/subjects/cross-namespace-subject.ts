import type { PodSecurity } from '../../../facts/pod-security.ts';
import { type Subject, subjectLabel } from '../../../model/subject.ts';
import { isAnonymous, isAuthenticated, serviceAccountsOf } from '../../access/audience.ts';
import type { Check, Circumstance, Fact } from '../check.ts';
import { factsOfUses } from '../grants.ts';
import { grantsOfPods } from '../pod-makers.ts';
import { attack, docs } from '../references.ts';
import { always } from '../severity.ts';
import { usesBy } from '../uses.ts';

const strictness: readonly PodSecurity[] = ['privileged', 'baseline', 'restricted'];

/** Those whom nobody is put in. */
function isAnybody(subject: Subject): boolean {
  return isAnonymous(subject) || isAuthenticated(subject) || serviceAccountsOf(subject) === '*';
}

export const crossNamespaceSubject: Check = {
  id: 'cross-namespace-subject',
  title: 'A RoleBinding grants rights to a ServiceAccount of another namespace',
  kind: 'risk',
  base: 'low',
  references: [docs.leastPrivilege, docs.roleBindings, attack('T1078')],
  impliedBy: ['cluster-admin-binding', 'cluster-admin-equivalent'],
  remediation: 'Run the workload in the namespace that it works in, or make sure that its own namespace is guarded at least as well.',
  *run(access, { podSecurityOf }) {
    const accounts = usesBy(access, ({ kind }) => kind === 'ServiceAccount');
    const across = accounts.filter(({ binding, subject }) => binding.namespace !== undefined && binding.namespace !== subject.namespace);
    const anybody = Map.groupBy(
      grantsOfPods(access).filter(({ subject }) => isAnybody(subject)),
      ({ scope }) => scope,
    );
    for (const { use, fact } of factsOfUses(across)) {
      const [home, there] = [podSecurityOf(use.subject.namespace ?? ''), podSecurityOf(fact.scope)];
      const isLessGuarded = strictness.indexOf(home) < strictness.indexOf(there);
      const runner = (anybody.get('*') ?? anybody.get(use.subject.namespace ?? ''))?.[0];
      const circumstances: Circumstance[] = [];
      if (isLessGuarded) {
        circumstances.push({
          id: 'less-guarded',
          to: 'medium',
          reason: `${use.subject.namespace} enforces the Pod Security level ${home}, ${fact.scope} ${there}`,
        });
      }
      if (runner) {
        circumstances.push({
          id: 'open-to-all',
          to: 'medium',
          reason: `${subjectLabel(runner.subject)} may run pods in ${use.subject.namespace}`,
        });
      }
      yield { ...fact, circumstances } satisfies Fact;
    }
  },
  levels: () => always('low'),
  say: ({ role, subject, scope }) => ({
    statement: `can use ${role?.kind}/${role?.name}`,
    detail: `Whoever may run a pod in ${subject?.namespace} has these rights in ${scope}: the two namespaces are only as safe as the weaker one.`,
  }),
};
