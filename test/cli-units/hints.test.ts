import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { whyHint } from '../../src/cli/hints.ts';
import type { HolderSubject, WhoCan } from '../../src/model/answer.ts';
import type { Subject } from '../../src/model/subject.ts';

const getSecrets = { verb: 'get', group: '', resource: 'secrets', subresource: '', name: '', namespace: 'shop' };
const checkout: Subject = { kind: 'ServiceAccount', namespace: 'shop', name: 'checkout' };
const live = { recursive: false };

function holder(subject: Subject, scope = 'shop'): HolderSubject {
  const binding = { kind: 'RoleBinding', namespace: 'shop', name: 'any' } as const;
  return { ...subject, via: [{ scope, binding, role: { kind: 'ClusterRole', name: 'any' }, rule: 0 }] };
}

function answer(...subjects: HolderSubject[]): WhoCan {
  return { subjects, limited: [] };
}

/** The words as a shell hands them to the command. */
function words(hint: string | undefined): string[] {
  const script = `rbac-audit() { printf '%s\\0' "$@"; }; ${hint}`;
  return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

describe('the command that explains an answer', () => {
  it('asks for the first subject that is no group', () => {
    const group = holder({ kind: 'Group', name: 'nurses' });
    expect(whyHint('rbac-audit', getSecrets, answer(group, holder(checkout)), live)).toBe(
      'rbac-audit can-i get secrets --as sa:shop/checkout -n shop --explain',
    );
    expect(whyHint('rbac-audit', getSecrets, answer(group), live)).toBeUndefined();
  });

  it('is spelled as it was called', () => {
    expect(whyHint('kubectl rbac-audit', getSecrets, answer(holder(checkout)), live)).toMatch(/^kubectl rbac-audit can-i /);
  });

  it.each([
    ['in the namespace that was asked', 'shop', '*', ' -n shop '],
    ['in all namespaces at once', '', '*', ' -A '],
    ['in the namespace of the first reason, where it was asked for anywhere', undefined, 'clinic', ' -n clinic '],
    ['nowhere in particular, where the reason holds everywhere', undefined, '*', ' --as sa:shop/checkout --explain'],
  ])('asks %s', (_what, namespace, scope, expected) => {
    expect(whyHint('rbac-audit', { ...getSecrets, namespace }, answer(holder(checkout, scope)), live)).toContain(expected);
  });

  it('asks for a URL without a namespace', () => {
    expect(whyHint('rbac-audit', { verb: 'get', path: '/metrics' }, answer(holder(checkout)), live)).toBe(
      'rbac-audit can-i get /metrics --as sa:shop/checkout --explain',
    );
  });

  it('reads the same input again', () => {
    const input = {
      recursive: true,
      filename: ['deploy', '-'],
      exclude: ['old/**'],
      input: 'cluster',
      'default-namespace': 'shop',
      discovery: 'api.json',
    };
    const hint = whyHint('rbac-audit', getSecrets, answer(holder(checkout)), input);
    expect(hint?.split(' --explain ')[1]).toBe(
      "-R -f deploy -f - --exclude 'old/**' --input cluster --default-namespace shop --discovery api.json",
    );
  });

  it('asks the same cluster again', () => {
    const hint = whyHint('rbac-audit', getSecrets, answer(holder(checkout)), {
      ...live,
      context: 'prod',
      kubeconfig: 'my config',
      'default-namespace': 'default',
    });
    expect(hint?.split(' --explain ')[1]).toBe("--kubeconfig 'my config' --context prod");
  });

  it.each([
    ['a verb', { ...getSecrets, verb: '*' }, checkout],
    ['a resource', { ...getSecrets, resource: '*', group: '*' }, checkout],
    ['a URL', { verb: 'get', path: '/apis/*;$(reboot)' }, checkout],
    ['a name', { ...getSecrets, name: "it's; reboot" }, checkout],
    ['a user', getSecrets, { kind: 'User', name: '$(reboot) `reboot` "\\' } as const],
  ])('is quoted so that a shell takes each word as it is: %s', (_what, request, subject) => {
    const asked =
      'path' in request
        ? [request.verb, request.path]
        : [request.verb, request.group === '*' ? '*.*' : request.resource, ...(request.name ? [request.name] : [])];
    const whom = subject.kind === 'User' ? `user:${subject.name}` : 'sa:shop/checkout';
    const hint = whyHint('rbac-audit', request, answer(holder(subject)), live);
    expect(words(hint).slice(0, asked.length + 3)).toEqual(['can-i', ...asked, '--as', whom]);
  });

  it.each([
    ['a user', { kind: 'User', name: 'in\u001b[31mes' } as const, live],
    ['a ServiceAccount', { kind: 'ServiceAccount', namespace: 'shop\u202e', name: 'x' } as const, live],
    ['a file', checkout, { ...live, filename: ['a\nb.yaml'] }],
  ])('is not given where %s cannot be printed as it is', (_what, subject, input) => {
    expect(whyHint('rbac-audit', getSecrets, answer(holder(subject)), input)).toBeUndefined();
  });
});
