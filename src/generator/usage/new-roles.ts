import { identityOf, userOf } from '../../analyzer/access/identity.ts';
import type { Box } from '../../analyzer/access/permission-set.ts';
import type { SubjectUse } from '../../analyzer/usage/by-subject.ts';
import { isPathRequest, type Request } from '../../model/request.ts';
import { subjectKey } from '../../model/subject.ts';
import type { UsedRight } from '../../model/usage.ts';
import type { Change } from '../change.ts';
import { classOfResource } from '../classes.ts';
import type { Stage, Step } from '../stage.ts';
import { without } from './boxes.ts';
import { type Evidence, usedRights } from './evidence.ts';
import { generalise } from './generalise.ts';
import { basisOf, usedBoxesOf } from './narrow-to-usage.ts';
import { reasonsFor } from './reasons.ts';
import { feedsAnother, rolesFor } from './roles-for.ts';

/**
 * Makes roles for what each user of the log did, as if nobody had any but what Kubernetes itself gives. Groups are left out,
 * unless one is asked for: what their members do has nothing to do with the group.
 */
export function newRolesFromUsage(evidence: Evidence): Step {
  return (stage) =>
    evidence.uses.flatMap((use) => {
      const isMeant = evidence.subject ? subjectKey(evidence.subject) === subjectKey(use.subject) : use.subject.kind !== 'Group';
      return isMeant ? (changeFor(use, evidence, stage) ?? []) : [];
    });
}

function changeFor(use: SubjectUse, evidence: Evidence, stage: Stage): Change | undefined {
  const { subject } = use;
  const identity = identityOf(subject);
  const isNeeded = (request: Request): boolean =>
    !stage.access
      .reasons({ user: userOf(subject) ?? '', groups: identity.groups }, request)
      .some((grant) => grant.binding.builtin || stage.isExpected(grant.binding, grant.role, grant.subject));
  const rights = usedRights(use, evidence);
  const used = rights.filter((right) => isNameable(right, evidence)).flatMap((right) => usedBoxesOf(right, isNeeded));
  const forgotten = rights.filter((right) => !isNameable(right, evidence));
  if (!use.complete || forgotten.length > 0)
    stage.passedOver(subject, 'usage', 'it used more different rights than can be remembered, and not all of them are in its new roles');
  if (used.length === 0) return undefined;
  const generalised = generalise(used, evidence.generalise, stage.access.snapshot.discovery).flatMap(({ box, by }) =>
    without([box], used).map((part) => ({ box: part, by })),
  );
  const basis = basisOf(subject, used, generalised, []);
  const permissions: Box[] = [...used, ...generalised.map(({ box }) => box)];
  const makes = rolesFor(subject, permissions, subject, stage);
  if (feedsAnother(makes, subject, stage)) return undefined;
  evidence.report(basis);
  return {
    replaces: [],
    subjects: [subject],
    makes,
    removes: [],
    why: reasonsFor(use, basis, true),
    toll: 'nothing',
  };
}

/** False where too many names were used to put into a rule, and all of them may not be given. */
export function isNameable({ request, names }: UsedRight, { generalise: chosen }: Evidence): boolean {
  if (names !== undefined || isPathRequest(request)) return true;
  const { verb, group, resource, subresource } = request;
  return (
    chosen.has('names') && classOfResource(verb, group, subresource === '' ? resource : `${resource}/${subresource}`).class !== 'privileged'
  );
}
