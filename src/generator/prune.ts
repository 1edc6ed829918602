import { atomsOf } from '../analyzer/access/covers.ts';
import type { RuleBody } from '../analyzer/access/match.ts';
import { isKnownVerb } from '../facts/verbs.ts';
import type { Place, WhyInert } from '../model/inert.ts';
import type { Rule } from '../model/rule.ts';

/** Something in a rule that no request can match. */
export interface Pruned {
  index: number;
  /** `resource podz`. */
  what: string;
  why: string;
}

/**
 * Takes out of rules what no request of that place can match: list entries that are dead with everything that they stand
 * beside. An entry that lives with one of them stays for all, since that is how rules are written, and so do verbs that there are.
 */
export function prune(rules: readonly Rule[], place: Place, whyInert: WhyInert): { rules: Rule[]; pruned: Pruned[] } {
  const pruned: Pruned[] = [];
  const kept = rules.flatMap((rule) => {
    const { alive, found } = pruneRule(rule, place, whyInert);
    pruned.push(...found.map((part) => ({ index: rule.index, ...part })));
    return alive ? [{ ...alive, index: rule.index }] : [];
  });
  return { rules: kept, pruned };
}

const nouns = {
  apiGroups: 'API group',
  resources: 'resource',
  resourceNames: 'name',
  nonResourceURLs: 'URL',
  verbs: 'verb',
} as const;
type List = keyof typeof nouns;
const lists = Object.keys(nouns) as List[];

function pruneRule(rule: RuleBody, place: Place, whyInert: WhyInert): { alive: RuleBody | undefined; found: Omit<Pruned, 'index'>[] } {
  const found: Omit<Pruned, 'index'>[] = [];
  let rest = rule;
  for (let list = nextDead(rest, place, whyInert); list; list = nextDead(rest, place, whyInert)) {
    found.push({ what: `${nouns[list.name]} ${list.value === '' ? '""' : list.value}`, why: list.why });
    rest = { ...rest, [list.name]: rest[list.name].filter((value) => value !== list.value) };
    // Without names, a rule would be for every name.
    if (list.name === 'resourceNames' && rest.resourceNames.length === 0) rest = { ...rest, apiGroups: [], resources: [] };
  }
  const isAlive = !atomsOf(rest).next().done;
  if (!isAlive && found.length === 0) found.push({ what: 'all of it', why: 'a list is empty, which matches nothing' });
  return { alive: isAlive ? rest : undefined, found };
}

function nextDead(rule: RuleBody, place: Place, whyInert: WhyInert): { name: List; value: string; why: string } | undefined {
  for (const name of lists) {
    for (const value of rule[name]) {
      if (name === 'verbs' && isKnownVerb(value)) continue;
      if (name === 'apiGroups' && rule.apiGroups.length === 1 && whyInert(allOf(value), place) === undefined) continue;
      const why = whyDead({ ...rule, [name]: [value] }, name, place, whyInert);
      if (why !== undefined) return { name, value, why };
    }
  }
  return undefined;
}

/** All of an API group: if that is dead, the group itself is to blame, else its resources are told one by one. */
function allOf(group: string): RuleBody {
  return { verbs: ['*'], apiGroups: [group], resources: ['*'], resourceNames: [], nonResourceURLs: [] };
}

/** The reason why all that a rule stands for is dead, of which one list holds the entry in question; undefined if some of it lives. */
function whyDead(rule: RuleBody, name: List, place: Place, whyInert: WhyInert): string | undefined {
  const beside = { ...rule };
  if (name === 'nonResourceURLs') beside.resources = [];
  else if (name !== 'verbs') beside.nonResourceURLs = [];
  let first: string | undefined;
  for (const atom of atomsOf(beside)) {
    const why = whyInert(atom, place);
    if (why === undefined) return undefined;
    first ??= why;
  }
  return first;
}
