import type { Discovery } from '../model/discovery.ts';
import type { BindingManifest, ManifestRule, RoleManifest } from '../model/proposal.ts';
import { isPrintable, shellWord } from './comments.ts';

/** A question whose answer has to be yes, once for the files alone and once for the API server. */
export interface Probe {
  /** Asks rbac-audit whether the new objects alone allow it. */
  ofFiles: string;
  /** Asks the API server. */
  ofServer: string;
}

/**
 * A request that a new binding allows to its first subject. None where words of it cannot be shown or would be taken for flags:
 * names come from the input and end in somebody's shell.
 */
export function probeOf(binding: BindingManifest, role: RoleManifest, files: string, discovery: Discovery): Probe | undefined {
  const rule = role.rules.find((one) => !isMisread(one, discovery));
  const who = binding.subjects.map(subjectFlags).find((flags) => flags !== undefined);
  if (!rule || !who) return undefined;
  const { namespace } = binding.metadata;
  const where = namespace === undefined ? (rule.nonResourceURLs ? [] : ['-A']) : [`--namespace=${namespace}`];
  const { verb, words } = requestOf(rule);
  const ofFiles = ['rbac-audit', 'can-i', verb, ...words.ofFiles, ...who.ofFiles, ...where, '-f', files];
  const ofServer = ['kubectl', 'auth', 'can-i', verb, ...words.ofServer, ...who.ofServer, ...where];
  if (![...ofFiles, ...ofServer].every(isPrintable) || [verb, ...words.ofFiles].some((word) => word === '' || word.startsWith('-')))
    return undefined;
  return { ofFiles: ofFiles.map(shellWord).join(' '), ofServer: ofServer.map(shellWord).join(' ') };
}

/** A resource without a group is looked up, and found in another one where it is served there only: `deployments` are those of apps. */
function isMisread({ apiGroups = [], resources = [] }: ManifestRule, discovery: Discovery): boolean {
  const resource = resources[0]?.split('/')[0];
  const groups = discovery.resources.filter((served) => served.resource === resource).map(({ group }) => group);
  return apiGroups[0] === '' && groups.length > 0 && !groups.includes('');
}

interface Words {
  ofFiles: string[];
  ofServer: string[];
}

/** kubectl takes `a/b` for a name, not for a subresource. */
function requestOf({ verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] }: ManifestRule): {
  verb: string;
  words: Words;
} {
  const [verb = ''] = verbs;
  const [url] = nonResourceURLs;
  if (url !== undefined) return { verb, words: { ofFiles: [url], ofServer: [url] } };
  const [group = ''] = apiGroups;
  const [resource = '', ...rest] = (resources[0] ?? '').split('/');
  const subresource = rest.join('/');
  const [name] = resourceNames;
  const grouped = group === '' || group === '*' ? resource : `${resource}.${group}`;
  return {
    verb,
    words: {
      ofFiles: [subresource === '' ? grouped : `${grouped}/${subresource}`, ...(name === undefined ? [] : [name])],
      ofServer: [name === undefined ? grouped : `${grouped}/${name}`, ...(subresource === '' ? [] : [`--subresource=${subresource}`])],
    },
  };
}

function subjectFlags({ kind, name, namespace }: BindingManifest['subjects'][number]): Words | undefined {
  if (kind === 'User') return { ofFiles: [`--as=user:${name}`], ofServer: [`--as=${name}`] };
  // kubectl impersonates a group only beside a user.
  if (kind === 'Group') return { ofFiles: [`--as=group:${name}`], ofServer: ['--as=rbac-audit', `--as-group=${name}`] };
  if (kind !== 'ServiceAccount' || namespace === undefined) return undefined;
  return { ofFiles: [`--as=sa:${namespace}/${name}`], ofServer: [`--as=system:serviceaccount:${namespace}:${name}`] };
}
