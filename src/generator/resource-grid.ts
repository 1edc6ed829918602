import type { RuleBody } from '../analyzer/access/match.ts';
import { byCodeUnit, byKeys } from '../model/order.ts';
import { byVerb } from './verb-order.ts';

/** The names for which a verb is granted, or every name. */
type Names = ReadonlySet<string> | 'every';

/** One resource of one group, as rules spell them, and what is granted on it. */
interface Cell {
  group: string;
  resource: string;
  verbs: Map<string, Names>;
}

/** A rule for one resource whose groups may still grow. */
type Entry = Pick<RuleBody, 'apiGroups' | 'resources' | 'resourceNames' | 'verbs'>;

/** Permissions on resources, cell by cell, ready to be written as few rules. */
export class ResourceGrid {
  private readonly cells = new Map<string, Cell>();

  /** Adds one product of a rule; no names stand for every name, as in a rule. */
  add(group: string, resource: string, verb: string, resourceNames: readonly string[]): void {
    const key = cellKey(group, resource);
    let cell = this.cells.get(key);
    if (!cell) {
      cell = { group, resource, verbs: new Map() };
      this.cells.set(key, cell);
    }
    const names: Names = resourceNames.length === 0 ? 'every' : new Set(resourceNames);
    const before = cell.verbs.get(verb);
    cell.verbs.set(verb, before === undefined ? names : union(before, names));
  }

  /**
   * The rules that allow exactly what was added. What a wildcard beside it covers is left out; resources with equal verbs
   * and names share a rule, and so do groups with equal resources. Named resources get a rule each, since a name belongs to one.
   */
  rules(): RuleBody[] {
    const byGroup = merge(this.entries(), 'resources', (entry) => entry.resourceNames.length === 0);
    const merged = merge(byGroup, 'apiGroups', () => true);
    return merged
      .map((entry) => ({ ...entry, nonResourceURLs: [] }))
      .sort(byKeys((rule) => [rule.apiGroups, rule.resources, rule.resourceNames, rule.verbs].map((list) => JSON.stringify(list))));
  }

  private *entries(): Generator<Entry> {
    for (const { group, resource, verbs } of this.cells.values()) {
      const byNames = new Map<string, { resourceNames: string[]; verbs: string[] }>();
      for (const [verb, names] of verbs) {
        if (this.isCoveredElsewhere(group, resource, verb, names)) continue;
        const resourceNames = names === 'every' ? [] : [...names].sort(byCodeUnit);
        const key = JSON.stringify(resourceNames);
        const same = byNames.get(key);
        if (same) same.verbs.push(verb);
        else byNames.set(key, { resourceNames, verbs: [verb] });
      }
      for (const { resourceNames, verbs } of byNames.values()) {
        yield { apiGroups: [group], resources: [resource], resourceNames, verbs: verbs.sort(byVerb) };
      }
    }
  }

  /** True if a more general cell or verb grants the same for all of the names (the wildcards of evaluation_helpers.go). */
  private isCoveredElsewhere(group: string, resource: string, verb: string, names: Names): boolean {
    for (const generalGroup of new Set([group, '*'])) {
      for (const generalResource of generalisations(resource)) {
        const cell = this.cells.get(cellKey(generalGroup, generalResource));
        for (const generalVerb of new Set([verb, '*'])) {
          const isItself = generalGroup === group && generalResource === resource && generalVerb === verb;
          const granted = cell?.verbs.get(generalVerb);
          if (!isItself && granted !== undefined && includes(granted, names)) return true;
        }
      }
    }
    return false;
  }
}

function cellKey(group: string, resource: string): string {
  return `${group}\u0000${resource}`;
}

/** The spellings that cover a resource as a rule spells it, itself included. */
function generalisations(resource: string): Set<string> {
  const slash = resource.indexOf('/');
  return new Set(slash < 0 ? [resource, '*'] : [resource, `*${resource.slice(slash)}`, '*']);
}

function union(a: Names, b: Names): Names {
  return a === 'every' || b === 'every' ? 'every' : new Set([...a, ...b]);
}

function includes(whole: Names, part: Names): boolean {
  return whole === 'every' || (part !== 'every' && [...part].every((name) => whole.has(name)));
}

/** Joins entries that differ in one list only; those that may not be joined stay as they are. */
function merge(entries: Iterable<Entry>, list: 'apiGroups' | 'resources', mayJoin: (entry: Entry) => boolean): Entry[] {
  const groups = Map.groupBy(entries, (entry) => JSON.stringify([{ ...entry, [list]: [] }, mayJoin(entry) || entry[list]]));
  return [...groups.values()].flatMap((same) => {
    const [first] = same;
    return first ? [{ ...first, [list]: same.flatMap((entry) => entry[list]).sort(byCodeUnit) }] : [];
  });
}
