import type { Grant, Scope } from '../../../model/grant.ts';
import type { Rule } from '../../../model/rule.ts';
import type { Subject } from '../../../model/subject.ts';
import type { Access } from '../../access/access.ts';
import { commonRule } from '../../access/common-rule.ts';
import { resourceMatches } from '../../access/match.ts';
import { accountsNamed } from '../accounts.ts';
import type { Fact, Levels, Link } from '../check.ts';
import { factsOf, grantAs, grantsOfRules, scopeOf } from '../grants.ts';
import { holdings, identitiesOf } from '../holdings.ts';
import { docs } from '../references.ts';
import { distinct, grantsOfRequests, reaches, requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';
import { powerOfRules, type RolePower } from '../role-power.ts';
import { isNamed, rulesOf } from '../rules.ts';
import { always, worse } from '../severity.ts';
import { isEarlier } from '../versions.ts';
import { list, resourceName } from '../wording.ts';
import { identitiesNamed } from './impersonate-users-groups.ts';
import { cappedAt } from './named-roles.ts';

const group = 'authentication.k8s.io';

/** A mode asks for its verb on whom it impersonates, and for impersonate-on:MODE:VERB on what is then done. */
interface Mode {
  name: string;
  resource: string;
  whom: string;
  cap: 'critical' | 'high' | 'medium';
}

const modes: readonly Mode[] = [
  { name: 'user-info', resource: 'users', whom: 'users', cap: 'critical' },
  { name: 'serviceaccount', resource: 'serviceaccounts', whom: 'ServiceAccounts', cap: 'critical' },
  { name: 'arbitrary-node', resource: 'nodes', whom: 'nodes', cap: 'high' },
  { name: 'associated-node', resource: 'nodes', whom: 'the node that it runs on', cap: 'medium' },
];

const levelsOfPower: Readonly<Record<RolePower, Levels>> = {
  takeover: byScope('critical', 'high'),
  write: always('medium'),
  read: always('low'),
};

export const constrainedImpersonation = risk({
  id: 'constrained-impersonation',
  title: 'A subject can act as others for certain requests',
  requests: modes.flatMap(({ name, resource }) => requestsFor(`impersonate:${name}`, group, resource)),
  // The verbs mean nothing before 1.35, where they are behind a feature gate; from 1.36 on they count by default.
  run: (access) => (isEarlier(access, '1.35') ? [] : modes.flatMap((mode) => [...factsOfMode(access, mode)])),
  levels: byScope('critical', 'high'),
  levelsOf: levels,
  statement: (fact) => {
    const { name, whom } = modeOf(fact);
    if (isHalf(fact)) return `has one half of the right to impersonate ${whom} (${halfOf(fact)})`;
    return `can impersonate ${whom} to ${deeds(rulesOf(fact.because), name)}`;
  },
  detail: (fact) =>
    isHalf(fact)
      ? 'Constrained impersonation takes two rights: the verb impersonate:MODE on whom, and impersonate-on:MODE:VERB on what. One of them alone allows nothing.'
      : 'The request is made as the other, with the rights of the other, as far as the verbs impersonate-on allow it: what they name, this subject can do as whoever may do it.',
  remediation: 'Name whom the subject may impersonate, and the verbs and resources that it needs as them.',
  references: [docs.impersonateVerb],
});

function modeOf({ notes = [] }: Fact): Mode {
  const mode = modes.find(({ name }) => notes.includes(name));
  if (!mode) throw new Error('a fact about constrained impersonation notes its mode');
  return mode;
}

function halfOf({ notes = [] }: Fact): string | undefined {
  return notes[1];
}

function isHalf(fact: Fact): boolean {
  return halfOf(fact) !== undefined;
}

function* factsOfMode(access: Access, mode: Mode): Generator<Fact> {
  const { name, resource } = mode;
  const identities = grantsOfRequests(access, requestsFor(`impersonate:${name}`, group, resource)).filter(
    ({ rule }) => isExplicit(rule) && (name !== 'associated-node' || asksForAll(rule)),
  );
  const actions = grantsOfRules(access, (rule) => actionVerbs(rule, name).length > 0);
  const [identitiesOf, actionsOf] = [holdings(identities), holdings(actions)];
  const subjects = new Set([...identities, ...actions].map(({ subject }) => subject));
  for (const subject of subjects) {
    // Only the token of a ServiceAccount says which node it is bound to.
    if (name === 'associated-node' && subject.kind === 'User') continue;
    const isOwn = (grant: Grant) => grant.subject === subject;
    const [whom, what] = [identitiesOf(subject), actionsOf(subject)];
    // What comes of groups alone is said of the group.
    if (whom.length > 0 && what.length > 0 && [...whom, ...what].some(isOwn)) yield* wholeFacts(subject, mode, whom, what);
    else if (what.length === 0) yield* halfFacts(whom.filter(isOwn), mode, `impersonate:${name}`);
    // A rule with the verb "*" is not about impersonation.
    else if (whom.length === 0)
      yield* halfFacts(
        what.filter((grant) => isOwn(grant) && !grant.rule.verbs.includes('*')),
        mode,
        `impersonate-on:${name}`,
      );
  }
}

function wholeFacts(subject: Subject, { name }: Mode, whom: readonly Grant[], what: readonly Grant[]): Fact[] {
  const facts = factsOf(distinct(what.map((grant) => grantAs(grant, subject, grant.scope))));
  return facts.map((fact) => ({ ...fact, together: whom, args: [name], notes: [name] }));
}

function halfFacts(grants: readonly Grant[], { name }: Mode, half: string): Fact[] {
  return factsOf(grants).map((fact) => ({ ...fact, args: [name, half], notes: [name, half] }));
}

/** A rule that says `*` for all is judged as such. */
function isExplicit({ verbs, apiGroups }: Rule): boolean {
  return apiGroups.includes(group) || verbs.some((verb) => verb.startsWith('impersonate:'));
}

/** The node that a token is bound to is asked about by the name `*` (impersonation/mode.go associatedNodeImpersonationAttributes). */
function asksForAll(rule: Rule): boolean {
  return rule.resourceNames.length === 0 || rule.resourceNames.includes('*');
}

/** The verbs of the requests that a rule lets be made as somebody else. */
function actionVerbs({ verbs }: Rule, mode: string): string[] {
  const prefix = `impersonate-on:${mode}:`;
  return verbs.flatMap((verb) => (verb === '*' ? [verb] : verb.startsWith(prefix) ? [verb.slice(prefix.length)] : []));
}

/** As bad as what can be done, by certain identities where only those can be had, and no worse than the mode allows. */
function levels({ rule }: Link, access: Access, fact: Fact): Levels {
  if (isHalf(fact)) return always('info');
  const { name, cap } = modeOf(fact);
  const power = rule ? powerOfRules([{ ...rule, verbs: actionVerbs(rule, name) }]) : 'takeover';
  const capped = cappedAt(cap, levelsOfPower[power], undefined);
  const isLimited = fact.together?.every((link) => link.rule && isNamed(link.rule)) && name !== 'associated-node';
  if (!isLimited || !rule) return capped;
  // What nodes may do is for the node authorizer to say.
  if (name === 'arbitrary-node') return cappedAt(undefined, capped, undefined);
  return levelsAs(whomNamed(fact.together ?? [], access), { ...rule, verbs: actionVerbs(rule, name) }, fact.scope, access);
}

/** Those whom the rules name. */
function whomNamed(whom: readonly Link[], access: Access): Subject[] {
  return whom.flatMap(({ binding, rule }) => {
    if (!binding || !rule) return [];
    const accounts = resourceMatches(rule, 'serviceaccounts', '') ? accountsNamed(access, scopeOf(binding), rule.resourceNames) : [];
    return [...identitiesNamed(rule), ...accounts];
  });
}

/** How bad it is that something can be done as certain identities: no more than they may do themselves, and where they may. */
function levelsAs(whom: readonly Subject[], action: Rule, scope: Scope, access: Access): Levels {
  const own = [...new Set(whom.flatMap(identitiesOf))].flatMap((identity) => access.grantsOf(identity));
  const there = own.filter((grant) => scope === '*' || reaches(grant, scope));
  const powers = (grants: readonly Grant[]) => powerOfRules(grants.map(({ rule }) => commonRule(rule, action)));
  const everywhere = levelsOfPower[powers(there.filter((grant) => grant.scope === '*'))];
  const elsewhere = levelsOfPower[powers(there.filter((grant) => grant.scope !== '*'))].namespace;
  return { ...everywhere, everywhere: worse(everywhere.everywhere, elsewhere), namespace: worse(everywhere.namespace, elsewhere) };
}

/** `get and list secrets, pods`, for people. */
function deeds(rules: readonly Rule[], mode: string): string {
  const verbs = new Set(rules.flatMap((rule) => actionVerbs(rule, mode)));
  const resources = rules.flatMap((rule) => [
    ...rule.resources.map((resource) => resourceName(rule.apiGroups[0] ?? '', resource)),
    ...rule.nonResourceURLs,
  ]);
  return `${verbs.has('*') ? 'do anything with' : list(verbs)} ${list(resources)}`;
}
