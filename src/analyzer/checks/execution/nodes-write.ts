import type { Access } from '../../access/access.ts';
import { verbMatches } from '../../access/match.ts';
import type { Check, Fact, Link } from '../check.ts';
import { applyParts } from '../creation.ts';
import { docs } from '../references.ts';
import { factsOfAlternatives, factsOfParts, requestsFor } from '../requests.ts';
import { risk } from '../risk.ts';
import { deedsOf, isNamed, rulesOf } from '../rules.ts';
import { always } from '../severity.ts';
import { list } from '../wording.ts';

const requests = requestsFor('create update patch delete deletecollection', '', 'nodes');

/** Says of a fact that server-side apply makes the nodes that it names. */
const applied = 'applied';

function facts(access: Access): Fact[] {
  const byApply = new Set(factsOfParts(access, applyParts('', 'nodes')).map(({ holding }) => holding));
  return factsOfAlternatives(access, [[{ requests }], applyParts('', 'nodes')]).map((fact) =>
    byApply.has(fact.holding) ? { ...fact, notes: [applied] } : fact,
  );
}

/** What the links let be done to nodes, in words. */
function deeds(because: readonly Link[], { notes }: Fact): string[] {
  const rules = rulesOf(because);
  const plain = deedsOf(rules);
  const makes = notes?.includes(applied) && rules.some((rule) => isNamed(rule) && verbMatches(rule, 'create'));
  return makes && !plain.includes('create') ? ['create', ...plain] : plain;
}

export const nodesWrite: Check = {
  ...risk({
    id: 'nodes-write',
    title: 'A subject can create, change or delete nodes',
    requests,
    levels: always('high'),
    levelsOf: (link, _access, fact) => always(deeds([link], fact).join() === 'change' ? 'medium' : 'high'),
    statement: (fact) => `can ${list(deeds(fact.because, fact))} nodes`,
    where: '',
    detail:
      'Labels and taints decide where pods run: a powerful one can be steered to a node that is already captured. A node that is deleted loses its pods, and one that is made up has the API server connect to an address of the attacker.',
    remediation:
      'Leave nodes to the kubelets and the controllers of the cloud provider; give an agent that labels its own node patch on that node, by name.',
    references: [docs.nodes, docs.taints, docs.leastPrivilege],
  }),
  run: facts,
};
