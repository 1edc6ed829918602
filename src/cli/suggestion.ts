import type { Access } from '../analyzer/access/access.ts';
import { adminIdentities } from '../analyzer/checks/admins.ts';
import { inertRules } from '../analyzer/checks/hygiene/inert.ts';
import { type ProposeOptions, propose, type Selection, usualKinds } from '../generator/propose.ts';
import { UserError } from '../model/error.ts';
import type { Proof, Proposal, ProposalKind } from '../model/proposal.ts';
import { type Subject, subjectLabel } from '../model/subject.ts';
import type { UsageSummary } from '../model/usage.ts';
import { objectText } from '../report/words.ts';
import { verifierFor } from '../verifier/verify.ts';
import type { Expectations } from './expectations.ts';
import { expectKnownNamespace } from './known-namespace.ts';
import { expectKnownSubject } from './known-subject.ts';
import { expectKnownRole, parseRole } from './role.ts';
import { parseSubject } from './subject.ts';
import type { SuggestFlags } from './suggest-flags.ts';
import { type SuggestInput, usageProposals } from './usage.ts';

/** What the flags ask for. Throws a UserError for what cannot be meant. */
export function askedFor(flags: SuggestFlags): Asked {
  const subject = flags.for === undefined ? undefined : parseSubject(flags.for);
  const selection = {
    ...(subject ? { subject } : {}),
    ...(flags.role === undefined ? {} : { role: parseRole(flags.role, flags.namespace) }),
    ...(flags.namespace === undefined ? {} : { namespace: flags.namespace }),
  };
  const namespaces = flags.namespaces?.flatMap(namespaceList) ?? [];
  const own = flags['own-namespace'];
  const choice = {
    only: flags.only && new Set(flags.only),
    skip: flags.skip && new Set(flags.skip),
    ...(namespaces.length > 0 || own ? { homes: { namespaces, own, subject } } : {}),
  };
  if (flags.only?.every((kind) => choice.skip?.has(kind))) {
    throw new UserError('--skip leaves out all that --only asks for', 'leave one of them out');
  }
  if (choice.homes && (choice.skip?.has('narrow') || (choice.only && !choice.only.has('narrow')))) {
    throw new UserError(
      `${own ? '--own-namespace' : '--namespaces'} narrows, and --only or --skip leaves narrow out`,
      'leave one of them out, or add --only narrow',
    );
  }
  return { selection, choice };
}

interface Asked {
  selection: Selection;
  choice: Pick<ProposeOptions, 'only' | 'skip' | 'homes'>;
}

function namespaceList(text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes(''))
    throw new UserError(`--namespaces ${JSON.stringify(text)} holds an empty name`, 'write names with commas between them');
  return names;
}

/** Proposals, and what all of them change together. Cautions are said about what is asked for and not there, or cannot be changed. */
export function suggestionFor(
  access: Access,
  { selection, choice }: Asked,
  { isRestored, isAdmin: isNamedAdmin }: Pick<Expectations, 'isRestored' | 'isAdmin'>,
  caution: (line: string) => void,
  logs?: SuggestInput['logs'],
): { proposals: Proposal[]; together: Proof; usage: UsageSummary | undefined } {
  if (selection.subject && !logs?.flags.new) expectKnownSubject(access, selection.subject, caution);
  if (selection.role) expectKnownRole(access, selection.role);
  for (const namespace of choice.homes?.namespaces ?? []) expectKnownNamespace(access.snapshot, namespace, caution);
  const whyInert = inertRules(access.snapshot.discovery);
  const used = logs && usageProposals(logs.usage, access, logs.flags, { subject: selection.subject, whyInert });
  const verify = used ? used.verifier(verifierFor(access, whyInert)) : verifierFor(access, whyInert);
  const admins = adminIdentities(access);
  const isAdmin = (subject: Subject) => admins(subject) || isNamedAdmin(subject);
  const proposals = propose(access, selection, {
    ...choice,
    ...(used ? { usage: used.step, only: choice.only ?? new Set(['usage']) } : {}),
    isExpected: isRestored,
    isAdmin,
    whyInert,
    verify,
    passedOver: (object, kind, reason) => caution(`${objectText(object)} ${undone[kind]}: ${reason}`),
  });
  for (const subject of narrowedAdmins(proposals, admins)) {
    caution(`${subjectLabel(subject)} may do everything now: what is needed in an emergency only may not be in the log`);
  }
  const usage = used?.summary();
  if (selection.subject && usage?.subjects.length === 0) caution(`the log holds no request of ${subjectLabel(selection.subject)}`);
  return { proposals, together: verify(proposals), usage };
}

/** The people who are admins by what they hold, and would no longer be. A program does the same every day, people do not. */
function narrowedAdmins(proposals: readonly Proposal[], isAdmin: (subject: Subject) => boolean): Subject[] {
  const narrowed = proposals.filter(({ kind }) => kind === 'usage').flatMap(({ subjects }) => subjects);
  return narrowed.filter((subject) => subject.kind !== 'ServiceAccount' && isAdmin(subject));
}

const undone: Record<ProposalKind, string> = {
  usage: 'is not narrowed to what was used',
  expand: 'keeps its wildcards',
  narrow: 'is not narrowed',
  factor: 'is not factored',
  split: 'is not split',
  drop: 'stays as it is',
};

/** Says that there is nothing to propose, and where there might be more. */
export function nothingToPropose({ selection: { subject }, choice }: Asked, access: Access, usage?: UsageSummary): string {
  if (subject && !usage && access.bindingsFor(subject).length === 0)
    return `nothing to propose for ${subjectLabel(subject)}, who holds nothing`;
  if (usage) return 'nothing to propose: whoever is in question and made requests holds no more than was used, or has to keep it';
  const kinds = [...(choice.only ?? usualKinds)].filter((kind) => !choice.skip?.has(kind));
  return `nothing to propose (${kinds.join(', ')}): every role that is in question is as small as it gets without taking rights away`;
}
