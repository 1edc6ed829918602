import { describe, expect, it } from 'vitest';
import { run } from './run.ts';
import { scratch } from './scratch.ts';

/** A role that reads and writes, bound in the whole cluster as EKS names what it makes itself. */
const addon = grant('eks:tagging-controller', 'kube-system', 'tagging-controller');
const clerk = grant('desk', 'clinic', 'clerk');

function grant(name: string, namespace: string, account: string): string {
  return `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: "${name}" }
rules: [{ apiGroups: [""], resources: [services], verbs: [get, list, update] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: "${name}" }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: "${name}" }
subjects: [{ kind: ServiceAccount, namespace: ${namespace}, name: ${account} }]
`;
}

async function proposalsFor(files: Readonly<Record<string, string>>, flags = '') {
  const { stdout, stderr, exitCode } = await run(`suggest -o json -f rbac.yaml ${flags}`, { cwd: scratch({ '.git/HEAD': '', ...files }) });
  expect(exitCode, stderr).toBe(0);
  const { proposals, run: made } = JSON.parse(stdout) as { proposals: { kind: string; replaces: { name: string }[] }[]; run: object };
  return { kinds: proposals.map(({ kind }) => kind), made, stderr };
}

describe('suggest', () => {
  it('splits what EKS would make again only where the platform is not named', async () => {
    const files = { 'rbac.yaml': addon };
    const guessed = await proposalsFor(files);
    expect(guessed.kinds).toEqual(['split']);
    expect(guessed.stderr).toContain('looks like eks: --platform eks takes what the platform itself grants as expected');
    const named = await proposalsFor(files, '--platform eks');
    expect(named).toMatchObject({ kinds: [], made: { platform: 'eks' } });
  });

  it('does not narrow what the settings’ admins hold', async () => {
    const files = { 'rbac.yaml': clerk };
    expect((await proposalsFor(files, '--only narrow --namespaces clinic')).kinds).toEqual(['narrow']);
    const settled = await proposalsFor(
      { ...files, '.rbac-audit.yaml': 'admins: [sa:clinic/clerk]\n' },
      '--only narrow --namespaces clinic',
    );
    expect(settled).toMatchObject({ kinds: [], made: { config: '.rbac-audit.yaml' } });
    expect(settled.stderr).toContain('settings from .rbac-audit.yaml; --no-config leaves them out');
  });

  it('looks at what is expected like at anything else', async () => {
    const settings = 'expected:\n  - { binding: ClusterRoleBinding/desk, reason: the desk of the clinic }\n';
    expect((await proposalsFor({ 'rbac.yaml': clerk, '.rbac-audit.yaml': settings })).kinds).toEqual(['split']);
  });
});
