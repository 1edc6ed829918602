import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findConfig, readConfig } from '../../src/collector/config-file.ts';
import { UserError } from '../../src/model/error.ts';
import { scratch } from '../cli/scratch.ts';

describe('the configuration of a folder', () => {
  it('is its own, else that of the nearest folder above', () => {
    const root = scratch({
      '.git/HEAD': '',
      '.rbac-audit.yaml': '',
      'deploy/.rbac-audit.yaml': '',
      'deploy/shop/a.yaml': '',
      'docs/a.md': '',
    });
    expect(findConfig(join(root, 'deploy'))).toBe(join(root, 'deploy/.rbac-audit.yaml'));
    expect(findConfig(join(root, 'deploy/shop'))).toBe(join(root, 'deploy/.rbac-audit.yaml'));
    expect(findConfig(join(root, 'docs'))).toBe(join(root, '.rbac-audit.yaml'));
  });

  it('is never that of another repository around it', () => {
    const root = scratch({ '.rbac-audit.yaml': '', 'vendor/chart/.git/HEAD': '', 'vendor/chart/templates/a.yaml': '' });
    expect(findConfig(join(root, 'vendor/chart/templates'))).toBeUndefined();
    expect(findConfig(join(root, 'vendor'))).toBe(join(root, '.rbac-audit.yaml'));
  });

  it('ends at a worktree, where .git is a file', () => {
    const root = scratch({ '.rbac-audit.yaml': '', 'worktree/.git': 'gitdir: elsewhere' });
    expect(findConfig(join(root, 'worktree'))).toBeUndefined();
  });
});

/** The two lines of the error that a file gives. */
function refusal(content: string | Buffer): [string, string | undefined] {
  const folder = scratch({ '.rbac-audit.yaml': content });
  try {
    readConfig(join(folder, '.rbac-audit.yaml'), '.rbac-audit.yaml');
  } catch (error) {
    if (error instanceof UserError) return [error.message, error.advice];
    throw error;
  }
  throw new Error('it was read');
}

describe('a configuration file', () => {
  it('gives its value, and where its values and keys stand', () => {
    const folder = scratch({ 'team.yaml': '# ours\nadmins:\n  - user:ines\nfailOn: high\n' });
    const { value, locate, locateKey } = readConfig(join(folder, 'team.yaml'), 'team.yaml');
    expect(value).toEqual({ admins: ['user:ines'], failOn: 'high' });
    expect(locate(['admins', 0])).toEqual({ file: 'team.yaml', line: 3, column: 5 });
    expect(locateKey(['admins'])).toEqual({ file: 'team.yaml', line: 2, column: 1 });
    expect(locateKey(['failOn'])).toEqual({ file: 'team.yaml', line: 4, column: 1 });
  });

  it.each(['', '# nothing yet\n', '---\n'])('may be empty: %j', (content) => {
    const folder = scratch({ 'team.yaml': content });
    expect(readConfig(join(folder, 'team.yaml'), 'team.yaml').value).toBeUndefined();
  });

  it.each([
    ['admins: [', '1:9: not YAML: ', 'mend it, or leave it out with --no-config'],
    ['failOn: high\nfailOn: low\n', '2:1: a key stands twice in one mapping', 'mend it, or leave it out with --no-config'],
    ['failOn: high\n---\nfailOn: low\n', '3:1: a second document', 'a configuration is one YAML document'],
    [Buffer.from([0xff, 0x00, 0x61]), ' not a text in UTF-8', 'a configuration is YAML, as .rbac-audit.yaml in docs/configuration.md'],
  ])('is refused: %j', (content, message, advice) => {
    const [said, then] = refusal(content);
    expect(said).toContain(`.rbac-audit.yaml:${message}`);
    expect(then).toBe(advice);
  });

  it('has the limits of other input', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefgh'.split('').map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefg'[i]}`)}]`),
    ].join('\n');
    expect(refusal(bomb)[0]).toContain('its aliases unfold to more than a manifest can hold');
    expect(refusal('['.repeat(500))[0]).toContain('.rbac-audit.yaml:1:');
  });

  it('that is not there, or a folder, is an error', () => {
    const folder = scratch();
    mkdirSync(join(folder, 'team.yaml'));
    for (const name of ['team.yaml', 'gone.yaml']) {
      expect(() => readConfig(join(folder, name), name)).toThrow(`${name}: no such file, or not readable`);
    }
  });
});
