import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { keysAt } from '../../src/review/schema.ts';
import { projectRoot, run } from '../cli/run.ts';
import { readPage, textOf } from './markdown.ts';

const example = readFileSync(join(projectRoot, 'examples/settings.yaml'), 'utf8');
const shop = '-R -f examples/clinic-and-shop';

describe('the complete example of docs/configuration.md', () => {
  it('is examples/settings.yaml', () => {
    const [block] = readPage(textOf('docs/configuration.md')).blocks.filter(({ language }) => language === 'yaml');
    expect(`${block?.lines.join('\n')}\n`).toBe(example);
  });

  it('has every key there is', () => {
    for (const [path, keys] of keysAt) {
      const found = path
        .split('.')
        .filter((step) => step !== '')
        .reduce<unknown[]>((values, step) => values.flatMap((value) => Reflect.get(Object(value), step) ?? []).flat(), [load(example)]);
      expect([...new Set(found.flatMap((value) => Object.keys(Object(value))))].sort(), path).toEqual([...keys].sort());
    }
  });

  it('holds in all that it says', async () => {
    const { stdout, exitCode } = await run(`report -q -o json --config examples/settings.yaml --strict-ignores ${shop}`, {
      cwd: projectRoot,
    });
    const { summary, run: made } = JSON.parse(stdout);
    expect(exitCode).toBe(1);
    expect(summary.ignored).toBe(3);
    expect(made).toMatchObject({ config: 'examples/settings.yaml', platform: 'kubeadm' });
  });

  it('changes what the report says', async () => {
    const summaries = await Promise.all(
      ['--no-config', '--config examples/settings.yaml'].map(async (flags) => {
        const { stdout } = await run(`report -q -o json ${flags} ${shop}`, { cwd: projectRoot });
        return JSON.parse(stdout).summary;
      }),
    );
    const [plain, reviewed] = summaries;
    expect(reviewed.critical).toBeLessThan(plain.critical);
    expect(reviewed.expected).toBeGreaterThan(plain.expected);
  });
});
