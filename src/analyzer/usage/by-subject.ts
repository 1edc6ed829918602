import { byCodeUnit, sortedByKey } from '../../model/order.ts';
import { isPathRequest, type Request } from '../../model/request.ts';
import { type Identity, type Subject, subjectKey } from '../../model/subject.ts';
import type { Usage, UsedRight } from '../../model/usage.ts';
import type { Access } from '../access/access.ts';
import { subjectOfUser } from '../access/identity.ts';

/** What everybody whom a subject stands for has done: one user, or all members of a group. */
export interface SubjectUse {
  subject: Subject;
  requests: number;
  first: string;
  last: string;
  /** Sorted by what was asked for, whatever came of it. */
  rights: readonly UsedRight[];
  /** False where there was too much to remember all of it. */
  complete: boolean;
}

/**
 * Brings together what the users of a log have done, by the subjects that bindings can name: each user, and each group with what
 * its members may not do by bindings of their own. So a right that is held twice is needed in the narrower place. Sorted.
 */
export function useBySubject({ identities }: Usage, access: Access): SubjectUse[] {
  const gathered = new Map<string, Gathered>();
  const gatheredFor = (subject: Subject): Gathered => {
    const key = subjectKey(subject);
    const known = gathered.get(key) ?? new Gathered(subject);
    gathered.set(key, known);
    return known;
  };
  for (const { identity, requests, rights, complete } of identities) {
    // Whoever was not authenticated has no name.
    if (identity.user !== '') gatheredFor(subjectOfUser(identity.user)).add(requests, rights, complete);
    const own: Identity = { user: identity.user, groups: [] };
    const others = rights.flatMap((right) => exceptFor(right, (request) => access.allows(own, request)));
    for (const name of identity.groups) gatheredFor({ kind: 'Group', name }).add(requests, others, complete);
  }
  return sortedByKey([...gathered.values()], ({ subject }) => subjectKey(subject)).map((one) => one.use());
}

/** What of a right is left without the names for which something is true. */
function exceptFor(right: UsedRight, isTrue: (request: Request) => boolean): UsedRight[] {
  const { request, names } = right;
  if (right.outcome === 'denied') return [right];
  if (isPathRequest(request) || names === undefined) return isTrue(request) ? [] : [right];
  const rest = names.filter((name) => !isTrue({ ...request, name }));
  if (rest.length === names.length) return [right];
  return rest.length === 0 ? [] : [{ ...right, names: rest }];
}

class Gathered {
  readonly subject: Subject;
  private requests = 0;
  private complete = true;
  private readonly rights = new Map<string, UsedRight>();

  constructor(subject: Subject) {
    this.subject = subject;
  }

  add(requests: number, rights: readonly UsedRight[], complete: boolean): void {
    this.requests += requests;
    this.complete &&= complete;
    for (const right of rights) {
      const key = keyOf(right.request, right.outcome);
      const known = this.rights.get(key);
      this.rights.set(key, known ? together(known, right) : right);
    }
  }

  use(): SubjectUse {
    const { subject, requests, complete } = this;
    const rights = sortedByKey([...this.rights], ([key]) => key).map(([, right]) => right);
    return {
      subject,
      requests,
      first: rights.map(({ first }) => first).reduce(earlier, ''),
      last: rights.map(({ last }) => last).reduce(later, ''),
      rights,
      complete,
    };
  }
}

function together(a: UsedRight, b: UsedRight): UsedRight {
  return {
    ...a,
    names: a.names && b.names && [...new Set([...a.names, ...b.names])].sort(byCodeUnit),
    count: a.count + b.count,
    first: earlier(a.first, b.first),
    last: later(a.last, b.last),
  };
}

/** Resources before URLs, by group, resource, verb and namespace. */
function keyOf(request: Request, outcome: string): string {
  const parts = isPathRequest(request)
    ? ['1', request.path, request.verb]
    : ['0', request.group, request.resource, request.subresource, request.verb, request.namespace];
  return [...parts, outcome].join('\u0000');
}

/** Times sort as text; an empty one is none. */
function earlier(a: string, b: string): string {
  return a === '' || (b !== '' && b < a) ? b : a;
}

function later(a: string, b: string): string {
  return b > a ? b : a;
}
