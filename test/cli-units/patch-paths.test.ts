import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { patchPaths } from '../../src/cli/patch-paths.ts';
import { scratch } from '../cli/scratch.ts';

describe('the paths of a patch', () => {
  const files = { 'git/day/a.yaml': 'a', 'git/night/b.yaml': 'b', 'git-other/c.yaml': 'c' };

  function named(from: string, ...paths: string[]): { folder: string; paths: string[] } {
    const root = scratch(files);
    symlinkSync('../day/a.yaml', join(root, 'git/night/link.yaml'));
    const absolute = paths.map((path) => path.replace(/^\/root/, root));
    const { folder, pathOf } = patchPaths(absolute, join(root, from));
    return { folder: folder.slice(root.length), paths: absolute.map(pathOf) };
  }

  it('start where the command runs', () => {
    expect(named('git', 'day/a.yaml', './night/../night/b.yaml')).toEqual({ folder: '/git', paths: ['day/a.yaml', 'night/b.yaml'] });
    expect(named('git', '/root/git/day/a.yaml')).toEqual({ folder: '/git', paths: ['day/a.yaml'] });
  });

  it('start further up where files lie elsewhere, since no tool reaches outside its folder', () => {
    expect(named('git/day', '../night/b.yaml', 'a.yaml')).toEqual({ folder: '/git', paths: ['night/b.yaml', 'day/a.yaml'] });
    expect(named('git', '/root/git-other/c.yaml')).toEqual({ folder: '', paths: ['git-other/c.yaml'] });
  });

  it('lead to the file, not to a link', () => {
    expect(named('git', 'night/link.yaml')).toEqual({ folder: '/git', paths: ['day/a.yaml'] });
  });

  it('are as they are where a file is gone', () => {
    expect(named('git', 'gone.yaml')).toEqual({ folder: '/git', paths: ['gone.yaml'] });
  });
});
