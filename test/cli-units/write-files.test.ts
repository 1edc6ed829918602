import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rewriteFiles } from '../../src/cli/write-files.ts';
import { UserError } from '../../src/model/error.ts';
import { scratch } from '../cli/scratch.ts';

const textsIn = (folder: string): string[] => readdirSync(folder).map((name) => `${name}: ${readFileSync(join(folder, name), 'utf8')}`);

describe('rewriting files', () => {
  it('changes them, deletes those that shall go, and leaves nothing beside them', () => {
    const folder = scratch({ 'a.yaml': 'a', 'b.yaml': 'b' });
    rewriteFiles([
      { file: join(folder, 'a.yaml'), before: 'a', after: 'new' },
      { file: join(folder, 'b.yaml'), before: 'b', after: undefined },
    ]);
    expect(textsIn(folder)).toEqual(['a.yaml: new']);
  });

  it('changes none where one has changed since it was read', () => {
    const folder = scratch({ 'a.yaml': 'a', 'b.yaml': 'b' });
    const rewrite = () =>
      rewriteFiles([
        { file: join(folder, 'a.yaml'), before: 'a', after: 'new' },
        { file: join(folder, 'b.yaml'), before: 'older', after: 'new' },
      ]);
    expect(rewrite).toThrow(new UserError(`${join(folder, 'b.yaml')} has changed since it was read`, 'nothing was changed; run it again'));
    expect(textsIn(folder)).toEqual(['a.yaml: a', 'b.yaml: b']);
  });

  it('puts back what it has changed where a later one cannot be', () => {
    const folder = scratch({ 'a.yaml': 'a', 'b.yaml': 'b' });
    const [a, b] = [join(folder, 'a.yaml'), join(folder, 'b.yaml')];
    const rewrite = () =>
      rewriteFiles([
        { file: a, before: 'a', after: 'new' },
        { file: b, before: 'b', after: undefined },
        // It is gone by now.
        { file: b, before: 'b', after: undefined },
      ]);
    expect(rewrite).toThrow(/cannot be written \(ENOENT\)/);
    expect(textsIn(folder)).toEqual(['a.yaml: a', 'b.yaml: b']);
  });
});
