import type { Permission, WhatCan } from '../model/answer.ts';
import { byCodeUnit } from '../model/order.ts';
import { subjectLabel } from '../model/subject.ts';
import { columns } from './columns.ts';
import { plain } from './plain.ts';
import { type Layout, paint } from './style.ts';
import { count, rbacOnly, viaText } from './words.ts';

/** The answer of what-can for people: one row per rule, by scope, with the way it is held. */
export function whatCanText(answer: WhatCan, layout: Layout): string {
  const blocks = [title(answer, layout)];
  if (answer.superuser) blocks.push('Member of system:masters: may do everything, whatever the rules say.');
  if (answer.permissions.length > 0) {
    const heads = ['SCOPE', 'VERBS', 'ON', 'THROUGH'];
    blocks.push(columns(heads, answer.permissions.map(permissionRow), layout));
  }
  return `${[...blocks, rbacOnly].join('\n\n')}\n`;
}

function title({ subject, groups, permissions }: WhatCan, layout: Layout): string {
  const name = paint(layout, 'bold', `What can ${plain(subjectLabel(subject))} do?`);
  return `${name}  ${count(permissions.length, 'rule')}\nGroups: ${groups.map(plain).join(', ') || 'none'}`;
}

function permissionRow({ scope, rule, via }: Permission): string[] {
  const group = via.group === undefined ? '' : `Group ${plain(via.group)}: `;
  return [plain(scope), rule.verbs.map(plain).join(', '), targetText(rule), `${group}${viaText(via)}`];
}

/** What a rule is about: `pods,pods/log`, `deployments.apps`, `secrets [tls]`, `/metrics`. */
function targetText(rule: Permission['rule']): string {
  const urls = rule.nonResourceURLs.map(plain);
  if (rule.resources.length === 0) return urls.join(', ');
  const targets = rule.apiGroups.flatMap((group) => rule.resources.map((resource) => plain(withGroup(resource, group))));
  const names = rule.resourceNames.length === 0 ? '' : ` [${rule.resourceNames.map((name) => plain(name) || '""').join(',')}]`;
  return [`${targets.join(', ')}${names}`, ...urls].join(', ');
}

function withGroup(resource: string, group: string): string {
  const [base = '', ...rest] = resource.split('/');
  return [group === '' ? base : `${base}.${group}`, ...rest].join('/');
}

const commonVerbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'];

/** The same as a matrix: resources down, verbs across, one block per scope. Verbs beyond the common ones are spelled out. */
export function whatCanMatrix(answer: WhatCan, layout: Layout): string {
  const rows = new Map<string, { scope: string; target: string; verbs: Set<string> }>();
  for (const { scope, rule } of answer.permissions) {
    for (const target of matrixTargets(rule)) {
      const key = JSON.stringify([scope, target]);
      const row = rows.get(key) ?? { scope, target, verbs: new Set() };
      for (const verb of rule.verbs) row.verbs.add(verb);
      rows.set(key, row);
    }
  }
  const sorted = [...rows].sort(([a], [b]) => byCodeUnit(a, b)).map(([, row]) => row);
  const heads = ['SCOPE', 'RESOURCE', ...commonVerbs.map((verb) => verb.toUpperCase()), 'OTHER'];
  const cells = sorted.map(({ scope, target, verbs }) => [
    plain(scope),
    plain(target),
    ...commonVerbs.map((verb) => mark(verbs, verb)),
    others(verbs),
  ]);
  return `${title(answer, layout)}\n\n${columns(heads, cells, { ...layout, width: undefined })}\n\n${rbacOnly}\n`;
}

function matrixTargets(rule: Permission['rule']): string[] {
  const names = rule.resourceNames.length === 0 ? '' : ` [${rule.resourceNames.join(',')}]`;
  const resources = rule.apiGroups.flatMap((group) => rule.resources.map((resource) => `${withGroup(resource, group)}${names}`));
  return [...resources, ...rule.nonResourceURLs];
}

function mark(verbs: ReadonlySet<string>, verb: string): string {
  if (verbs.has(verb)) return 'x';
  return verbs.has('*') ? '*' : '-';
}

function others(verbs: ReadonlySet<string>): string {
  return [...verbs]
    .filter((verb) => !commonVerbs.includes(verb))
    .sort(byCodeUnit)
    .map(plain)
    .join(',');
}

/** The fields of the JSON answer. */
export function whatCanData({ subject, groups, superuser, permissions }: WhatCan): object {
  return { subject, groups, ...(superuser ? { superuser } : {}), permissions };
}
