import type { Access } from '../analyzer/access/access.ts';
import { useBySubject } from '../analyzer/usage/by-subject.ts';
import { withImpliedNeeds } from '../analyzer/usage/implied-needs.ts';
import { blindSpots, limitationsOf } from '../analyzer/usage/limitations.ts';
import { nothingAdmitted } from '../collector/admit/admitted.ts';
import { assemble } from '../collector/assemble.ts';
import { readDiscovery } from '../collector/discovery-file.ts';
import type { Step } from '../generator/stage.ts';
import type { Evidence } from '../generator/usage/evidence.ts';
import { narrowToUsage } from '../generator/usage/narrow-to-usage.ts';
import { isNameable, newRolesFromUsage } from '../generator/usage/new-roles.ts';
import { summariseUsage } from '../generator/usage/summary.ts';
import { UserError } from '../model/error.ts';
import type { WhyInert } from '../model/inert.ts';
import type { Verify } from '../model/proposal.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { type Subject, subjectKey } from '../model/subject.ts';
import { type Generalisation, generalisations, type Outcome, type Usage, type UsageBasis, type UsageSummary } from '../model/usage.ts';
import { usedVerifierFor } from '../verifier/used.ts';
import { type CollectFlags, type Collection, type Impersonation, kubernetesVersionOf, refuseConnectionFlags } from './collect.ts';
import { progressOn } from './progress.ts';
import type { SuggestFlags } from './suggest-flags.ts';
import { parseTime } from './time.ts';
import type { UsageFlags } from './usage-flags.ts';

/** What suggest works on: the snapshot, with what audit logs could not show and what of them could not be read, and their usage. */
export interface SuggestInput {
  snapshot: Snapshot;
  logs: { usage: Usage; flags: UsageFlags } | undefined;
}

/** Reads the input and the audit logs that the flags name. Throws a UserError for flags that cannot be meant. */
export async function readSuggestInput(
  flags: CollectFlags & UsageFlags & Pick<SuggestFlags, 'only' | 'skip'> & Impersonation & { quiet: boolean },
  collect: () => Promise<Collection>,
): Promise<SuggestInput> {
  const paths = flags['audit-log'];
  refuseContradictions(flags);
  const window = windowOf(flags);
  const snapshot = flags.new && !flags.filename ? emptySnapshot(flags, flags) : (await collect()).snapshot;
  if (paths === undefined) return { snapshot, logs: undefined };

  const { readAuditLogs } = await import('../collector/audit-log/read.ts');
  const progress = progressOn(process.stderr, flags.quiet, process.env);
  const { usage, gaps } = await readAuditLogs(paths, window, progress.show).finally(progress.end);
  return {
    snapshot: { ...snapshot, gaps: [...snapshot.gaps, ...gaps], limitations: [...snapshot.limitations, ...limitationsOf(usage)] },
    logs: { usage: withImpliedNeeds(usage, snapshot.kubernetesVersion), flags },
  };
}

function refuseContradictions(flags: UsageFlags & Pick<SuggestFlags, 'only' | 'skip'> & Pick<CollectFlags, 'filename'>): void {
  const paths = flags['audit-log'];
  if (paths === undefined) {
    if (flags.only?.includes('usage')) throw new UserError('--only usage needs an audit log', 'add --audit-log PATH');
    return;
  }
  if (paths.includes('-') && flags.filename?.includes('-')) {
    throw new UserError('-f - and --audit-log - cannot both read standard input', 'put one of them into a file');
  }
  if (flags.skip?.includes('usage') || (flags.only && !flags.only.includes('usage'))) {
    throw new UserError(
      '--audit-log is for proposals from usage, and --only or --skip leaves them out',
      'leave one of them out, or add --only usage',
    );
  }
}

function windowOf(flags: UsageFlags): { since: number; until: number } {
  const now = Date.now();
  const since = flags.since === undefined ? Number.NEGATIVE_INFINITY : parseTime('--since', flags.since, now, false);
  const until = flags.until === undefined ? Number.POSITIVE_INFINITY : parseTime('--until', flags.until, now, true);
  if (since > until) throw new UserError('--since is later than --until', 'turn them round');
  return { since, until };
}

/** Proposals out of usage: the step that makes them, the proof that they keep what was used, and what was seen. */
export interface UsageProposals {
  step: Step;
  verifier(verify: Verify): Verify;
  summary(): UsageSummary;
}

export function usageProposals(
  usage: Usage,
  access: Access,
  flags: UsageFlags,
  { subject, whyInert }: { subject: Subject | undefined; whyInert: WhyInert },
): UsageProposals {
  const bases = new Map<string, UsageBasis>();
  const generalise = chosenGeneralisations(flags.generalise);
  const outcomes = new Set<Outcome>(['allowed', 'unsaid', ...(flags['all-authorizers'] ? ['other' as const] : [])]);
  const evidence: Evidence = {
    uses: useBySubject(usage, access),
    subject,
    generalise: new Set(generalise),
    dropUnseen: new Set(flags['drop-unseen'] ?? []),
    outcomes,
    knowsGroups: usage.log.counts.withoutGroups === 0,
    blind: blindSpots(usage),
    report: (basis) => bases.set(subjectKey(basis.subject), basis),
  };
  return {
    step: flags.new ? newRolesFromUsage(evidence) : narrowToUsage(evidence),
    verifier: (verify) => {
      const nameable = flags.new ? onlyNameable(usage, evidence) : usage;
      const claims = { usage: nameable, outcomes, isNew: flags.new, basisOf: (one: Subject) => bases.get(subjectKey(one)) };
      const used = usedVerifierFor(access, claims);
      return (drafts) => {
        const proof = verify(drafts);
        // Who had nothing gains all of it; what counts is that none of it is without a reason.
        return { ...proof, ...(flags.new ? { gained: [] } : {}), used: used(drafts) };
      };
    },
    summary: () => ({
      log: usage.log,
      ...(flags.since === undefined ? {} : { since: flags.since }),
      ...(flags.until === undefined ? {} : { until: flags.until }),
      generalise,
      ...summariseUsage(access, evidence, bases, { isNew: flags.new, whyInert }),
    }),
  };
}

function chosenGeneralisations(chosen: readonly (Generalisation | 'none')[] | undefined): Generalisation[] {
  if (chosen === undefined) return [...generalisations];
  if (chosen.includes('none') && chosen.length > 1) throw new UserError('--generalise none excludes all others', 'leave one of them out');
  return generalisations.filter((one) => chosen.includes(one));
}

/** Rights that no new role can name are told, not proved. */
function onlyNameable(usage: Usage, evidence: Evidence): Usage {
  const identities = usage.identities.map((one) => ({ ...one, rights: one.rights.filter((right) => isNameable(right, evidence)) }));
  return { ...usage, identities };
}

/** The cluster in which nobody holds anything but what Kubernetes itself gives: what --new starts from without -f. */
function emptySnapshot(flags: CollectFlags & UsageFlags, connection: Impersonation): Snapshot {
  refuseConnectionFlags(flags, connection, '--new without -f asks no cluster');
  const version = kubernetesVersionOf(flags);
  return assemble(nothingAdmitted(), {
    sources: flags['audit-log']?.map((path) => (path === '-' ? 'stdin' : path)) ?? [],
    kubernetesVersion: version,
    discovery: flags.discovery === undefined ? undefined : readDiscovery(flags.discovery, version ?? ''),
  });
}
