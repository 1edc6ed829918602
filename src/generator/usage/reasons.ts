import type { SubjectUse } from '../../analyzer/usage/by-subject.ts';
import { subjectLabel } from '../../model/subject.ts';
import { type KeptBy, type ScopedRule, type UsageBasis, unseenAreas } from '../../model/usage.ts';

/** So many rules are told one by one. */
const mostRules = 8;

/** What a proposal from usage rests on, in sentences. */
export function reasonsFor(
  { subject, requests, first, last }: SubjectUse,
  { used, generalised, kept }: UsageBasis,
  isNew = false,
): string[] {
  const when = first === '' ? '' : ` from ${first.slice(0, 10)} to ${last.slice(0, 10)}`;
  const made = `${requests} ${requests === 1 ? 'request' : 'requests'}${when}`;
  const label = subjectLabel(subject);
  const needed = used.length === 0 ? 'and none of them needed what is taken away' : 'what they needed stays, the rest goes';
  return [
    isNew ? `${label} made ${made}: this is what they needed` : `${label} made ${made}${used.length === 0 ? ', ' : ': '}${needed}`,
    ...reasonGroups(generalised).map(([by, rules]) => `generalised by ${by}: ${rulesText(rules)}`),
    ...reasonGroups(kept).map(([by, rules]) => `kept although it was not seen: ${rulesText(rules)} (${whyKept(by)})`),
  ];
}

function reasonGroups<T extends ScopedRule & { by: string }>(some: readonly T[]): [T['by'], T[]][] {
  return [...Map.groupBy(some, ({ by }) => by)];
}

function whyKept(by: KeptBy): string {
  if (by === 'reads') return 'the log holds no reads of anybody';
  if (by === 'urls') return 'the log holds no requests for URLs';
  const area = unseenAreas.find((one) => one === by) ?? 'identity';
  const reason = area === 'admission' ? 'no log shows what admission asks for' : `rights for ${area} are not dropped unasked`;
  return `${reason}: --drop-unseen ${area}`;
}

function rulesText(rules: readonly ScopedRule[]): string {
  const shown = rules.slice(0, mostRules).map(ruleText).join('; ');
  return rules.length > mostRules ? `${shown}; and ${rules.length - mostRules} more rules` : shown;
}

function ruleText({ scope, rule }: ScopedRule): string {
  const what =
    rule.nonResourceURLs.length > 0
      ? rule.nonResourceURLs.join(', ')
      : rule.apiGroups.flatMap((group) => rule.resources.map((resource) => withGroup(resource, group))).join(', ');
  const names = rule.resourceNames.length > 0 ? ` (${rule.resourceNames.join(', ')})` : '';
  const where = rule.nonResourceURLs.length > 0 ? '' : scope === '*' ? ' everywhere' : ` in ${scope}`;
  return `${rule.verbs.join(', ')} ${what}${names}${where}`;
}

/** As kubectl writes it: `deployments.apps/scale`. */
function withGroup(resource: string, group: string): string {
  if (group === '') return resource;
  const slash = resource.indexOf('/');
  return slash < 0 ? `${resource}.${group}` : `${resource.slice(0, slash)}.${group}${resource.slice(slash)}`;
}
