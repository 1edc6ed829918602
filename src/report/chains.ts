import type { Evidence, Finding } from '../model/finding.ts';
import type { Entry } from './entries.ts';
import { objectText } from './words.ts';

/** Some texts of many, and how many more there are, in words. */
export interface Some {
  shown: readonly string[];
  more: string;
}

/** What is behind an entry: its bindings, its roles with their rules, and where those stand in files. */
export interface Chains {
  bindings: Some;
  roles: Some;
  places: Some;
}

const most = 4;

/** The first of many texts. */
export function someOf(texts: readonly string[], limit = most): Some {
  return { shown: texts.slice(0, limit), more: texts.length > limit ? `and ${texts.length - limit} more` : '' };
}

/** The chains behind an entry, each part said once; what a severity follows from comes first, lest a long list hide it. */
export function chainsOf({ findings, also = [] }: Pick<Entry, 'findings'> & Partial<Pick<Entry, 'also'>>): Chains {
  const evidence = [...decisiveFirst(findings), ...decisiveFirst(also)];
  return {
    bindings: someOf([...new Set(evidence.flatMap(({ binding }) => (binding ? [objectText(binding)] : [])))]),
    roles: rolesOf(evidence),
    places: placesOf(evidence),
  };
}

function decisiveFirst(findings: readonly Finding[]): Evidence[] {
  const chains = findings.map(({ evidence }) => evidence);
  return [...chains.flatMap(([decisive]) => decisive ?? []), ...chains.flatMap(([, ...others]) => others)];
}

/** Each role with its rules: the role is named at the first of them. */
function rolesOf(evidence: readonly Evidence[]): Some {
  const rules = new Map<string, Set<string>>();
  for (const { role, rule, source } of evidence) {
    if (!role) continue;
    const known = rules.get(objectText(role)) ?? new Set();
    rules.set(objectText(role), known);
    known.add(rule === undefined ? '' : `rules[${rule}]${source ? `, aggregated from ${objectText(source)}` : ''}`);
  }
  return someOf([...rules].flatMap(([role, texts]) => [...texts].map((text, index) => (index > 0 ? text : `${role} ${text}`.trimEnd()))));
}

/** Finding a line costs more than all the rest, so only so many are looked for. */
const mostLookedFor = 500;

function placesOf(evidence: readonly Evidence[]): Some {
  const places = new Set<string>();
  for (const { position } of evidence.slice(0, mostLookedFor)) if (position) places.add(`${position.file}:${position.line}`);
  const some = someOf([...places]);
  return evidence.length > mostLookedFor && some.more !== '' ? { ...some, more: 'and others' } : some;
}
