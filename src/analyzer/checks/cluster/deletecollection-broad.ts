import { resourceMatches, verbMatches } from '../../access/match.ts';
import type { Link } from '../check.ts';
import { factsOf } from '../grants.ts';
import { attack, docs } from '../references.ts';
import { grantsOfRequests, requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';
import { isNamed, rulesOf } from '../rules.ts';
import { list } from '../wording.ts';

const data: readonly [group: string, ...resources: string[]][] = [
  ['', 'secrets', 'configmaps', 'persistentvolumeclaims', 'persistentvolumes'],
  ['apps', 'deployments', 'statefulsets'],
];

const kinds: ReadonlyMap<string, string> = new Map([
  ['secrets', 'Secrets'],
  ['configmaps', 'ConfigMaps'],
  ['persistentvolumeclaims', 'PersistentVolumeClaims'],
  ['persistentvolumes', 'PersistentVolumes'],
]);

const inBulk = data.flatMap(([group, ...resources]) => requestsFor('deletecollection', group, ...resources));
/** One by one they are as gone, but in a namespace that is what everybody who works there may do. */
const oneByOne = [...requestsFor('delete', '', ...kinds.keys()), ...requestsFor('delete', '*', '*')];

function deletesInBulk({ rule }: Link): boolean {
  return rule !== undefined && verbMatches(rule, 'deletecollection');
}

/** What the rules let be deleted one by one. */
function kindsIn(because: readonly Link[]): string[] {
  const rules = rulesOf(because);
  if (rules.some(({ resources }) => resources.includes('*'))) return ['objects of every kind'];
  return [...kinds].flatMap(([resource, kind]) => (rules.some((rule) => resourceMatches(rule, resource, '')) ? [kind] : []));
}

export const deleteCollectionBroad = risk({
  id: 'deletecollection-broad',
  title: 'A subject can delete data on a large scale',
  requests: [...inBulk, ...oneByOne],
  run: (access) =>
    factsOf([
      ...grantsOfRequests(access, inBulk),
      ...grantsOfRequests(access, oneByOne).filter(({ scope, rule }) => (scope === '*' || rule.resources.includes('*')) && !isNamed(rule)),
    ]),
  levels: byScope('high', 'medium', 'high'),
  statement: ({ because }) => (because.some(deletesInBulk) ? 'can delete data in bulk' : `can delete ${list(kindsIn(because), 5)}`),
  detail: ({ because }) =>
    `${because.some(deletesInBulk) ? 'One request deletes every object of a kind' : 'Objects are deleted one by one here, which whoever can list them does in a loop'}; with claims and volumes goes what is stored in them.`,
  remediation: 'Take deletecollection away, and delete where nothing is deleted in daily work; name the objects where it is.',
  references: [docs.leastPrivilege, attack('T1485')],
});
