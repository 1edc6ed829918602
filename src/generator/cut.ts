import type { RuleBody } from '../analyzer/access/match.ts';
import { byCodeUnit } from '../model/order.ts';
import type { Rule } from '../model/rule.ts';
import { type Classification, classOfPath, classOfResource, type PrivilegedArea, type RuleClass, ruleClasses } from './classes.ts';
import { ResourceGrid } from './resource-grid.ts';
import { UrlGrid } from './url-grid.ts';

/** The rules of a role that lie in one class; together the parts of a role allow what the role allows. */
interface Part {
  class: RuleClass;
  rules: RuleBody[];
  /** Why they are privileged, sorted. */
  areas: PrivilegedArea[];
}

export interface Cut {
  /** Those that hold rules, in the order of `ruleClasses`. */
  parts: Part[];
  /** Indexes of rules that can match no request and so are in no part. */
  inert: number[];
}

/**
 * Cuts rules by class, exactly equivalent as a whole. A rule that lies in one class stays as it is written; of one that does not,
 * each part gets as few rules as it takes, in its place and in its words, so that people find their own rules again. Rules of one
 * index are one rule written out, and are joined again.
 * The verbs, groups and resources of a rule multiply, and each product has a class of its own, so one rule may become several.
 * A rule with the verb `*` goes whole into the privileged part: taking it apart would need to know all verbs there are.
 * `urls: false` is for Roles: URLs in them are inert, and the API server refuses them.
 */
export function cutRules(rules: readonly Rule[], { urls }: { urls: boolean }): Cut {
  const parts = ruleClasses.map((name) => ({ class: name, rules: [] as RuleBody[], areas: new Set<PrivilegedArea>() }));
  const inert: number[] = [];
  for (const [index, same] of Map.groupBy(rules, (rule) => rule.index)) {
    const products = same.flatMap((rule) => [...resourceProducts(rule), ...(urls ? urlProducts(rule) : [])]);
    if (products.length === 0) inert.push(index);
    const [rule, ...more] = same;
    for (const part of parts) {
      const own = products.filter(({ found }) => found.class === part.class);
      for (const { found } of own) if (found.class === 'privileged') part.areas.add(found.area);
      part.rules.push(...(rule && more.length === 0 ? piecesOf(rule, own, products) : joined(own)));
    }
  }
  return {
    parts: parts
      .filter((part) => part.rules.length > 0)
      .map((part) => ({ class: part.class, rules: part.rules, areas: [...part.areas].sort(byCodeUnit) })),
    inert,
  };
}

/** One verb on one resource, or on one URL. */
type Product = { verb: string; found: Classification } & ({ group: string; resource: string; names: readonly string[] } | { url: string });

function* resourceProducts({ verbs, apiGroups, resources, resourceNames: names }: Rule): Generator<Product> {
  for (const verb of named(verbs)) {
    for (const group of apiGroups) {
      for (const resource of resources) yield { verb, group, resource, names, found: classOfResource(verb, group, resource) };
    }
  }
}

function* urlProducts({ verbs, nonResourceURLs }: Rule): Generator<Product> {
  for (const verb of named(verbs)) {
    for (const url of nonResourceURLs) yield { verb, url, found: classOfPath(verb) };
  }
}

/** Beside `*`, other verbs say nothing. */
function named(verbs: readonly string[]): readonly string[] {
  return verbs.includes('*') ? ['*'] : verbs;
}

/** The rules that allow some of the products of a rule. Rules on resources and on URLs are apart, as the API server wants them. */
function piecesOf(rule: Rule, some: readonly Product[], all: readonly Product[]): RuleBody[] {
  return [true, false].flatMap((onResources) => {
    const isOn = (product: Product): boolean => 'resource' in product === onResources;
    const own = some.filter(isOn);
    if (own.length === 0) return [];
    if (own.length === all.filter(isOn).length) return [whole(rule, onResources)];
    return onResources ? cutResources(rule, own) : cutUrls(rule, own);
  });
}

function whole({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: Rule, onResources: boolean): RuleBody {
  return onResources
    ? { verbs, apiGroups, resources, resourceNames, nonResourceURLs: [] }
    : { verbs, apiGroups: [], resources: [], resourceNames: [], nonResourceURLs };
}

/** As few rules as stay easy to read, in an order of their own. */
function joined(products: readonly Product[]): RuleBody[] {
  const resources = new ResourceGrid();
  const urls = new UrlGrid();
  for (const product of products) {
    if ('resource' in product) resources.add(product.group, product.resource, product.verb, product.names);
    else urls.add(product.url, product.verb);
  }
  return [...resources.rules(), ...urls.rules()];
}

/** The same names hold for every piece, so that they need not keep resources apart. */
function cutResources(rule: Rule, products: readonly Product[]): RuleBody[] {
  const pieces = joined(products.map((product) => ({ ...product, names: [] }))).map(
    (piece): RuleBody => ({
      verbs: inOrderOf(rule.verbs, piece.verbs),
      apiGroups: inOrderOf(rule.apiGroups, piece.apiGroups),
      resources: inOrderOf(rule.resources, piece.resources),
      resourceNames: rule.resourceNames,
      nonResourceURLs: [],
    }),
  );
  return pieces.sort(
    (a, b) =>
      place(rule.apiGroups, a.apiGroups) - place(rule.apiGroups, b.apiGroups) ||
      place(rule.resources, a.resources) - place(rule.resources, b.resources),
  );
}

function cutUrls(rule: Rule, products: readonly Product[]): RuleBody[] {
  return joined(products).map((piece) => ({
    ...piece,
    verbs: inOrderOf(rule.verbs, piece.verbs),
    nonResourceURLs: inOrderOf(rule.nonResourceURLs, piece.nonResourceURLs),
  }));
}

function inOrderOf(words: readonly string[], some: readonly string[]): string[] {
  return [...some].sort((a, b) => words.indexOf(a) - words.indexOf(b));
}

function place(words: readonly string[], [first = '']: readonly string[]): number {
  return words.indexOf(first);
}
