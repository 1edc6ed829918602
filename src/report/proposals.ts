import type { Proposal } from '../model/proposal.ts';
import { subjectLabel } from '../model/subject.ts';
import { columns } from './columns.ts';
import { plain } from './plain.ts';
import type { Layout } from './style.ts';
import { count, objectText } from './words.ts';

/** The proposals for people: what each replaces by what, for whom, and that it was proved. */
export function proposalsText(proposals: readonly Proposal[], layout: Layout): string {
  if (proposals.length === 0) return 'No proposals.\n';
  const rows = proposals.map((proposal) => [
    plain(
      proposal.replaces
        .filter(({ kind }) => kind.endsWith('Role'))
        .map(objectText)
        .join(', '),
    ),
    plain(
      proposal.creates
        .filter(({ kind }) => kind.endsWith('Role'))
        .map(({ metadata }) => metadata.name)
        .join(', '),
    ),
    proposal.proof.equivalent ? 'nobody loses or gains' : `${proposal.proof.lost.length} lost, ${proposal.proof.gained.length} gained`,
    plain(someSubjects(proposal)),
  ]);
  const table = columns(['ROLE', 'BECOMES', 'PROOF', 'FOR'], rows, layout);
  return `${count(proposals.length, 'proposal')}\n\n${table}\n\nThe manifests: --format yaml. As a patch: --format diff.\n`;
}

const mostSubjects = 3;

function someSubjects({ subjects }: Proposal): string {
  const shown = subjects.slice(0, mostSubjects).map(subjectLabel).join(', ');
  return subjects.length > mostSubjects ? `${shown} and ${subjects.length - mostSubjects} more` : shown;
}
