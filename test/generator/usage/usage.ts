import type { Access } from '../../../src/analyzer/access/access.ts';
import { buildAccess } from '../../../src/analyzer/access/build.ts';
import { useBySubject } from '../../../src/analyzer/usage/by-subject.ts';
import { withImpliedNeeds } from '../../../src/analyzer/usage/implied-needs.ts';
import { builtinDiscovery } from '../../../src/facts/kubernetes.ts';
import { propose, type Selection } from '../../../src/generator/propose.ts';
import type { Evidence } from '../../../src/generator/usage/evidence.ts';
import { narrowToUsage } from '../../../src/generator/usage/narrow-to-usage.ts';
import { newRolesFromUsage } from '../../../src/generator/usage/new-roles.ts';
import type { Binding } from '../../../src/model/binding.ts';
import type { Manifest, Proposal } from '../../../src/model/proposal.ts';
import type { Request } from '../../../src/model/request.ts';
import type { Role } from '../../../src/model/role.ts';
import { type Subject, subjectKey } from '../../../src/model/subject.ts';
import {
  generalisations,
  type IdentityUsage,
  type Outcome,
  type Usage,
  type UsageBasis,
  type UsedRight,
} from '../../../src/model/usage.ts';
import { usedVerifierFor } from '../../../src/verifier/used.ts';
import { verifierFor } from '../../../src/verifier/verify.ts';
import { accessTo } from '../snapshot.ts';

/** Access to a cluster with these roles and bindings, which serves what Kubernetes serves. */
export function clusterOf(roles: readonly Role[], bindings: readonly Binding[]): Access {
  return buildAccess({ ...accessTo(roles, bindings).snapshot, discovery: builtinDiscovery('1.36') });
}

/** What a user did: `did('ines', 'nurses', 'get pods/web', 'list pods.apps in shop', 'get /metrics')`. Names follow in brackets: `get pods(a,b) in shop`. */
export function did(user: string, groups: string, ...requests: readonly string[]): IdentityUsage {
  return {
    identity: { user, groups: groups.split(' ').filter((group) => group !== '') },
    requests: requests.length,
    rights: requests.map((words) => right(words)),
    complete: true,
  };
}

export function right(words: string, outcome: Outcome = 'allowed'): UsedRight {
  const seen = { outcome, count: 1, first: '2026-10-18T00:00:00.000Z', last: '2026-11-20T00:00:00.000Z' };
  const [verb = '', what = '', , namespace = ''] = words.split(' ');
  if (what.startsWith('/')) return { ...seen, request: { verb, path: what }, names: [''] };
  const [, combined = '', names] = /^([^(]*)(?:\((.*)\))?$/.exec(what) ?? [];
  const [spelled = '', subresource = ''] = combined.split('/');
  const dot = spelled.indexOf('.');
  const request: Request = {
    verb,
    group: dot < 0 ? '' : spelled.slice(dot + 1),
    resource: dot < 0 ? spelled : spelled.slice(0, dot),
    subresource,
    name: '',
    namespace,
  };
  return { ...seen, request, names: names === '*' ? undefined : (names ?? '').split(',') };
}

export function usageOf(...identities: readonly IdentityUsage[]): Usage {
  const counts = {
    events: 0,
    requests: 0,
    outside: 0,
    receivedOnly: 0,
    unfinished: 0,
    unsaid: 0,
    undecided: 0,
    unspeakable: 0,
    withoutGroups: 0,
    otherVersions: 0,
    otherRecords: 0,
    otherLines: 0,
    broken: 0,
    truncated: 0,
    givenUp: 0,
  };
  return { identities, log: { sources: ['audit.log'], first: '', last: '', days: 0, counts, levels: {} } };
}

export interface Options extends Partial<Omit<Evidence, 'uses' | 'report'>> {
  isNew?: boolean;
  selection?: Selection;
}

export interface Outcomes {
  proposals: Proposal[];
  bases: UsageBasis[];
  passedOver: string[];
}

/** Proposals from usage, each proved. */
export function proposalsFrom(access: Access, seen: Usage, { isNew = false, selection = {}, ...options }: Options = {}): Outcomes {
  const usage = withImpliedNeeds(seen, access.snapshot.kubernetesVersion);
  const bases = new Map<string, UsageBasis>();
  const passedOver: string[] = [];
  const evidence = evidenceFor(access, usage, options, (basis) => bases.set(subjectKey(basis.subject), basis));
  const basisOf = (subject: Subject) => bases.get(subjectKey(subject));
  const used = usedVerifierFor(access, { usage, outcomes: evidence.outcomes, isNew, basisOf });
  const verify = verifierFor(access);
  const proposals = propose(access, selection, {
    isExpected: () => false,
    only: new Set(['usage']),
    usage: isNew ? newRolesFromUsage(evidence) : narrowToUsage(evidence),
    verify: (drafts) => ({ ...verify(drafts), ...(isNew ? { gained: [] } : {}), used: used(drafts) }),
    passedOver: (object, _, reason) => passedOver.push(`${object.kind}/${object.name}: ${reason}`),
  });
  return { proposals, bases: [...bases.values()], passedOver };
}

export function evidenceFor(access: Access, usage: Usage, options: Options, report: Evidence['report']): Evidence {
  return {
    uses: useBySubject(usage, access),
    generalise: new Set(generalisations),
    dropUnseen: new Set(),
    outcomes: new Set<Outcome>(['allowed', 'unsaid']),
    knowsGroups: true,
    blind: { reads: false, urls: false },
    ...options,
    report,
  };
}

/** New rules in words, sorted: where and in which class, then what, as in `shop read: get,list pods`. */
export function rulesOf({ proposals }: Outcomes): string[] {
  return proposals.flatMap(({ creates }) => creates.flatMap(inWords)).sort();
}

function inWords(manifest: Manifest): string[] {
  if (!('rules' in manifest)) return [];
  const { namespace, name } = manifest.metadata;
  return manifest.rules.map(({ verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] }) => {
    const groups = apiGroups.join() === '' ? '' : `.${apiGroups.join()}`;
    const names = resourceNames.length === 0 ? '' : `(${resourceNames.join()})`;
    return `${namespace ?? '*'} ${name.replace(/^.*-used-/, '')}: ${verbs.join()} ${[...resources, ...nonResourceURLs].join()}${groups}${names}`;
  });
}
