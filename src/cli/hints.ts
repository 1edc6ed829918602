import type { PathQuestion, ResourceQuestion, WhoCan } from '../model/answer.ts';
import { subjectArgument } from '../model/subject.ts';
import { requestText } from '../report/words.ts';

interface InputFlags {
  filename?: string[] | undefined;
  recursive: boolean;
  exclude?: string[] | undefined;
}

/** The command that explains one of the answers of who-can: for the first subject that is no group, else none. */
export function whyHint(bin: string, request: PathQuestion | ResourceQuestion, answer: WhoCan, input: InputFlags): string | undefined {
  const subject = answer.subjects.find(({ kind }) => kind !== 'Group');
  const [via] = subject?.via ?? [];
  if (!subject || !via) return undefined;
  const namespace = 'path' in request ? '' : namespaceArgument(request.namespace, via.scope);
  return `${bin} can-i ${requestText(request)} --as ${shellWord(subjectArgument(subject))}${namespace} --explain${inputArguments(input)}`;
}

/** The flags that name the same input again; none for a live cluster. */
function inputArguments({ filename = [], recursive, exclude = [] }: InputFlags): string {
  const words = [
    ...(recursive ? ['-R'] : []),
    ...filename.flatMap((file) => ['-f', file]),
    ...exclude.flatMap((glob) => ['--exclude', glob]),
  ];
  return words.map((word) => ` ${shellWord(word)}`).join('');
}

function namespaceArgument(asked: string | undefined, scope: string): string {
  if (asked === '') return ' -A';
  const namespace = asked ?? (scope === '*' ? undefined : scope);
  return namespace === undefined ? '' : ` -n ${shellWord(namespace)}`;
}

/** A word that a shell takes as it is, quoted where it has to be. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
