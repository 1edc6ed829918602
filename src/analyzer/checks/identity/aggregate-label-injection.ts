import type { Grant } from '../../../model/grant.ts';
import type { Access } from '../../access/access.ts';
import type { Fact } from '../check.ts';
import { factsBeside, holdings } from '../holdings.ts';
import { docs } from '../references.ts';
import { grantsOfRequests, requestsFor, sharesNames, writeVerbs } from '../requests.ts';
import { risk } from '../risk.ts';
import { isNamed } from '../rules.ts';
import { always } from '../severity.ts';
import { rbac } from './named-roles.ts';

const write = requestsFor(writeVerbs, rbac, 'clusterroles');
const create = requestsFor('create', rbac, 'clusterroles');
const change = requestsFor('update patch', rbac, 'clusterroles');
const escalate = requestsFor('escalate', rbac, 'clusterroles');

export const aggregateLabelInjection = risk({
  id: 'aggregate-label-injection',
  title: 'A subject can add to aggregated ClusterRoles by a label',
  requests: write,
  run: facts,
  levels: always('critical'),
  levelsOf: (_link, _access, { together }) => (together ? { ...always('critical'), names: 'critical' } : always('medium')),
  statement: ({ together }) => `can add ${together ? 'any right' : 'what it holds'} to aggregated ClusterRoles, by a label`,
  detail: ({ together }) =>
    `Whatever a ClusterRole with the label rbac.authorization.k8s.io/aggregate-to-view grants, all holders of view get, and those of edit and admin. ${together ? 'With escalate that may be anything.' : 'Without escalate that is what the subject holds itself.'}`,
  remediation: 'Take create, update and patch on clusterroles away, and escalate first; name the roles that a controller keeps up to date.',
  references: [docs.aggregation, docs.roleRestrictions],
  impliedBy: ['escalate-roles', 'clusterroles-write'],
});

function facts(access: Access): Fact[] {
  if (!access.roles.some(({ aggregation = [] }) => aggregation.length > 0)) return [];
  const ofEscalate = grantsOfRequests(access, escalate);
  const escalating = holdings(ofEscalate);
  // A request to create asks about escalate without a name.
  const creating = holdings(grantsOfRequests(access, create));
  const changing = holdings(grantsOfRequests(access, change));
  const withEscalate = (fact: Fact): Fact => {
    const { subject, because } = fact;
    if (!subject) return fact;
    const rules = new Set(because.map(({ rule }) => rule));
    const isOfFact = ({ rule }: Grant) => rules.has(rule);
    const together = escalating(subject).filter(
      (grant) =>
        (!isNamed(grant.rule) && creating(subject).some(isOfFact)) ||
        changing(subject).some((other) => isOfFact(other) && sharesNames(grant, other)),
    );
    return together.length > 0 ? { ...fact, together } : fact;
  };
  return factsBeside(grantsOfRequests(access, write), ofEscalate, withEscalate);
}
