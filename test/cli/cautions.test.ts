import { describe, expect, it } from 'vitest';
import { example, run } from './run.ts';

const input = ['-q', '-R', '-f', example];

describe('what may not have been meant is said, even where the user wants quiet', () => {
  it.each([
    ['a resource', ['who-can', 'get', 'sercets'], 'did you mean secrets?'],
    ['a verb', ['who-can', 'gett', 'secrets'], 'did you mean get?'],
    ['a namespace', ['who-can', 'get', 'secrets', '-n', 'shpo'], 'nothing in the input is in a namespace shpo; did you mean shop?'],
    ['a user', ['what-can', 'user:ins'], 'no binding names User ins; did you mean user:ines?'],
    ['a ServiceAccount written as NAMESPACE/NAME', ['what-can', 'shop/checkout'], 'did you mean sa:shop/checkout?'],
    ['a group written without group:', ['paths', 'platform-oncall'], 'did you mean group:platform-oncall?'],
    ['a subresource given as a name', ['who-can', 'create', 'pods', 'exec'], 'for the subresource write pods/exec'],
  ])('%s', async (_, command, note) => {
    const { stderr, exitCode } = await run([...command, ...input]);
    expect(stderr).toMatch(/^note: /);
    expect(stderr).toContain(note);
    expect(exitCode).toBe(0);
  });

  it('a misspelt subresource is an error that offers the right one', async () => {
    const { stderr, exitCode } = await run(['who-can', 'create', 'pods/exce', ...input]);
    expect(stderr).toBe('error: pods has no subresource exce\n  did you mean pods/exec?\n');
    expect(exitCode).toBe(2);
  });

  it('but nothing where all is known', async () => {
    expect((await run(['who-can', 'get', 'secrets', '-n', 'shop', ...input])).stderr).toBe('');
  });
});

describe('how the input was taken', () => {
  it('is said: objects without a namespace were put somewhere', async () => {
    const stdin = 'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: cashier }\nrules: []\n';
    const { stderr } = await run('report -f - --default-namespace shop', { stdin });
    expect(stderr).toContain('note: 1 object without a namespace is taken to be in shop: --default-namespace\n');
    expect((await run('report -f - -q', { stdin })).stderr).toBe('');
  });
});
