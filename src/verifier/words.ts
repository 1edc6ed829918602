import { isPathRequest, type Request } from '../model/request.ts';

/**
 * A request in words without the place: `list secrets`, `update deployments.apps/scale "web"`, `get /metrics`.
 * `other` shows as `*`, as a rule would have to spell it.
 */
export function inWords(request: Request, other: string): string {
  const shown = (text: string): string => text.replaceAll(other, '*');
  if (isPathRequest(request)) return shown(`${request.verb} ${request.path}`);
  const group = request.group === '' ? '' : `.${request.group}`;
  const subresource = request.subresource === '' ? '' : `/${request.subresource}`;
  const name = request.name === '' || request.name === other ? '' : ` ${JSON.stringify(request.name)}`;
  return `${shown(`${request.verb} ${request.resource}${group}${subresource}`)}${name}`;
}
