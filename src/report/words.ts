import type { PathQuestion, ResourceQuestion } from '../model/answer.ts';
import type { ObjectRef } from '../model/gap.ts';
import type { BuiltinVia, Scope, Via } from '../model/grant.ts';
import type { Rule } from '../model/rule.ts';
import type { Subject } from '../model/subject.ts';
import { plain } from './plain.ts';

/** `1 subject`, `3 subjects`. */
export function count(number: number, noun: string): string {
  return `${number} ${number === 1 ? noun : noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`}`;
}

/** A subject in a column: kinds padded to one width, so that names stand below one another. */
export function subjectCell(subject: Subject): string {
  const kind = subject.kind === 'ServiceAccount' ? 'SA' : subject.kind;
  const name = subject.kind === 'ServiceAccount' ? `${subject.namespace ?? ''}/${subject.name}` : subject.name;
  return `${kind.padEnd(5)}  ${plain(name)}`;
}

/** A resource as kubectl writes it: `deployments.apps/scale`, `pods`. */
export function resourceText({ group, resource, subresource }: { group: string; resource: string; subresource: string }): string {
  return plain(`${resource}${group === '' ? '' : `.${group}`}${subresource === '' ? '' : `/${subresource}`}`);
}

/** What was asked, without who: `get secrets in namespace shop`. */
export function requestText(request: ResourceQuestion | PathQuestion): string {
  if ('path' in request) return `${plain(request.verb)} ${plain(request.path)}`;
  const name = request.name === '' ? '' : ` ${plain(request.name)}`;
  return `${plain(request.verb)} ${resourceText(request)}${name}`;
}

/** Where it was asked: ` in namespace shop`, ` in all namespaces at once`, or nothing for anywhere. */
export function placeText(namespace: string | undefined): string {
  if (namespace === undefined) return '';
  return namespace === '' ? ' in all namespaces at once' : ` in namespace ${plain(namespace)}`;
}

/** `everywhere` or `in shop`. */
export function scopeText(scope: Scope): string {
  return scope === '*' ? 'everywhere' : `in ${plain(scope)}`;
}

/** An object by kind and name: `RoleBinding shop/checkout`, `ClusterRole edit`. */
export function objectText({ kind, namespace, name }: ObjectRef): string {
  return `${kind} ${plain(namespace === undefined ? name : `${namespace}/${name}`)}`;
}

/** The way from binding to rule: `RoleBinding shop/checkout -> ClusterRole edit rules[2]`. */
export function viaText(via: Via | BuiltinVia): string {
  if ('builtin' in via) return 'built in: passes before RBAC, cannot be revoked here';
  const source = via.source ? `, aggregated from ${via.source.kind} ${plain(via.source.name)}` : '';
  return `${objectText(via.binding)} -> ${via.role.kind} ${plain(via.role.name)} rules[${via.rule}]${source}`;
}

/** A rule in one line: `get, list on pods, pods/log`. The core group is not written out. */
export function ruleText(rule: Omit<Rule, 'index'>): string {
  const groups = rule.apiGroups.length === 1 && rule.apiGroups[0] === '' ? '' : ` (${words(rule.apiGroups.map((group) => group || '""'))})`;
  const names = rule.resourceNames.length === 0 ? '' : `, only ${words(rule.resourceNames.map((name) => name || '""'))}`;
  const targets = [
    ...(rule.resources.length === 0 ? [] : [`${words(rule.resources)}${groups}${names}`]),
    ...(rule.nonResourceURLs.length === 0 ? [] : [words(rule.nonResourceURLs)]),
  ];
  return `${words(rule.verbs)} on ${targets.join(' and on ')}`;
}

function words(values: readonly string[]): string {
  return values.map(plain).join(', ');
}

/** What every yes and no rests on. */
export const rbacOnly = 'RBAC only: the Node authorizer and webhooks are not modelled.';
