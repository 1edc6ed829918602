import type { Access } from '../analyzer/access/access.ts';
import { asComments } from '../generator/comments.ts';
import type { Proof, Proposal } from '../model/proposal.ts';
import type { UsageSummary } from '../model/usage.ts';
import { proposalsText } from '../report/proposals.ts';
import type { Layout } from '../report/style.ts';
import { usageHead, usageText } from '../report/usage.ts';
import { proposalTexts } from './proposal-texts.ts';
import { risksBySubject, risksOf } from './risks.ts';

/** What suggest has found. */
export interface Suggested {
  proposals: readonly Proposal[];
  together: Proof;
  usage: UsageSummary | undefined;
}

/** Proposals as data. */
export function suggestedData({ proposals, together, usage }: Suggested, access: Access): object {
  return { proposals, together, risks: risksOf(access, proposals), ...(usage ? { usage } : {}) };
}

/** Proposals as a summary for people, as manifests or as a patch. */
export function suggestedText(suggested: Suggested, format: 'table' | keyof typeof proposalTexts, access: Access, layout: Layout): string {
  return format === 'table' ? tableOf(suggested, access, layout) : filesOf(suggested, format, access);
}

function tableOf({ proposals, together, usage }: Suggested, access: Access, layout: Layout): string {
  if (!usage) return proposalsText({ proposals, together, risks: risksOf(access, proposals) }, layout);
  const { limitations } = access.snapshot;
  return usageText({ usage, proposals, together, risks: risksBySubject(access, proposals), limitations }, layout);
}

/** What the proposals rest on is said above them. */
function filesOf({ proposals, usage }: Suggested, format: keyof typeof proposalTexts, { snapshot }: Access): string {
  const head = usage ? asComments(usageHead({ usage, limitations: snapshot.limitations })) : '';
  return `${head}${proposalTexts[format](proposals, snapshot)}`;
}
