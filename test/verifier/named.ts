import { isPathRequest, type Request } from '../../src/model/request.ts';

/** True if a line of a proof, in words, speaks of the request: `list secrets in shop`, `* pods.apps/log "web" everywhere but in clinic`. */
export function names(line: string, request: Request): boolean {
  const open = line.replace(/ beyond what the API serves$/, '');
  const path = /^(\S+) (\S+)$/.exec(open);
  if (isPathRequest(request)) return path !== null && isSame(path[1], request.verb) && covers(path[2] ?? '', request.path);
  const words = /^(\S+) (\S+)(?: ("(?:[^"\\]|\\.)*"))? (everywhere|in|over all namespaces at once)(?: (.*))?$/.exec(open);
  if (!words) return false;
  const [, verb, target = '', name, place = '', rest = ''] = words;
  const [head = '', ...subresource] = target.split('/');
  const [resource, ...group] = head.split('.');
  return (
    isSame(verb, request.verb) &&
    isSame(resource, request.resource) &&
    isSame(group.join('.'), request.group) &&
    // `*` stands for all resources with all subresources.
    (resource === '*' && subresource.length === 0 ? true : subresource.join('/') === request.subresource) &&
    (name === undefined || JSON.parse(name) === request.name) &&
    isThere(place, rest, request.namespace)
  );
}

function isSame(word: string | undefined, value: string): boolean {
  return word === '*' || word === value;
}

function covers(pattern: string, path: string): boolean {
  return pattern.endsWith('*') ? path.startsWith(pattern.replace(/\*+$/, '')) : pattern === path;
}

function isThere(place: string, rest: string, namespace: string): boolean {
  if (place === 'in') return rest === namespace;
  if (place !== 'everywhere') return namespace === '';
  const exceptions = rest.startsWith('but in ') ? rest.slice('but in '.length).split(', ') : [];
  return !exceptions.includes(namespace);
}
