import type { CanI, PathQuestion, ResourceQuestion } from '../model/answer.ts';
import type { Via } from '../model/grant.ts';
import { byCodeUnit } from '../model/order.ts';
import { type Subject, subjectLabel } from '../model/subject.ts';
import { columns } from './columns.ts';
import { plain } from './plain.ts';
import { type Layout, paint } from './style.ts';
import { requestData } from './who-can.ts';
import { objectText, placeText, rbacOnly, requestText, viaText } from './words.ts';
import { wrap } from './wrap.ts';

export interface CanIView {
  subject: Subject;
  groups: readonly string[];
  request: ResourceQuestion | PathQuestion;
  answer: CanI;
  /** The text of the rule behind a reason, where an explanation is asked for. */
  explain: ((via: Via) => string) | undefined;
}

const mostMisses = 10;

/** The answer of can-i for people: yes or no, and with an explanation the chain or the nearest misses. */
export function canIText(view: CanIView, layout: Layout): string {
  const { answer, explain } = view;
  const word = answer.allowed ? paint(layout, 'green', 'yes') : paint(layout, 'red', 'no');
  if (!explain) return `${word}\n`;
  return `${[word, answer.allowed ? reasonsText(view, layout) : missesText(view, layout), rbacOnly].join('\n\n')}\n`;
}

function whoText({ subject, groups }: CanIView): string {
  return `${plain(subjectLabel(subject))} (groups: ${groups.map(plain).join(', ') || 'none'})`;
}

function reasonsText(view: CanIView, layout: Layout): string {
  if (!view.answer.allowed) return '';
  const rows = view.answer.via.map((via) => {
    if ('builtin' in via) return ['*', viaText(via)];
    const group = via.group === undefined ? '' : `as Group ${plain(via.group)}: `;
    return [plain(via.scope), `${group}${viaText(via)}: ${view.explain?.(via) ?? ''}`];
  });
  const sentence = wrap('', `${whoText(view)} may ${requestText(view.request)}${placeOf(view)} through:`, layout.width, 0);
  return `${sentence}\n\n${columns(['SCOPE', 'THROUGH'], rows, layout)}`;
}

function missesText(view: CanIView, layout: Layout): string {
  if (view.answer.allowed) return '';
  const nothing = wrap('', `Nothing allows ${whoText(view)} to ${requestText(view.request)}${placeOf(view)}.`, layout.width, 0);
  const { nearest } = view.answer;
  if (nearest.length === 0) return `${nothing}\nNo binding of theirs would allow it if one thing were otherwise.`;
  const rows = nearest.slice(0, mostMisses).map((miss) => {
    const rule = miss.rule === undefined ? '' : ` rules[${miss.rule}]`;
    return [`${objectText(miss.binding)} -> ${plain(miss.role.kind)} ${plain(miss.role.name)}${rule}`, plain(miss.detail)];
  });
  const more = nearest.length > mostMisses ? `\n${nearest.length - mostMisses} more: --format json` : '';
  return `${nothing}\nNearest:\n\n${columns(['BINDING', 'DIFFERS'], rows, layout)}${more}`;
}

function placeOf({ request }: CanIView): string {
  return 'path' in request || request.namespace === '' ? '' : placeText(request.namespace);
}

/** The fields of the JSON answer. */
export function canIData({ subject, groups, request, answer }: CanIView): object {
  return { subject, groups: [...groups].sort(byCodeUnit), request: requestData(request), ...answer };
}
