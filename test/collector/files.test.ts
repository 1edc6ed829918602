import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type FileSelection, listFiles } from '../../src/collector/files.ts';
import { UserError } from '../../src/model/error.ts';
import { scratch } from '../cli/scratch.ts';

/** Files and gaps of one folder, named as they lie in it. */
function list(folder: string, selection: Partial<FileSelection> = {}) {
  const { files, gaps } = listFiles({ paths: [folder], recursive: false, exclude: [], ...selection });
  return { files: files.map((file) => relative(folder, file)), passedOver: gaps.map((gap) => relative(folder, gap.source)), gaps };
}

/** The advice of the error that listing ends with. */
function advice(selection: Partial<FileSelection>): string | undefined {
  try {
    listFiles({ paths: [], recursive: false, exclude: [], ...selection });
  } catch (error) {
    if (error instanceof UserError) return error.advice;
    throw error;
  }
  return 'no error';
}

describe('a folder', () => {
  it('gives its YAML and JSON files, packed or not, sorted by code unit', () => {
    const names = ['a.yaml', 'B.yml', 'c.json', 'd.yaml.gz', 'e.YAML', 'notes.md', 'yaml', 'f.yaml.bak', 'g.gz'];
    expect(list(scratch(Object.fromEntries(names.map((name) => [name, '']))))).toMatchObject({
      files: ['B.yml', 'a.yaml', 'c.json', 'd.yaml.gz', 'e.YAML'],
    });
  });

  it('is not entered deeper, unless asked to', () => {
    const folder = scratch({ 'a.yaml': '', 'deep/b.yaml': '', 'deep/deeper/c.yaml': '', '.git/d.yaml': '', 'node_modules/x/e.yaml': '' });
    expect(list(folder).files).toEqual(['a.yaml']);
    expect(list(folder, { recursive: true }).files).toEqual(['a.yaml', 'deep/b.yaml', 'deep/deeper/c.yaml']);
  });

  it('is followed through links to files, not through links to folders, which may lead in circles', () => {
    const folder = scratch({ 'a.yaml': '', 'deep/b.yaml': '' });
    symlinkSync(join(folder, 'deep/b.yaml'), join(folder, 'link.yaml'));
    symlinkSync(folder, join(folder, 'deep/circle'));
    symlinkSync(join(folder, 'gone.yaml'), join(folder, 'broken.yaml'));
    expect(list(folder, { recursive: true }).files).toEqual(['a.yaml', 'deep/b.yaml', 'link.yaml']);
  });

  it('is not its name: a folder called x.yaml is no file', () => {
    expect(list(scratch({ 'x.yaml/a.yaml': '', 'b.yaml': '' })).files).toEqual(['b.yaml']);
  });

  it.each([
    [{}, 'YAML and JSON files are read: *.yaml, *.yml, *.json, *.gz'],
    [{ 'notes.md': '' }, 'YAML and JSON files are read: *.yaml, *.yml, *.json, *.gz'],
    [{ 'deep/a.yaml': '' }, 'there are subfolders: add -R to read them'],
  ])('without manifests is an error: %j', (files, expected) => {
    expect(advice({ paths: [scratch(files)] })).toBe(expected);
  });
});

describe('a folder that has to be rendered first', () => {
  it.each([
    ['Chart.yaml', 'helm template'],
    ['kustomization.yaml', 'kubectl kustomize'],
    ['kustomization.yml', 'kubectl kustomize'],
    ['Kustomization', 'kubectl kustomize'],
  ])('is an error that says how, where it is named itself: %s', (marker, command) => {
    const folder = scratch({ [marker]: '', 'role.yaml': '' });
    expect(advice({ paths: [folder] })).toBe(`${command} ${folder} | rbac-audit … -f -`);
  });

  it('is passed over with one gap where it lies inside another', () => {
    const folder = scratch({
      'a.yaml': '',
      'chart/Chart.yaml': '',
      'chart/templates/role.yaml': '',
      'overlay/kustomization.yaml': '',
      'overlay/role.yaml': '',
    });
    const { files, passedOver, gaps } = list(folder, { recursive: true });
    expect(files).toEqual(['a.yaml']);
    expect(passedOver).toEqual(['chart', 'overlay']);
    expect(gaps[0]).toMatchObject({
      code: 'unrendered-template',
      advice: expect.stringMatching(/^helm template .*chart \| rbac-audit … -f -, or leave it out: --exclude 'chart'$/),
    });
  });

  it('is no gap where it is left out', () => {
    const folder = scratch({ 'a.yaml': '', 'chart/Chart.yaml': '' });
    expect(list(folder, { recursive: true, exclude: ['chart'] })).toMatchObject({ files: ['a.yaml'], passedOver: [] });
  });
});

