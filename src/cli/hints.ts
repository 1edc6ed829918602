import type { PathQuestion, ResourceQuestion, WhoCan } from '../model/answer.ts';
import { subjectArgument } from '../model/subject.ts';
import { plain } from '../report/plain.ts';
import { resourceText } from '../report/words.ts';

/** The flags that choose what is read. */
type InputFlags = Partial<Record<(typeof inputFlags)[number], string | string[] | undefined>> & { recursive: boolean };

const inputFlags = [
  'filename',
  'exclude',
  'input',
  'default-namespace',
  'kubernetes-version',
  'discovery',
  'server',
  'kubeconfig',
  'context',
  'cluster',
  'user',
] as const;

/**
 * The command that explains one of the answers of who-can: for the first subject that is no group, else none. None either where
 * a word of it cannot be printed as it is.
 */
export function whyHint(bin: string, request: PathQuestion | ResourceQuestion, answer: WhoCan, input: InputFlags): string | undefined {
  const subject = answer.subjects.find(({ kind }) => kind !== 'Group');
  const [via] = subject?.via ?? [];
  if (!subject || !via) return undefined;
  const namespace = 'path' in request ? [] : namespaceArguments(request.namespace, via.scope);
  const words = [
    'can-i',
    ...requestArguments(request),
    '--as',
    subjectArgument(subject),
    ...namespace,
    '--explain',
    ...inputArguments(input),
  ];
  return words.every((word) => plain(word) === word) ? `${bin} ${words.map(shellWord).join(' ')}` : undefined;
}

function requestArguments(request: PathQuestion | ResourceQuestion): string[] {
  if ('path' in request) return [request.verb, request.path];
  return [request.verb, resourceText(request), ...(request.name === '' ? [] : [request.name])];
}

/** The flags that name the same input again. */
function inputArguments(flags: InputFlags): string[] {
  const values = inputFlags.flatMap((name) => [flags[name] ?? []].flat().map((value) => [name, value] as const));
  const given = values.filter(([name, value]) => name !== 'default-namespace' || value !== 'default');
  return [...(flags.recursive ? ['-R'] : []), ...given.flatMap(([name, value]) => [name === 'filename' ? '-f' : `--${name}`, value])];
}

function namespaceArguments(asked: string | undefined, scope: string): string[] {
  if (asked === '') return ['-A'];
  const namespace = asked ?? (scope === '*' ? undefined : scope);
  return namespace === undefined ? [] : ['-n', namespace];
}

/** A word that a shell takes as it is, quoted where it has to be. */
function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
