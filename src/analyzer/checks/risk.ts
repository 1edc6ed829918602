import type { ResourcePattern } from '../access/access.ts';
import type { Check, Fact, Levels } from './check.ts';
import { factsOfWriting } from './creation.ts';
import { docs } from './references.ts';
import { factsOfRequests } from './requests.ts';
import { namesOf, rulesOf } from './rules.ts';
import { list } from './wording.ts';

/** What rules with wildcards say of themselves already. */
export const wideRules: readonly string[] = [
  'cluster-admin-binding',
  'cluster-admin-equivalent',
  'admin-bound-cluster-wide',
  'edit-bound-cluster-wide',
  'namespace-admin-in-sensitive-ns',
  'wildcard-resources',
  'wildcard-verbs',
];

/** A risk that consists in being allowed certain requests. */
export interface RiskSpec {
  id: string;
  page?: string;
  title: string;
  /** Any of these is enough. */
  requests: readonly ResourcePattern[];
  /** True where objects that server-side apply makes count as created (`factsOfWriting`). */
  countsApply?: true;
  levels: Levels;
  /** Levels that depend on the rule. */
  levelsOf?: Check['levels'];
  /** What the holder can do; follows the subject and is followed by the place: `can open a shell in pods`. */
  statement: string | ((fact: Fact) => string);
  /** The place, where it is not where the grant holds. */
  where?: string;
  /** How it is used against you, in a sentence or two. */
  detail: string | ((fact: Fact) => string);
  remediation: string;
  /** Where Kubernetes, a benchmark or a catalogue of attacks speaks of it. */
  references: readonly string[];
  /** Checks besides those of wide rules that say the same and more. */
  impliedBy?: readonly string[];
  /** Facts other than those of `requests` alone, for what takes more than one right. */
  run?: Check['run'];
}

/** A check that asks who may do certain requests, and judges that by where they may. */
export function risk(spec: RiskSpec): Check {
  const { id, page, title, requests, levels, levelsOf, remediation, references, impliedBy = [], run, where, countsApply } = spec;
  const factsOf = countsApply ? factsOfWriting : factsOfRequests;
  return {
    id,
    ...(page === undefined ? {} : { page }),
    title,
    kind: 'risk',
    base: levels.everywhere,
    references: references.some((reference) => reference.startsWith('https://kubernetes.io/docs/'))
      ? references
      : [docs.leastPrivilege, ...references],
    impliedBy: [...wideRules, ...impliedBy],
    remediation,
    // What takes several rights at once is not decided by any one of the requests.
    ...(run ? {} : { requests }),
    run: run ?? ((access) => factsOf(access, requests)),
    levels: levelsOf ?? (() => levels),
    say: (fact) => ({
      statement: textOf(spec.statement, fact) + nameLimit(fact),
      ...(where === undefined ? {} : { where }),
      detail: textOf(spec.detail, fact),
    }),
  };
}

function textOf(text: string | ((fact: Fact) => string), fact: Fact): string {
  return typeof text === 'string' ? text : text(fact);
}

/** Says so where only objects of certain names are concerned. */
export function nameLimit({ because }: Fact): string {
  const names = namesOf(rulesOf(because));
  return names ? ` (only ${list(names)})` : '';
}

/** Shorthand for levels: cluster-wide, in a namespace, in a sensitive one (else as cluster-wide). */
export function byScope(
  everywhere: Levels['everywhere'],
  namespace: Levels['namespace'],
  sensitive: Levels['sensitive'] = everywhere,
): Levels {
  return { everywhere, namespace, sensitive };
}
