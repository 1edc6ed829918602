import { type RuleBody, urlCovers } from './match.ts';

/** A rule that names at most one thing in each list: the smallest unit in which rules are compared. */
export type Atom = RuleBody;

const none: readonly string[] = [];

/** Breaks a rule down to its atoms (policy_comparator.go BreakdownRule). A rule that can match nothing gives none. */
export function* atomsOf(rule: RuleBody): Generator<Atom> {
  const names = rule.resourceNames.length === 0 ? [none] : rule.resourceNames.map((name) => [name]);
  for (const group of rule.apiGroups) {
    for (const resource of rule.resources) {
      for (const verb of rule.verbs) {
        for (const resourceNames of names) {
          yield { verbs: [verb], apiGroups: [group], resources: [resource], resourceNames, nonResourceURLs: none };
        }
      }
    }
  }
  for (const url of rule.nonResourceURLs) {
    for (const verb of rule.verbs) {
      yield { verbs: [verb], apiGroups: none, resources: none, resourceNames: none, nonResourceURLs: [url] };
    }
  }
}

/** True if one owner rule alone allows all that the atom stands for, also what nobody has named yet (policy_comparator.go ruleCovers). */
export function atomCovered(owner: RuleBody, atom: Atom): boolean {
  if (!hasAll(owner.verbs, atom.verbs)) return false;
  const [url] = atom.nonResourceURLs;
  if (url !== undefined) return owner.nonResourceURLs.some((own) => urlCovers(own, url));
  return hasAll(owner.apiGroups, atom.apiGroups) && resourceCovered(owner, atom) && namesCovered(owner, atom);
}

function hasAll(owner: readonly string[], servant: readonly string[]): boolean {
  return owner.includes('*') || servant.every((value) => owner.includes(value));
}

function resourceCovered(owner: RuleBody, atom: Atom): boolean {
  const [resource = ''] = atom.resources;
  if (owner.resources.includes('*') || owner.resources.includes(resource)) return true;
  const slash = resource.indexOf('/');
  return slash >= 0 && owner.resources.includes(`*${resource.slice(slash)}`);
}

function namesCovered(owner: RuleBody, atom: Atom): boolean {
  if (owner.resourceNames.length === 0) return true;
  const [name] = atom.resourceNames;
  return name !== undefined && owner.resourceNames.includes(name);
}

/** The atoms of the servant rules that no single owner rule covers, in order; empty when the owner holds everything. */
export function uncovered(owner: readonly RuleBody[], servant: readonly RuleBody[]): Atom[] {
  const missing: Atom[] = [];
  for (const rule of servant) {
    for (const atom of atomsOf(rule)) {
      if (!owner.some((own) => atomCovered(own, atom))) missing.push(atom);
    }
  }
  return missing;
}

/**
 * True if the owner rules allow everything that the servant rules allow, in an open world where resources, verbs and names
 * may exist that no rule mentions (validation.Covers): a list of all verbs never covers `*`.
 */
export function covers(owner: readonly RuleBody[], servant: readonly RuleBody[]): boolean {
  for (const rule of servant) {
    for (const atom of atomsOf(rule)) {
      if (!owner.some((own) => atomCovered(own, atom))) return false;
    }
  }
  return true;
}
