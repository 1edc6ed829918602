import type { Rule } from '../../../model/rule.ts';
import type { Access } from '../../access/access.ts';
import type { Check, Fact } from '../check.ts';
import { factsBeside, holdings } from '../holdings.ts';
import { grantsOfPods } from '../pod-makers.ts';
import { docs } from '../references.ts';
import { grantsOfRequests, reaches, requestsFor } from '../requests.ts';
import { risk } from '../risk.ts';
import { isNamed } from '../rules.ts';
import { always } from '../severity.ts';
import { isSince } from '../versions.ts';

const variants = [
  {
    id: 'psp-use',
    // The admission plug-in asks with both groups (podsecuritypolicy/admission.go).
    requests: ['policy', 'extensions'].flatMap((group) => requestsFor('use', group, 'podsecuritypolicies')),
    what: 'PodSecurityPolicies',
    // PodSecurityPolicy was removed in 1.25, and the right to use one means nothing since.
    isInert: (access: Access) => isSince(access, '1.25'),
  },
  {
    id: 'scc-use',
    requests: requestsFor('use', 'security.openshift.io', 'securitycontextconstraints'),
    what: 'SecurityContextConstraints',
    isInert: () => false,
  },
];

/** Names that policies which let pods onto the node go by; what a policy of another name allows is not known. */
const permissiveName =
  /(?<!un|non-?)privileged|anyuid|hostaccess|hostmount|hostnetwork|unrestricted|node-exporter|machine-api-termination-handler/;

function isPermissive(rule: Rule): boolean {
  return !isNamed(rule) || rule.resourceNames.some((name) => permissiveName.test(name));
}

export const policyUse: readonly Check[] = variants.map(({ id, requests, what, isInert }) =>
  risk({
    id,
    page: 'policy-use',
    title: `A subject can use ${what} that let pods onto the node`,
    requests,
    run: (access) => (isInert(access) ? [] : facts(access, requests)),
    levels: always('high'),
    levelsOf: (_link, _access, { together }) => ({ ...always(together ? 'high' : 'medium'), names: 'high' }),
    statement: ({ together }) =>
      together ? `can create pods that ${what} let onto the node` : `can use ${what} that let pods onto the node`,
    detail: ({ together }) =>
      `A privileged pod, or one that mounts folders of the node, captures the node and all that runs there.${together ? '' : ' This subject cannot create pods, but where it is a ServiceAccount, whoever may create pods in its namespace can have them run as it.'}`,
    remediation: 'Name the policy that the pods need, the strictest that serves: resourceNames beside use.',
    references: [docs.podSecurityPolicy, docs.leastPrivilege],
  }),
);

function facts(access: Access, requests: (typeof variants)[number]['requests']): Fact[] {
  const ofPods = grantsOfPods(access);
  const pods = holdings(ofPods);
  const withPods = (fact: Fact): Fact => {
    const { subject, scope } = fact;
    const together = subject ? pods(subject).filter((grant) => scope === '*' || reaches(grant, scope)) : [];
    return together.length > 0 ? { ...fact, together: together.slice(0, 1) } : fact;
  };
  const permissive = grantsOfRequests(access, requests).filter(({ rule }) => isPermissive(rule));
  return factsBeside(permissive, ofPods, withPods);
}
