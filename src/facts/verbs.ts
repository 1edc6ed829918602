import { nearest } from './nearest.ts';
import { audienceVerb, syntheticResources } from './synthetic.ts';

/** What the API server makes of HTTP methods (requestinfo.go), `proxy` from the paths of long ago included. */
const requestVerbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'proxy', 'update', 'watch'];

const syntheticVerbs = syntheticResources.flatMap(({ verbs, subresources }) => [...verbs, ...subresources.flatMap((one) => one.verbs)]);

const verbs: ReadonlySet<string> = new Set([...requestVerbs, ...syntheticVerbs, audienceVerb, '*']);

/** The verbs of rules with nonResourceURLs: HTTP methods in lower case. */
export const pathVerbs: readonly string[] = ['delete', 'get', 'head', 'options', 'patch', 'post', 'put'];

/** True for a verb that a rule about URLs can grant. */
export function isPathVerb(verb: string): boolean {
  return verb === '*' || pathVerbs.includes(verb);
}

/** True for a verb of requests in other letters than theirs: verbs are compared letter by letter (VerbMatches). */
export function isMiscased(verb: string): boolean {
  const meant = verb.toLowerCase();
  return meant !== verb && (isKnownVerb(meant) || pathVerbs.includes(meant));
}

/** True for a verb that Kubernetes itself asks for on some resource, and for `*`; authors of CRDs may have made up others. */
export function isKnownVerb(verb: string): boolean {
  return verbs.has(verb) || verb.startsWith('impersonate-on:');
}

/** The known verb that someone may have meant; case counts in rules, so `Get` is unknown and its nearest is `get`. */
export function nearestVerb(verb: string): string | undefined {
  return nearest(verb, verbs);
}