describe('what is left out', () => {
  const files = { 'a.yaml': '', 'a.json': '', 'old/a.yaml': '', 'old/b.yaml': '', 'new/old.yaml': '', 'new/.hidden.yaml': '' };

  it.each([
    ['by name, anywhere', '*.json', ['a.yaml', 'new/.hidden.yaml', 'new/old.yaml', 'old/a.yaml', 'old/b.yaml']],
    ['by name of a folder', 'old', ['a.json', 'a.yaml', 'new/.hidden.yaml', 'new/old.yaml']],
    ['by name of a folder, with a slash', 'old/', ['a.json', 'a.yaml', 'new/.hidden.yaml', 'new/old.yaml']],
    ['by path', 'old/a.yaml', ['a.json', 'a.yaml', 'new/.hidden.yaml', 'new/old.yaml', 'old/b.yaml']],
    ['by pattern of paths', '**/*a.*', ['new/.hidden.yaml', 'new/old.yaml', 'old/b.yaml']],
    ['by a pattern that hidden files fit too', '*den.yaml', ['a.json', 'a.yaml', 'new/old.yaml', 'old/a.yaml', 'old/b.yaml']],
  ])('is chosen %s: %s', (_what, glob, expected) => {
    expect(list(scratch(files), { recursive: true, exclude: [glob] }).files).toEqual(expected);
  });

  it('may be chosen by the path as it is from here', () => {
    const folder = scratch(files);
    expect(list(folder, { recursive: true, exclude: [`${folder}/old/**`, '*.json'] }).files).toEqual([
      'a.yaml',
      'new/.hidden.yaml',
      'new/old.yaml',
    ]);
  });
});

describe('a path', () => {
  it('to a file is read whatever its name', () => {
    const folder = scratch({ notes: '' });
    expect(list(folder, { paths: [join(folder, 'notes')] }).files).toEqual(['notes']);
  });

  it('that is - is standard input', () => {
    expect(listFiles({ paths: ['-'], recursive: false, exclude: [] })).toEqual({ files: ['-'], gaps: [] });
  });

  it('given twice is read once, in the order of the first', () => {
    const folder = scratch({ 'a.yaml': '', 'b.yaml': '' });
    expect(list(folder, { paths: [join(folder, 'b.yaml'), folder, '-', '-'] }).files.slice(0, 2)).toEqual(['b.yaml', 'a.yaml']);
  });

  it('to nothing is an error, with the nearest name', () => {
    const folder = scratch({ 'roles.yaml': '' });
    expect(advice({ paths: [join(folder, 'rolse.yaml')] })).toBe(`did you mean ${join(folder, 'roles.yaml')}?`);
    expect(advice({ paths: [join(folder, 'something-else')] })).toContain('name a YAML or JSON file');
    expect(advice({ paths: [join(folder, 'gone/roles.yaml')] })).toContain('name a YAML or JSON file');
    expect(advice({ paths: [''] })).toContain('name a YAML or JSON file');
  });

  it.skipIf(process.getuid?.() === 0)('to a folder that may not be read is a gap', () => {
    const folder = scratch({ 'a.yaml': '' });
    mkdirSync(join(folder, 'locked'), { mode: 0 });
    expect(list(folder, { recursive: true })).toMatchObject({
      files: ['a.yaml'],
      passedOver: ['locked'],
      gaps: [{ code: 'unreadable-file' }],
    });
    expect(advice({ paths: [join(folder, 'locked/a.yaml')] })).toContain('name a YAML or JSON file');
    chmodSync(join(folder, 'locked'), 0o700);
  });
});
