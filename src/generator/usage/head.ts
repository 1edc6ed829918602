import { objectKey } from '../../model/gap.ts';
import { deletedBy, type Proposal } from '../../model/proposal.ts';
import { subjectLabel } from '../../model/subject.ts';
import { objectLabel } from '../object-label.ts';

/** What people read above the objects of a proposal from usage. */
export function usageHead(proposal: Proposal): string[] {
  const { subjects, replaces, why, proof, creates } = proposal;
  const roles = creates.filter((manifest) => 'rules' in manifest).map(({ metadata }) => metadata.name);
  const gone = deletedBy([proposal]);
  const number = proof.used?.requests ?? 0;
  const requests = number === 1 ? 'the one request of the log is' : `all ${number} different requests of the log are`;
  const keys = new Set(gone.map(objectKey));
  const edited = replaces.filter((ref) => !keys.has(objectKey(ref)));
  return [
    `${subjects.map(subjectLabel).join(', ')}: ${roles.length === 0 ? 'no role is needed' : [...new Set(roles)].join(', ')}`,
    ...why.map((reason) => `why: ${reason}`),
    ...(gone.length > 0 ? [`replaces: ${gone.map(objectLabel).join(', ')}`] : []),
    ...(edited.length > 0 ? [`edits: ${edited.map(objectLabel).join(', ')}`] : []),
    replaces.length === 0
      ? `proof: used <= new: ${requests} allowed, and nothing else but what is generalised`
      : `proof: used <= new <= old: ${requests} still allowed, and nothing is gained`,
    ...proof.lost.map((request) => `lost: ${request}`),
  ];
}
