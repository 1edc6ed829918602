import type { Subject } from '../../../model/subject.ts';
import type { Access } from '../../access/access.ts';
import { isAnonymous, isAuthenticated, serviceAccountsOf } from '../../access/audience.ts';
import { anyRisk, type Check, type Fact, type Levels, type Link } from '../check.ts';
import { factsOfUses, scopeOf } from '../grants.ts';
import { effectiveRules } from '../reach.ts';
import { attack, cis, docs } from '../references.ts';
import { exposes, writesUrls } from '../role-power.ts';
import { readsObjects } from '../rules.ts';
import { always, nothing } from '../severity.ts';
import type { Surroundings } from '../surroundings.ts';
import { usesBy } from '../uses.ts';

function isEveryServiceAccount(subject: Subject): boolean {
  return serviceAccountsOf(subject) !== undefined;
}

/** Before the step up that anonymous subjects take in any case. */
function anonymousLevels({ binding, role }: Link, { snapshot: { discovery } }: Access): Levels {
  const rules = effectiveRules(role?.rules ?? [], binding ? scopeOf(binding) : '*', discovery);
  if (rules.length === 0) return nothing;
  if (rules.some((rule) => exposes(rule) || writesUrls(rule))) return always('high');
  return always(rules.some(readsObjects) ? 'medium' : 'low');
}

function* factsOf(access: Access, wanted: (subject: Subject) => boolean): Generator<Fact> {
  for (const { fact } of factsOfUses(usesBy(access, wanted))) yield fact;
}

/** What everybody who is logged in may do is what everybody in the world may do, where anybody gets an account. */
function* factsOfAuthenticated(access: Access, { anyoneCanLogIn }: Surroundings): Generator<Fact> {
  const circumstances = anyoneCanLogIn
    ? [{ id: 'platform', to: 'medium', reason: 'on this platform anybody in the world can have an account' } as const]
    : [];
  for (const fact of factsOf(access, isAuthenticated)) yield { ...fact, circumstances };
}

/** Bindings to those whom nobody chose one by one. */
export const everybody: readonly Check[] = [
  {
    id: 'anonymous-binding',
    page: 'everybody',
    title: 'A binding grants rights to anybody without logging in',
    kind: 'risk',
    base: 'high',
    references: [docs.leastPrivilege, docs.anonymousRequests, attack('T1078.001')],
    impliedBy: ['cluster-admin-binding', 'cluster-admin-equivalent', anyRisk],
    remediation: 'Delete the binding; bind those who need the role by name.',
    run: (access) => factsOf(access, isAnonymous),
    levels: anonymousLevels,
    say: ({ role }) => ({
      statement: `can, without logging in, use ${role?.kind}/${role?.name}`,
      detail: 'Whoever reaches the API server over the network has these rights, with no account and no trace of who it was.',
    }),
  },
  {
    id: 'authenticated-binding',
    page: 'everybody',
    title: 'A binding grants rights to everybody who is logged in',
    kind: 'risk',
    base: 'low',
    references: [docs.leastPrivilege, docs.discoveryRoles, cis('4.1.10 (GKE)'), attack('T1078')],
    impliedBy: ['cluster-admin-binding', 'cluster-admin-equivalent', anyRisk],
    remediation: 'Bind the groups and ServiceAccounts that need the role instead of everybody.',
    run: factsOfAuthenticated,
    levels: () => always('low'),
    fromContent: (worst) => worst,
    say: ({ role }) => ({
      statement: `can use ${role?.kind}/${role?.name}`,
      detail:
        'system:authenticated is every user of any identity provider of the cluster, and every ServiceAccount, those of future namespaces included.',
    }),
  },
  {
    id: 'all-serviceaccounts-binding',
    page: 'everybody',
    title: 'A binding grants rights to every ServiceAccount',
    kind: 'risk',
    base: 'low',
    references: [docs.leastPrivilege, docs.serviceAccountPermissions, attack('T1078')],
    impliedBy: ['cluster-admin-binding', 'cluster-admin-equivalent', anyRisk],
    remediation: 'Give the workload that needs the role a ServiceAccount of its own, and bind that.',
    run: (access) => factsOf(access, isEveryServiceAccount),
    levels: () => always('low'),
    fromContent: (worst) => worst,
    say: ({ role, subject }) => ({
      statement: `can use ${role?.kind}/${role?.name}`,
      detail:
        subject && serviceAccountsOf(subject) === '*'
          ? 'Every pod of the cluster has these rights, unless its token is not mounted: one that is broken into is enough.'
          : 'Every pod of the namespace has these rights, unless its token is not mounted: one that is broken into is enough.',
    }),
  },
];
