import type { Subject } from '../../../model/subject.ts';
import type { Access } from '../../access/access.ts';
import { subjectOfUser, superuserGroup } from '../../access/identity.ts';
import { groupMatches, resourceMatches } from '../../access/match.ts';
import type { Fact, Levels, Link } from '../check.ts';
import { factsOf } from '../grants.ts';
import { holdings, throughGroups } from '../holdings.ts';
import { attack, cis, docs } from '../references.ts';
import { grantsOfRequests, requestsFor } from '../requests.ts';
import { risk } from '../risk.ts';
import { isNamed, rulesOf } from '../rules.ts';
import { always } from '../severity.ts';

const users = requestsFor('impersonate', '', 'users');
const groups = requestsFor('impersonate', '', 'groups');
/** A request that impersonates groups has to name a user or a ServiceAccount besides (impersonation.go). */
const persons = [...users, ...requestsFor('impersonate', '', 'serviceaccounts')];

/** Says of a fact that nobody can be impersonated with the groups. */
const unusable = 'unusable';

export const impersonateUsersGroups = risk({
  id: 'impersonate-users-groups',
  title: 'A subject can act as other users, or in groups',
  requests: [...users, ...groups],
  run: facts,
  levels: always('critical'),
  levelsOf: levels,
  statement: (fact) => `can impersonate ${whom(fact)}`,
  detail: ({ notes }) =>
    notes?.includes(unusable)
      ? 'With the header Impersonate-Group a request is made as a member of the group, system:masters included. It needs a user or ServiceAccount to impersonate besides, which this subject lacks: any such right makes it cluster-admin.'
      : 'With the headers Impersonate-User and Impersonate-Group each request is made as somebody else: as a user of the control plane, an administrator, or a member of system:masters, where the rule does not name others.',
  remediation: 'Name the users and groups in resourceNames, none that can do more than the subject; or take impersonate away.',
  references: [docs.impersonateVerb, cis('5.1.8'), attack('T1078'), attack('T1550')],
});

function facts(access: Access): Fact[] {
  const ofPersons = grantsOfRequests(access, persons);
  const held = holdings(ofPersons);
  const own = grantsOfRequests(access, [...users, ...groups]);
  return factsOf([...own, ...throughGroups(grantsOfRequests(access, groups), ofPersons)]).map((fact) => {
    const beside = fact.subject ? held(fact.subject) : [];
    if (beside.length === 0) return { ...fact, notes: [unusable] };
    const together = beside.filter(({ rule }) => !fact.because.some((link) => link.rule === rule)).slice(0, 1);
    return fact.because.some(({ rule }) => rule && resourceMatches(rule, 'users', '')) ? fact : { ...fact, together };
  });
}

function levels({ rule }: Link, _access: Access, { notes }: Fact): Levels {
  const becomes = rule && isNamed(rule) ? identitiesNamed(rule) : [];
  const isSuperuser = becomes.some(({ kind, name }) => kind === 'Group' && name === superuserGroup);
  // A name that is worth the most is no limit.
  if (notes?.includes(unusable)) return isSuperuser ? { ...always('medium'), names: 'medium' } : always('medium');
  if (!rule || !isNamed(rule)) return always('critical');
  return { ...always('critical'), names: isSuperuser ? 'critical' : 'low', becomes };
}

/** The users and groups that a rule names. Names of ServiceAccounts are never asked about as users. */
export function identitiesNamed(rule: NonNullable<Link['rule']>): Subject[] {
  const named = rule.resourceNames;
  return [
    ...(resourceMatches(rule, 'users', '') ? named.map(subjectOfUser).filter(({ kind }) => kind === 'User') : []),
    ...(resourceMatches(rule, 'groups', '') ? named.map((name): Subject => ({ kind: 'Group', name })) : []),
  ];
}

function whom({ because }: Fact): string {
  const rules = rulesOf(because).filter((rule) => groupMatches(rule, ''));
  const kinds = ['users', 'groups'].filter((resource) => rules.some((rule) => resourceMatches(rule, resource, '')));
  return kinds.join(' and ');
}
