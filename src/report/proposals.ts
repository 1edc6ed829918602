import { type Severity, severities } from '../model/finding.ts';
import type { Proof, Proposal, Rights } from '../model/proposal.ts';
import { subjectLabel } from '../model/subject.ts';
import { columns } from './columns.ts';
import { plain } from './plain.ts';
import type { Layout } from './style.ts';
import { count, objectText, scopeText } from './words.ts';
import { wrap } from './wrap.ts';

/** Proposals, what all of them change together, and how many risks of each severity there are without them and with them. */
export interface Suggestion {
  proposals: readonly Proposal[];
  together: Proof;
  risks: { before: Record<Severity, number>; after: Record<Severity, number> };
}

/** The proposals for people: what each does to which role, the rights before and after, what is lost, and for whom. */
export function proposalsText({ proposals, together, risks }: Suggestion, layout: Layout): string {
  if (proposals.length === 0) return 'No proposals.\n';
  const rows = proposals.map((proposal) => [
    plain(subjectOf(proposal)),
    proposal.steps.join(', '),
    plain(rightsText(proposal.rights.before)),
    sameRights(proposal) ? 'the same' : plain(rightsText(proposal.rights.after)),
    proofText(proposal.proof),
    plain(someSubjects(proposal)),
  ]);
  const table = columns(['ROLE', 'WHAT', 'RIGHTS BEFORE', 'AFTER', 'PROOF', 'FOR'], rows, layout);
  const said = [
    'Rights are verbs on resources and URLs that the API serves: read/write/privileged.',
    `All together: ${proofText(together)}. ${riskText(risks)}`,
    'The manifests: --format yaml. As a patch: --format diff. All that is lost: --format json.',
  ].map((line) => wrap('', line, layout.width, 0));
  return `${[count(proposals.length, 'proposal'), '', table, '', ...said].join('\n')}\n`;
}

function subjectOf({ replaces: [about] }: Proposal): string {
  return about ? objectText(about) : '';
}

function rightsText({ read, write, privileged, scopes }: Rights): string {
  if (scopes.length === 0) return 'none';
  return `${read}/${write}/${privileged} ${placesText(scopes)}`;
}

const mostPlaces = 2;

function placesText(scopes: readonly string[]): string {
  if (scopes.includes('*')) return scopeText('*');
  return scopes.length > mostPlaces ? `in ${scopes.length} namespaces` : `in ${scopes.join(', ')}`;
}

function sameRights({ rights: { before, after } }: Proposal): boolean {
  return rightsText(before) === rightsText(after);
}

function proofText({ equivalent, lost, inert }: Proof): string {
  if (equivalent) return 'nobody loses or gains';
  if (inert.length === lost.length) return 'lost is only what is never asked';
  const never = inert.length === 0 ? '' : `, ${inert.length} of them never asked`;
  return `${lost.length} lost${never}`;
}

function riskText({ before, after }: Suggestion['risks']): string {
  const changed = severities.filter((severity) => before[severity] !== after[severity]);
  if (changed.length === 0) return 'The risks stay as many.';
  return `Risks, those that others imply counted too: ${changed.map((severity) => `${severity} ${before[severity]} -> ${after[severity]}`).join(', ')}.`;
}

const mostSubjects = 3;

function someSubjects({ subjects }: Proposal): string {
  const shown = subjects.slice(0, mostSubjects).map(subjectLabel).join(', ');
  return subjects.length > mostSubjects ? `${shown} and ${subjects.length - mostSubjects} more` : shown;
}
