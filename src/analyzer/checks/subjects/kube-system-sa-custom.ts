import { anyRisk, type Check } from '../check.ts';
import { factsOfUses } from '../grants.ts';
import { attack, docs } from '../references.ts';
import { always } from '../severity.ts';
import { usesBy } from '../uses.ts';

export const kubeSystemSaCustom: Check = {
  id: 'kube-system-sa-custom',
  title: 'A ServiceAccount of kube-system that is not Kubernetes’ own holds critical rights',
  kind: 'risk',
  base: 'info',
  references: [docs.leastPrivilege, attack('T1078')],
  impliedBy: ['cluster-admin-binding', 'cluster-admin-equivalent', anyRisk],
  remediation: 'Give the product a namespace of its own and narrow its role to what it does there.',
  isLate: true,
  run: (access, { worstOf }) =>
    factsOfUses(
      usesBy(
        access,
        (subject) => subject.kind === 'ServiceAccount' && subject.namespace === 'kube-system' && worstOf(subject) === 'critical',
      ),
    ).map(({ fact }) => fact),
  levels: () => always('info'),
  fromContent: (worst) => worst,
  say: ({ role }) => ({
    statement: `can use ${role?.kind}/${role?.name}`,
    detail:
      'Reviews tend to pass over kube-system as Kubernetes’ own. This grant is none of its defaults, and whoever may run a pod or read a Secret in kube-system has it too.',
  }),
};
