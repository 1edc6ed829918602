import type { HolderSubject, LimitedSubject, PathQuestion, ResourceQuestion, WhoCan } from '../../model/answer.ts';
import type { BuiltinVia, Grant, Via } from '../../model/grant.ts';
import { byKeys } from '../../model/order.ts';
import { type Subject, subjectKey } from '../../model/subject.ts';
import type { Access } from '../access/access.ts';
import { identityOf, superuserGroup } from '../access/identity.ts';
import { nameMatches } from '../access/match.ts';
import { asksCollection, borrowsNamespace, isNamespaceObject } from '../access/scope.ts';
import { byVia, viaOf } from './via.ts';

/** A question about a resource, and whether it lives in namespaces (undefined where nobody knows). */
export interface WhoCanQuestion {
  request: ResourceQuestion;
  namespaced: boolean | undefined;
}

/** A grant that answers the question, and the names to which it is limited, if it is. */
interface Answer {
  grant: Grant;
  names: readonly string[] | undefined;
}

/**
 * Every subject that some binding allows the request, by its own bindings: a group is listed as the group.
 * system:masters is always there. With a literal request (a namespace given, the resource not known to lie outside of them) the
 * list is exact: it holds precisely those for whom the authorizer would say yes without further groups.
 */
export function whoCan(access: Access, question: WhoCanQuestion | PathQuestion): WhoCan {
  const answers = 'path' in question ? pathAnswers(access, question) : resourceAnswers(access, question);
  const subjects = new Map<string, HolderSubject>();
  const limited = new Map<string, LimitedSubject>();
  for (const { grant, names } of answers) {
    const key = subjectKey(grant.subject);
    const via = viaOf(access, grant);
    if (names === undefined) {
      const holder = subjects.get(key);
      if (holder) holder.via.push(via);
      else subjects.set(key, { ...grant.subject, via: [via] });
    } else {
      const holder = limited.get(key);
      if (holder) {
        holder.via.push(via);
        for (const name of names) holder.names.push(name);
      } else limited.set(key, { ...grant.subject, names: [...names], via: [via] });
    }
  }
  addSuperusers(subjects);
  return {
    subjects: sorted(subjects),
    limited: sorted(limited).map((holder) => ({ ...holder, names: [...new Set(holder.names)].sort() })),
  };
}

function addSuperusers(subjects: Map<string, HolderSubject>): void {
  const masters: Subject = { kind: 'Group', name: superuserGroup };
  const via = subjects.get(subjectKey(masters))?.via ?? [];
  subjects.set(subjectKey(masters), { ...masters, via: [{ scope: '*', builtin: superuserGroup }, ...via] });
}

function sorted<T extends Subject & { via: (Via | BuiltinVia)[] }>(holders: ReadonlyMap<string, T>): T[] {
  for (const holder of holders.values()) holder.via.sort(byHeldVia);
  return [...holders.values()].sort(byKeys((holder) => [subjectKey(holder)]));
}

function byHeldVia(a: Via | BuiltinVia, b: Via | BuiltinVia): number {
  if ('builtin' in a) return -1;
  return 'builtin' in b ? 1 : byVia(a, b);
}

function pathAnswers(access: Access, request: PathQuestion): Answer[] {
  return access.grantsMatching(request).map((grant) => ({ grant, names: undefined }));
}

function resourceAnswers(access: Access, { request, namespaced }: WhoCanQuestion): Answer[] {
  const { name, namespace } = request;
  const grants = access.grantsMatching(request).filter(({ scope }) => namespace === undefined || scope === '*' || scope === namespace);
  const isLiteral = namespace !== undefined && namespaced !== false;
  return grants.flatMap((grant) => (isLiteral ? byName(grant, name) : byUrl(grant, request, namespaced)) ?? []);
}

/** RoleBindings are not consulted for what lies outside namespaces, because the URL of such a request names none. */
function byUrl(grant: Grant, request: ResourceQuestion, namespaced: boolean | undefined): Answer | undefined {
  if (grant.scope === '*') return byName(grant, request.name);
  if (isNamespaceObject(request)) {
    // A RoleBinding counts for the Namespace it lies in, and for no other.
    const ownNamespace = grant.scope;
    if (asksCollection(request) || !nameMatches(grant.rule, ownNamespace)) return undefined;
    if (request.name === '') return { grant, names: [ownNamespace] };
    return request.name === ownNamespace ? { grant, names: undefined } : undefined;
  }
  return namespaced === false && !borrowsNamespace(request) ? undefined : byName(grant, request.name);
}

function byName(grant: Grant, name: string): Answer | undefined {
  if (nameMatches(grant.rule, name)) return { grant, names: undefined };
  return name === '' ? { grant, names: grant.rule.resourceNames } : undefined;
}

/**
 * The ServiceAccounts that hold an answer through a group that every ServiceAccount is in by itself, each with the
 * group's reasons. Looks at the ServiceAccounts that the input holds and those that bindings name.
 */
export function expandGroups(access: Access, answer: WhoCan): HolderSubject[] {
  const byGroup = new Map(answer.subjects.filter((subject) => subject.kind === 'Group').map((subject) => [subject.name, subject.via]));
  const accounts = new Map<string, Subject>();
  for (const subject of access.subjects) if (subject.kind === 'ServiceAccount') accounts.set(subjectKey(subject), subject);
  for (const { namespace, name } of access.snapshot.serviceAccounts) {
    const subject: Subject = { kind: 'ServiceAccount', namespace, name };
    accounts.set(subjectKey(subject), subject);
  }
  const expanded = new Map<string, HolderSubject>();
  for (const [key, account] of accounts) {
    const via = identityOf(account).groups.flatMap((group) =>
      (byGroup.get(group) ?? []).map((reason) => ('builtin' in reason ? reason : { ...reason, group })),
    );
    if (via.length > 0) expanded.set(key, { ...account, via });
  }
  return sorted(expanded);
}
