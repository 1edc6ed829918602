import * as Flags from '@oclif/core/flags';
import { UserError } from '../model/error.ts';

/** An empty value is what an unset variable leaves, and would ask for something else than was meant. */
export async function notEmpty(value: string): Promise<string> {
  if (value === '') throw new UserError('the value is empty', 'leave the flag out, or give it a value');
  return value;
}

const input = { helpGroup: 'INPUT' };
const cluster = { helpGroup: 'CLUSTER' };
const output = { helpGroup: 'OUTPUT' };

/** Where the RBAC objects come from: the same for all commands. */
export const inputFlags = {
  filename: Flags.string({
    ...input,
    char: 'f',
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'PATH',
    summary: 'Read manifests from a file, a folder or stdin (-) instead of a cluster; repeatable.',
  }),
  recursive: Flags.boolean({ ...input, char: 'R', summary: 'Go into the subfolders of -f.' }),
  exclude: Flags.string({
    ...input,
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'GLOB',
    summary: 'Leave out files and folders that match; repeatable.',
  }),
  input: Flags.option({
    ...input,
    options: ['cluster', 'manifests'] as const,
    summary: 'Take the input as a whole cluster or as manifests, whatever it looks like.',
  })(),
  'default-namespace': Flags.string({
    ...input,
    default: 'default',
    helpValue: 'NS',
    summary: 'The namespace of documents that name none.',
  }),
  'kubernetes-version': Flags.string({ ...input, helpValue: 'X.Y', summary: 'The Kubernetes version to assume, such as 1.36.' }),
  discovery: Flags.string({
    ...input,
    helpValue: 'FILE',
    summary: 'What the API serves, from `kubectl get --raw /apis`-like documents.',
  }),
};

/** How to reach a live cluster: kubectl's own flags. */
export const clusterFlags = {
  server: Flags.string({ ...cluster, char: 's', helpValue: 'URL', summary: 'The address of the API server.' }),
  kubeconfig: Flags.string({ ...cluster, helpValue: 'FILE', summary: 'The kubeconfig file.' }),
  context: Flags.string({ ...cluster, helpValue: 'NAME', summary: 'The kubeconfig context.' }),
  cluster: Flags.string({ ...cluster, helpValue: 'NAME', summary: 'The kubeconfig cluster.' }),
  user: Flags.string({ ...cluster, helpValue: 'NAME', summary: 'The kubeconfig user.' }),
  'request-timeout': Flags.string({
    ...cluster,
    default: '30s',
    helpValue: '30s',
    summary: 'How long one request may take; 0 for no limit.',
  }),
  'chunk-size': Flags.integer({
    ...cluster,
    default: 500,
    min: 0,
    helpValue: '500',
    summary: 'How many objects to ask for at once; 0 for all.',
  }),
  workloads: Flags.boolean({ ...cluster, allowNo: true, default: true, summary: 'Also list pods and what makes them.' }),
};

/** Impersonation of the connection, as in kubectl. Commands that ask about an identity give --as another meaning. */
export const impersonationFlags = {
  as: Flags.string({ ...cluster, helpValue: 'USER', summary: 'Impersonate this user.' }),
  'as-group': Flags.string({
    ...cluster,
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'GROUP',
    summary: 'Impersonate this group; repeatable.',
  }),
  'as-uid': Flags.string({ ...cluster, helpValue: 'UID', summary: 'Impersonate this UID.' }),
};

/** How an answer is given: the same for all commands. */
export const answerFlags = {
  quiet: Flags.boolean({ ...output, char: 'q', summary: 'No notices and no progress on stderr; errors and gaps stay.' }),
  color: Flags.option({
    ...output,
    options: ['auto', 'always', 'never'] as const,
    default: 'auto',
    summary: 'Whether to colour the answer.',
  })(),
};

/** The same for commands that read something, of which they may not see all. */
export const outputFlags = {
  ...answerFlags,
  'allow-partial': Flags.boolean({ ...output, summary: 'Exit 0 instead of 3 where something could not be seen.' }),
};

/** The choice of format, `table` unless a command says otherwise. `-o` and `--output` work too. */
export function formatFlag<const T extends readonly string[]>(options: T, preset: T[number]) {
  return Flags.option({
    ...output,
    char: 'o',
    aliases: ['output'],
    options,
    default: preset,
    summary: 'How to print the answer.',
  })();
}

/** Which namespace is asked about or reported. Never changes what is read. */
export const namespaceFlags = {
  namespace: Flags.string({
    parse: notEmpty,
    char: 'n',
    helpValue: 'NS',
    summary: 'The namespace to ask about.',
    exclusive: ['all-namespaces'],
  }),
  'all-namespaces': Flags.boolean({ char: 'A', summary: 'Ask for requests that span all namespaces at once.' }),
};

/** Whose rights are in question: never sent to a server. */
export const identityFlags = {
  as: Flags.string({ helpValue: 'SUBJECT', summary: 'Who: user:NAME, sa:NAMESPACE/NAME or group:NAME.' }),
  'as-group': Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'GROUP',
    summary: 'A group the subject is in; repeatable.',
  }),
};

/** Many questions at once. */
export const bulkFlags = {
  requests: Flags.string({
    helpValue: 'FILE',
    summary: 'Answer one request per line of a file or stdin (-).',
    exclusive: ['as', 'as-group', 'namespace', 'all-namespaces', 'explain'],
  }),
  'implied-groups': Flags.boolean({
    summary: 'Add the groups that Kubernetes adds by itself to each of --requests.',
    dependsOn: ['requests'],
  }),
};

/** The namespace that an answer is limited to. */
export function namespaceFlag(summary: string) {
  return Flags.string({ parse: notEmpty, char: 'n', helpValue: 'NS', summary });
}

export const subresourceFlag = Flags.string({ helpValue: 'NAME', summary: 'The subresource, such as exec.' });
