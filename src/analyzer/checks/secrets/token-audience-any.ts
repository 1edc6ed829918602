import { audienceVerb } from '../../../facts/synthetic.ts';
import type { Rule } from '../../../model/rule.ts';
import type { Subject } from '../../../model/subject.ts';
import { isAuthenticated } from '../../access/audience.ts';
import { groupMatches, verbMatches } from '../../access/match.ts';
import type { Check } from '../check.ts';
import { factsOf, grantsOfRules } from '../grants.ts';
import { attack, docs } from '../references.ts';
import { risk } from '../risk.ts';
import { always } from '../severity.ts';

/** The audience stands where rules have the resource (NodeRestriction admission, which asks this of nodes alone). */
function coversEveryAudience(rule: Rule): boolean {
  return rule.resources.includes('*') && groupMatches(rule, '') && verbMatches(rule, audienceVerb);
}

/** True if kubelets are among those whom the subject names. */
function hasNodes(subject: Subject): boolean {
  const { kind, name } = subject;
  if (kind === 'User') return name.startsWith('system:node:');
  return (kind === 'Group' && name === 'system:nodes') || isAuthenticated(subject);
}

export const tokenAudienceAny: Check = risk({
  id: 'token-audience-any',
  title: 'Nodes can have tokens of ServiceAccounts made for any audience',
  requests: [],
  run: (access) => factsOf(grantsOfRules(access, coversEveryAudience).filter(({ subject }) => hasNodes(subject))),
  levels: always('medium'),
  statement: "can have tokens of its pods' ServiceAccounts made for any audience",
  detail:
    'A node may ask for tokens of the ServiceAccounts that run on it, for the audiences that their pods name. With this right a captured node gets tokens for others too, such as those with which a cloud or a vault lets the ServiceAccount in.',
  remediation: 'Name the audiences that the kubelet needs (for pulling images, say) as resources of the rule, not "*".',
  references: [docs.nodeRestriction, attack('T1528')],
});
