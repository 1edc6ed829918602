import type { Place, WhyInert } from '../model/inert.ts';
import { byCodeUnit } from '../model/order.ts';
import { isPathRequest, type Request, type ResourceRequest } from '../model/request.ts';
import { allows, type Box } from './box.ts';
import { inWords } from './words.ts';

/** What is allowed on one side of a change only, in words, sorted; `inert` are those that no request can be. */
export interface Losses {
  all: string[];
  inert: string[];
}

/** How many namespaces a line names. */
const mostNamespaces = 8;

/** The end of a line for a wildcard of which some is kept: what is lost of that stands in lines of its own. */
export const beyondServed = ' beyond what the API serves';

/** Collects requests that are not allowed on the other side, and says them once for all places where that is so. */
export class Missing {
  private readonly byWords = new Map<string, { words: string; ending: string; requests: Request[] }>();
  private readonly other: string;

  constructor(other: string) {
    this.other = other;
  }

  get size(): number {
    return this.byWords.size;
  }

  /** `ending` is what is to be said about what the request stands for. */
  add(request: Request, ending = ''): void {
    const words = inWords(request, this.other);
    const same = this.byWords.get(words + ending);
    if (same) same.requests.push(request);
    else this.byWords.set(words + ending, { words, ending, requests: [request] });
  }

  /** `others` is what the other side allows: it tells the namespaces where something is not missing after all. */
  inWords(others: readonly Box[], whyInert: WhyInert): Losses {
    const scopes = [...new Set(others.map(({ scope }) => scope))].filter((scope) => scope !== '*').sort(byCodeUnit);
    const inert = new Map<string, boolean>();
    for (const { words, ending, requests } of this.byWords.values()) {
      for (const [line, isInert] of this.linesOf(words, requests, others, scopes, whyInert)) {
        inert.set(line + ending, isInert && inert.get(line + ending) !== false);
      }
    }
    const all = [...inert.keys()].sort(byCodeUnit);
    return { all, inert: all.filter((line) => inert.get(line)) };
  }

  private *linesOf(
    words: string,
    requests: readonly Request[],
    others: readonly Box[],
    scopes: readonly string[],
    whyInert: WhyInert,
  ): Generator<[line: string, isInert: boolean]> {
    const areInert = (some: readonly Request[]): boolean => some.every((request) => isInert(request, this.other, whyInert));
    const wide: ResourceRequest[] = [];
    for (const request of requests) {
      if (isPathRequest(request)) yield [words, areInert([request])];
      else if (request.namespace === '' || request.namespace === this.other) wide.push(request);
      else yield [`${words} in ${request.namespace}`, areInert([request])];
    }
    const [first] = wide;
    if (!first) return;
    const partly = new Set(this.byWords.get(words + beyondServed)?.requests.map((request) => !isPathRequest(request) && request.namespace));
    const kept = scopes.filter((namespace) => {
      if (partly.has(namespace)) return true;
      const local = wide.map((request) => ({ ...request, namespace }));
      return local.every((request) => allows(others, request)) && !areInert(local);
    });
    const across = wide.filter(({ namespace }) => namespace === '');
    yield [`${words} everywhere${exceptions(kept)}`, areInert(wide)];
    // A list over all namespaces at once needs more than the same list in each of them.
    if (kept.length > 0 && spansNamespaces(first) && across.length > 0) yield [`${words} over all namespaces at once`, areInert(across)];
  }
}

function exceptions(kept: readonly string[]): string {
  if (kept.length === 0) return '';
  const more = kept.length > mostNamespaces ? ` and ${kept.length - mostNamespaces} more` : '';
  return ` but in ${kept.slice(0, mostNamespaces).join(', ')}${more}`;
}

function spansNamespaces({ verb }: ResourceRequest): boolean {
  return verb === 'list' || verb === 'watch';
}

function isInert(request: Request, other: string, whyInert: WhyInert): boolean {
  const spelled = (text: string): string => (text === other ? '*' : text);
  const verbs = [spelled(request.verb)];
  if (isPathRequest(request)) {
    const nonResourceURLs = [request.path.replaceAll(other, '*')];
    return whyInert({ verbs, apiGroups: [], resources: [], resourceNames: [], nonResourceURLs }, 'outside namespaces') !== undefined;
  }
  const resource = spelled(request.resource);
  const rule = {
    verbs,
    apiGroups: [spelled(request.group)],
    resources: [request.subresource === '' ? resource : `${resource}/${request.subresource}`],
    resourceNames: request.name === other ? [] : [request.name],
    nonResourceURLs: [],
  };
  const place: Place = request.namespace === '' ? 'outside namespaces' : 'in a namespace';
  return whyInert(rule, place) !== undefined;
}
