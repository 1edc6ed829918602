import { describe, expect, it } from 'vitest';
import { run } from './run.ts';

function labelled(name: string, team: string): string {
  const metadata = `metadata: { name: ${name}, namespace: clinic, labels: { team: ${team} } }`;
  const role = `kind: Role\n${metadata}\nrules: [{ apiGroups: [""], resources: [secrets], verbs: [list] }]`;
  const binding = `kind: RoleBinding\nmetadata: { name: ${name}, namespace: clinic }\nroleRef: { kind: Role, name: ${name} }\nsubjects: [{ kind: User, name: ${name} }]`;
  return [role, binding].map((document) => `apiVersion: rbac.authorization.k8s.io/v1\n${document}\n`).join('---\n');
}

const stdin = `${labelled('ines', 'desk')}---\n${labelled('jonas', 'ward')}`;

async function subjects(selection: string[]): Promise<string[]> {
  const { stdout } = await run(['report', '-f', '-', '-q', '-o', 'json', ...selection], { stdin });
  const { findings } = JSON.parse(stdout) as { findings: { subject?: { name: string } }[] };
  return [...new Set(findings.flatMap(({ subject }) => subject?.name ?? []))];
}

describe('report -l', () => {
  it('reports what rests on roles or bindings with these labels, and nothing else', async () => {
    expect(await subjects([])).toEqual(['ines', 'jonas']);
    expect(await subjects(['-l', 'team=desk'])).toEqual(['ines']);
    expect(await subjects(['-l', 'team in (desk,ward)'])).toEqual(['ines', 'jonas']);
    expect(await subjects(['-l', '!team'])).toEqual(['ines', 'jonas']);
    expect(await subjects(['-l', 'team=night'])).toEqual([]);
  });
});
