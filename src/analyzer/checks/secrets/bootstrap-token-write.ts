import type { Access } from '../../access/access.ts';
import { verbMatches } from '../../access/match.ts';
import type { Fact, Levels, Link } from '../check.ts';
import { factsOfWriting } from '../creation.ts';
import { joinFacts } from '../grants.ts';
import { attack, docs } from '../references.ts';
import { factsOfRequests, requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';
import { isNamed } from '../rules.ts';

const change = requestsFor('update patch', '', 'secrets');
/** Bootstrap tokens are Secrets of this namespace with such names (bootstrap/token/api); others are not looked at. */
const home = 'kube-system';
const tokenName = /^bootstrap-token-[a-z0-9]{6}$/;

function isAboutTokens({ rule }: Link): boolean {
  return rule !== undefined && (!isNamed(rule) || rule.resourceNames.some((name) => tokenName.test(name)));
}

/** What no name keeps from bootstrap tokens. */
function aboutTokens(fact: Fact): Fact[] {
  const because = fact.because.filter(isAboutTokens);
  return because.length > 0 && (fact.scope === '*' || fact.scope === home) ? [{ ...fact, because }] : [];
}

/** Without create it takes a token that exists, which kubeadm for one deletes after a day. The type of a Secret cannot be changed. */
function levelsOf({ rule }: Link, _access: Access, { together }: Fact): Levels {
  const makes = rule && verbMatches(rule, 'create') && (!isNamed(rule) || together !== undefined);
  const level = makes ? 'critical' : 'high';
  return { ...byScope(level, level), names: level };
}

export const bootstrapTokenWrite = risk({
  id: 'bootstrap-token-write',
  title: 'A subject can make bootstrap tokens, with which nodes join',
  requests: change,
  run: (access) =>
    joinFacts(
      factsOfWriting(access, requestsFor('create', '', 'secrets')).flatMap(aboutTokens),
      factsOfRequests(access, change).flatMap(aboutTokens),
    ),
  levels: byScope('critical', 'critical'),
  levelsOf,
  statement: 'can make bootstrap tokens, with which nodes join the cluster',
  where: '',
  detail:
    'A Secret bootstrap-token-ID in kube-system logs its holder in as a node that wants to join. Its certificate is mostly approved without asking, and then the holder is a node: it reads the Secrets of the pods that come to it, and gets tokens of their ServiceAccounts.',
  remediation:
    'Keep the right to write Secrets out of kube-system: bind it by RoleBindings where it is needed, or limit update and patch with resourceNames.',
  references: [docs.bootstrapTokens, attack('T1136')],
  impliedBy: ['secrets-create-token', 'secrets-write'],
});
