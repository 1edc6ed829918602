import type { PodCreator } from '../../../facts/pod-creators.ts';
import type { Scope } from '../../../model/grant.ts';
import type { Rule } from '../../../model/rule.ts';
import type { Access } from '../../access/access.ts';
import { groupMatches, resourceMatches } from '../../access/match.ts';
import type { Check, Fact, Levels, Link, Words } from '../check.ts';
import { applyParts } from '../creation.ts';
import { factsOf, scopeOf } from '../grants.ts';
import { grantsOfOperator, isThere, operatorCreators } from '../pod-makers.ts';
import { attack, docs } from '../references.ts';
import { factsOfParts, mergeFacts } from '../requests.ts';
import { nameLimit, risk } from '../risk.ts';
import { rulesOf } from '../rules.ts';
import { list, resourceName } from '../wording.ts';
import { podLevels } from './pod-levels.ts';
import { workloadsWrite } from './workloads-write.ts';

/** The resources of operators, by the name that kubectl gives them. */
const creators: ReadonlyMap<string, PodCreator> = new Map(
  operatorCreators.map((creator) => [resourceName(creator.group, creator.resource), creator]),
);

/** Who is deployed for by a controller has its rights, unless the controller was told to act as somebody else. */
const controllerLevels: Levels = { everywhere: 'critical', namespace: 'high', sensitive: 'critical' };

/** A controller does not look at the name of the object; cluster-wide names limit the namespaces at most. */
function levelsOf({ binding, rule }: Link, access: Access): Levels {
  const scope = binding ? scopeOf(binding) : '*';
  const isDeployed = rule && creatorsOf(rule, scope, access).some(({ gives }) => gives === 'controller');
  return isDeployed ? { ...controllerLevels, names: 'critical' } : { ...podLevels, names: scope === '*' ? 'high' : 'critical' };
}

/** The creators that a rule is about in a scope. */
function creatorsOf(rule: Rule, scope: Scope, access: Access): PodCreator[] {
  return [...creators.values()].filter(
    (creator) => groupMatches(rule, creator.group) && resourceMatches(rule, creator.resource, '') && isThere(creator, rule, scope, access),
  );
}

function facts(access: Access): Fact[] {
  const written = factsOf(operatorCreators.flatMap((creator) => grantsOfOperator(access, creator)));
  return mergeFacts([...written, ...operatorCreators.flatMap((creator) => factsOfApplying(access, creator))]);
}

/** What server-side apply makes. */
function factsOfApplying(access: Access, creator: PodCreator): Fact[] {
  const { group, resource } = creator;
  return factsOfParts(access, applyParts(group, resource)).filter(({ because, scope }) =>
    rulesOf(because).some((rule) => isThere(creator, rule, scope, access)),
  );
}

/** The names of the resources go with the fact, since words know no discovery. */
function withNames(fact: Fact, access: Access): Fact {
  const meant = new Set(rulesOf(fact.because).flatMap((rule) => creatorsOf(rule, fact.scope, access)));
  return { ...fact, notes: [...creators].flatMap(([name, creator]) => (meant.has(creator) ? [name] : [])) };
}

function say(fact: Fact): Words {
  const meant = (fact.notes ?? []).flatMap((name) => creators.get(name) ?? []);
  const deploying = meant.filter(({ gives }) => gives === 'controller');
  const shown = deploying.length > 0 ? deploying : meant;
  const resources = list(shown.map(({ group, resource }) => resourceName(group, resource)));
  const products = list(shown.map(({ product }) => product));
  return deploying.length > 0
    ? {
        statement: `can have anything deployed through ${resources}${nameLimit(fact)}`,
        detail: `Such an object says what ${products} has to make, and it is made with the rights of the controller: often all that cluster-admin may, unless it was told to act as a ServiceAccount of the namespace.`,
      }
    : {
        statement: `can run any pod through ${resources}${nameLimit(fact)}`,
        detail: `${products} ${new Set(shown.map(({ product }) => product)).size === 1 ? 'makes' : 'make'} pods as the object says: with any image, as any ServiceAccount of the namespace, and privileged where no Pod Security level forbids it.`,
      };
}

export const workloadCrdWrite: Check = {
  ...risk({
    id: 'workload-crd-write',
    title: 'A subject can have pods run through custom resources',
    requests: [],
    run: (access) => facts(access).map((fact) => withNames(fact, access)),
    levels: controllerLevels,
    levelsOf,
    statement: 'can run any pod through custom resources',
    detail: '',
    remediation:
      'Treat the right as that to create pods: grant it in namespaces whose ServiceAccounts can do little, and let the controller act as a ServiceAccount of the namespace where it can.',
    references: [docs.workloadCreation, attack('T1610')],
    impliedBy: ['pods-create', ...workloadsWrite.map(({ id }) => id), 'policy-engine-write'],
  }),
  say,
};
