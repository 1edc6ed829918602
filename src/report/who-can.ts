import type { HolderSubject, LimitedSubject, PathQuestion, ResourceQuestion, WhoCan } from '../model/answer.ts';
import type { BuiltinVia, Via } from '../model/grant.ts';
import { subjectKey } from '../model/subject.ts';
import { columns } from './columns.ts';
import { plain } from './plain.ts';
import { type Layout, paint } from './style.ts';
import { count, placeText, rbacOnly, requestText, subjectCell, viaText } from './words.ts';

export interface WhoCanView {
  request: ResourceQuestion | PathQuestion;
  answer: WhoCan;
  /** Keys of the subjects that hold it only as Kubernetes itself grants it; they are counted, not listed. */
  expected: ReadonlySet<string>;
  /** ServiceAccounts that hold it through a group they are in by themselves, where asked for. */
  expanded: HolderSubject[] | undefined;
  /** The text of the rule behind a reason, where chains are asked for. */
  explain: ((via: Via) => string) | undefined;
  /** A command that explains one of the answers, if there is one. */
  hint: string | undefined;
}

/** The answer of who-can for people. */
export function whoCanText(view: WhoCanView, layout: Layout): string {
  const { request, answer, expanded } = view;
  const place = 'path' in request ? '' : placeText(request.namespace);
  const title = `${paint(layout, 'bold', `Who can ${requestText(request)}${place}?`)}  ${count(answer.subjects.length, 'subject')}`;
  const [listed, expected] = [
    answer.subjects.filter((subject) => !isExpected(subject, view)),
    answer.subjects.filter((subject) => isExpected(subject, view)),
  ];
  const blocks = [title, columns(['SUBJECT', 'SCOPE', 'THROUGH'], rowsOf(listed, view), layout)];
  if (expected.length > 0) blocks.push(`and ${count(expected.length, 'subject')} of Kubernetes itself, as expected: --all`);
  if (answer.limited.length > 0) blocks.push(limitedText(answer.limited, view, layout));
  if (expanded && expanded.length > 0) {
    blocks.push(
      `ServiceAccounts that have it through a group:\n\n${columns(['SUBJECT', 'SCOPE', 'THROUGH'], rowsOf(expanded, view), layout)}`,
    );
  }
  blocks.push([rbacOnly, ...(view.hint === undefined ? [] : [`Why? ${plain(view.hint)}`])].join('\n'));
  return `${blocks.join('\n\n')}\n`;
}

function isExpected(subject: HolderSubject, { expected }: WhoCanView): boolean {
  return expected.has(subjectKey(subject));
}

function limitedText(limited: readonly LimitedSubject[], view: WhoCanView, layout: Layout): string {
  const rows = rowsOf(limited, view).map(([subject = '', scope = '', through = ''], index) => [
    subject,
    scope,
    subject === '' ? '' : namesOf(limited, index, view),
    through,
  ]);
  return `Only by name:\n\n${columns(['SUBJECT', 'SCOPE', 'NAMES', 'THROUGH'], rows, layout)}`;
}

/** The names belong on the first row of each subject; rows before it are counted to find whose it is. */
function namesOf(limited: readonly LimitedSubject[], row: number, view: WhoCanView): string {
  let first = 0;
  for (const holder of limited) {
    if (first === row) return holder.names.map((name) => plain(name) || '""').join(', ');
    first += holderRows(holder, view).length;
  }
  return '';
}

function rowsOf(holders: readonly (HolderSubject | LimitedSubject)[], view: WhoCanView): string[][] {
  return holders.flatMap((holder) => holderRows(holder, view));
}

function holderRows(holder: HolderSubject | LimitedSubject, { explain }: WhoCanView): string[][] {
  const rows = holder.via.flatMap((via: Via | BuiltinVia) => {
    const group = 'group' in via && via.group !== undefined ? `Group ${plain(via.group)}: ` : '';
    const lines = [[plain(via.scope), `${group}${viaText(via)}`]];
    if (explain && !('builtin' in via)) lines.push(['', `  ${explain(via)}`]);
    return lines;
  });
  return rows.map(([scope = '', through = ''], index) => [index === 0 ? subjectCell(holder) : '', scope, through]);
}

/** The fields of the JSON answer. */
export function whoCanData({ request, answer, expanded }: WhoCanView): object {
  return { request: requestData(request), ...answer, ...(expanded ? { expanded } : {}) };
}

/** A request in JSON: empty parts are left out; `namespace` is `""` for all namespaces at once and absent for anywhere. */
export function requestData(request: ResourceQuestion | PathQuestion): object {
  if ('path' in request) return { verb: request.verb, nonResourceURL: request.path };
  const { verb, group, resource, subresource, name, namespace } = request;
  return {
    verb,
    group,
    resource,
    ...(subresource === '' ? {} : { subresource }),
    ...(name === '' ? {} : { name }),
    ...(namespace === undefined ? {} : { namespace }),
  };
}
