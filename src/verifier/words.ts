import { isPathRequest, type Request } from '../model/request.ts';

/**
 * A request in words: `list secrets in shop`, `update deployments.apps/scale "web" everywhere`, `get /metrics`.
 * `other` shows as `*`, as a rule would have to spell it.
 */
export function inWords(request: Request, other: string): string {
  const shown = (text: string): string => text.replaceAll(other, '*');
  if (isPathRequest(request)) return shown(`${request.verb} ${request.path}`);
  const group = request.group === '' ? '' : `.${request.group}`;
  const subresource = request.subresource === '' ? '' : `/${request.subresource}`;
  const name = request.name === '' || request.name === other ? '' : ` ${JSON.stringify(request.name)}`;
  const scope = request.namespace === '' || request.namespace === other ? 'everywhere' : `in ${request.namespace}`;
  return `${shown(`${request.verb} ${request.resource}${group}${subresource}`)}${name} ${scope}`;
}
