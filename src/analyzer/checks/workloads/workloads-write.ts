import type { Access } from '../../access/access.ts';
import type { Check, Fact, Levels, Link, Words } from '../check.ts';
import { creates } from '../creation.ts';
import { attack, cis, docs } from '../references.ts';
import { requestsFor, writeVerbs } from '../requests.ts';
import { nameLimit, risk } from '../risk.ts';
import { always } from '../severity.ts';
import { podLevels, templateLevels } from './pod-levels.ts';

interface Variant {
  id: string;
  kind: string;
  groups: readonly string[];
  /** What is peculiar to the kind, as a second sentence. */
  detail: string;
  techniques?: readonly string[];
}

/** Those before imply those after them where the same rule grants both, so the ones that reach most come first. */
const variants: readonly Variant[] = [
  {
    id: 'daemonsets-write',
    kind: 'DaemonSet',
    groups: ['apps', 'extensions'],
    detail: 'A DaemonSet runs it on every node at once.',
  },
  {
    id: 'deployments-write',
    kind: 'Deployment',
    groups: ['apps', 'extensions'],
    detail: 'Changing a Deployment that is there is enough: its next pods are the new ones.',
  },
  {
    id: 'statefulsets-write',
    kind: 'StatefulSet',
    groups: ['apps'],
    detail: 'Changing a StatefulSet that is there is enough, and its pods keep the volumes with the data.',
  },
  {
    id: 'replicasets-write',
    kind: 'ReplicaSet',
    groups: ['apps', 'extensions'],
    detail: 'Changing a ReplicaSet that is there is enough: the next pod that is missing is a new one.',
  },
  {
    id: 'replicationcontrollers-write',
    kind: 'ReplicationController',
    groups: [''],
    detail: 'Changing one that is there is enough: the next pod that is missing is a new one.',
  },
  {
    id: 'cronjobs-write',
    kind: 'CronJob',
    groups: ['batch'],
    detail: 'A CronJob runs it again and again, long after its maker has lost the right.',
    techniques: ['T1053.007'],
  },
  {
    id: 'jobs-write',
    kind: 'Job',
    groups: ['batch'],
    detail: 'The template of a Job that is there cannot be changed, so it takes the right to create.',
  },
];

/** Jobs are the only workload whose template is fixed (batch/validation ValidateJobUpdate), so that only making them runs pods. */
function jobLevels(link: Link, _access: Access, fact: Fact): Levels {
  return creates(link, fact) ? { ...podLevels, names: 'critical' } : always('low');
}

function sayOfJobs(fact: Fact): Words | undefined {
  if (fact.because.some((link) => creates(link, fact))) return undefined;
  return {
    statement: `can stop and hold up Jobs${nameLimit(fact)}`,
    detail: 'The template of a Job cannot be changed, but a Job can be suspended, and given a deadline that ends it at once.',
    remediation: 'Take update and patch on Jobs away, or limit them with resourceNames.',
  };
}

export const workloadsWrite: readonly Check[] = variants.map(({ id, kind, groups, detail, techniques = [] }, index) => {
  const check = risk({
    id,
    page: 'workloads-write',
    title: `A subject can run pods through ${kind}s`,
    requests: groups.flatMap((group) => requestsFor(writeVerbs, group, `${kind.toLowerCase()}s`)),
    countsApply: true,
    levels: podLevels,
    levelsOf: kind === 'Job' ? jobLevels : (link, access) => templateLevels(link, access, kind),
    statement: `can run any pod through ${kind}s`,
    detail: `The template decides as which ServiceAccount of the namespace pods run, what they mount, and whether they are privileged. ${detail}`,
    remediation:
      'Leave workloads to the pipeline that deploys them, in a namespace whose ServiceAccounts can do little and that enforces the Pod Security level restricted.',
    references: [docs.workloadCreation, docs.podSecurity, cis('5.1.4'), ...['T1610', ...techniques].map(attack)],
    impliedBy: ['pods-create', ...variants.slice(0, index).map((stronger) => stronger.id)],
  });
  return kind === 'Job' ? { ...check, say: (fact) => sayOfJobs(fact) ?? check.say(fact) } : check;
});
