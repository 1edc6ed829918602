import { mayHaveAwsAuth } from '../../../facts/platform.ts';
import type { Severity } from '../../../model/finding.ts';
import type { Check, Circumstance, Fact, Levels, Link } from '../check.ts';
import { factsOf } from '../grants.ts';
import { attack, docs } from '../references.ts';
import { grantsOfRequests, requestsFor, writeVerbs } from '../requests.ts';
import { byScope, risk } from '../risk.ts';
import { isNamed, onlyCreates } from '../rules.ts';
import { worse } from '../severity.ts';

interface SystemConfigMap {
  namespace: string;
  name: string;
  level: Severity;
  /** True where a version may follow the name. */
  versions?: boolean;
}

/** ConfigMaps that the cluster itself is run by: where they are, and how bad it is to write them. */
const systemConfigMaps: readonly SystemConfigMap[] = [
  // Maps cloud identities to users and groups, system:masters included (EKS).
  { namespace: 'kube-system', name: 'aws-auth', level: 'critical' },
  // Says whose word counts for a user's name at aggregated API servers.
  { namespace: 'kube-system', name: 'extension-apiserver-authentication', level: 'critical' },
  { namespace: 'kube-system', name: 'coredns', level: 'high' },
  { namespace: 'kube-system', name: 'kube-proxy', level: 'high' },
  { namespace: 'kube-system', name: 'kubeadm-config', level: 'high' },
  // Until Kubernetes 1.23 with the version behind its name (kubeadm).
  { namespace: 'kube-system', name: 'kubelet-config', level: 'high', versions: true },
  { namespace: 'kube-system', name: 'kube-root-ca.crt', level: 'high' },
  { namespace: 'kube-public', name: 'cluster-info', level: 'high' },
];

const systemNamespaces: ReadonlySet<string> = new Set(systemConfigMaps.map(({ namespace }) => namespace));
const requests = requestsFor(writeVerbs, '', 'configmaps');

/** How bad the system ConfigMaps are that a link reaches by name; undefined where it reaches none so. */
function levelOfNames({ rule, binding }: Link): Severity | undefined {
  const reached = systemConfigMaps.filter(
    ({ namespace, name, versions }) =>
      (binding?.namespace === undefined || binding.namespace === namespace) &&
      rule?.resourceNames.some((named) => named === name || (versions && named.startsWith(`${name}-`))),
  );
  return reached.map(({ level }) => level).reduce<Severity | undefined>((worst, level) => (worst ? worse(worst, level) : level), undefined);
}

function isOfSystemNamespace({ binding }: Link): boolean {
  return binding?.namespace !== undefined && systemNamespaces.has(binding.namespace);
}

function reachesSystem(link: Link): boolean {
  if (link.rule && isNamed(link.rule)) return levelOfNames(link) !== undefined;
  return link.binding?.namespace === undefined || isOfSystemNamespace(link);
}

/** Those that the cluster is run by are there already, aws-auth perhaps excepted: to change them takes more than create. */
function onlyAdds({ rule }: Link): boolean {
  return rule !== undefined && onlyCreates(rule);
}

function systemLevels(link: Link): Levels {
  const level = levelOfNames(link) ?? (onlyAdds(link) ? 'medium' : 'high');
  return { ...byScope(level, level), names: level };
}

const mayHoldAwsAuth: Circumstance = {
  id: 'aws-auth',
  to: 'critical',
  reason: 'aws-auth may be among them, which on EKS says who is in system:masters',
};
const mayLackAwsAuth: Circumstance = {
  id: 'aws-auth',
  to: 'high',
  reason: 'aws-auth may not be there yet, which on EKS says who is in system:masters',
};

/** What aws-auth adds to a fact; names that are not its own leave it alone. */
function awsAuth({ scope, because }: Fact): Circumstance[] {
  const open = because.filter(({ rule }) => rule && !isNamed(rule));
  if (scope === 'kube-public' || open.length === 0) return [];
  return [open.every(onlyAdds) ? mayLackAwsAuth : mayHoldAwsAuth];
}

/** Write access to configuration, of the cluster and of applications. */
export const configMapsWrite: readonly Check[] = [
  risk({
    id: 'configmaps-kube-system-write',
    page: 'configmaps-write',
    title: 'A subject can write the ConfigMaps that the cluster is run by',
    requests,
    levels: byScope('high', 'high'),
    levelsOf: systemLevels,
    run(access, { platform }) {
      const facts = factsOf(grantsOfRequests(access, requests).filter(reachesSystem));
      return mayHaveAwsAuth(access.snapshot, platform) ? facts.map((fact) => ({ ...fact, circumstances: awsAuth(fact) })) : facts;
    },
    statement: ({ because }) =>
      because.every(onlyAdds)
        ? 'can add ConfigMaps that the cluster is run by, where they are missing'
        : 'can change how the cluster is run through its ConfigMaps',
    detail:
      'aws-auth says on EKS who is in system:masters, extension-apiserver-authentication whose word counts for a user’s name, coredns where names lead, and others how kube-proxy and the kubelets run.',
    remediation: 'Name the ConfigMap that is needed (resourceNames), in a Role of its namespace.',
    references: [docs.leastPrivilege, docs.aggregationLayer, attack('T1098')],
  }),
  risk({
    id: 'configmaps-write',
    page: 'configmaps-write',
    title: 'A subject can write ConfigMaps',
    requests,
    // What reaches the ConfigMaps of the cluster itself is said above.
    run: (access) => factsOf(grantsOfRequests(access, requests).filter((link) => !isOfSystemNamespace(link) || !reachesSystem(link))),
    levels: byScope('medium', 'low', 'high'),
    levelsOf: (link) => (onlyAdds(link) ? byScope('low', 'low', 'medium') : byScope('medium', 'low', 'high')),
    statement: ({ because }) =>
      because.every(onlyAdds) ? 'can add to the configuration of applications' : 'can change the configuration of applications',
    detail:
      'ConfigMaps hold addresses, switches and scripts that pods run: who writes them decides what the pods do when they next read them.',
    remediation: 'Name the ConfigMaps that are needed (resourceNames).',
    references: [docs.leastPrivilege, attack('T1565')],
    impliedBy: ['configmaps-kube-system-write'],
  }),
];
