import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

interface Room {
  folder: string;
  mayImport: string[];
  packages: string[];
}

/** The table of docs/architecture.md is the rule; there is no second copy of it. */
const rooms: Room[] = readFileSync('docs/architecture.md', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `src/'))
  .map((line) => {
    const [, folder = '', , mayImport = '', packages = ''] = line.split('|').map((cell) => cell.trim());
    return { folder: folder.replaceAll('`', ''), mayImport: listed(mayImport), packages: listed(packages) };
  });

/** A cell as a list; what stands in brackets narrows a room and is checked apart. */
function listed(cell: string): string[] {
  const names = cell.replace(/\([^)]*\)/g, '').split(',');
  return names.map((name) => name.trim()).filter((name) => name !== 'none' && name !== 'nothing');
}

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => join('src', file));

function roomOf(file: string): Room | undefined {
  return rooms.find(({ folder }) => file.startsWith(`${folder}/`));
}

interface Import {
  file: string;
  target: string;
}

const imports: Import[] = files.flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(/(?:from|import\()\s*'([^'\n]+)'/g)].map(([, target = '']) => ({ file, target })),
);

function targetFile({ file, target }: Import): string {
  return relative('.', join(dirname(file), target));
}

const own = imports.filter(({ target }) => target.startsWith('.'));
const builtins = imports.filter(({ target }) => target.startsWith('node:'));
const packages = imports.filter(({ target }) => !target.startsWith('.') && !target.startsWith('node:'));

describe('the rooms of docs/architecture.md', () => {
  it('are all there', () => {
    expect(rooms.length).toBeGreaterThan(8);
    for (const { folder } of rooms)
      expect(
        files.some((file) => file.startsWith(`${folder}/`)),
        folder,
      ).toBe(true);
  });

  it('hold every source but the front door', () => {
    expect(files.filter((file) => !roomOf(file))).toEqual(['src/index.ts']);
  });

  it('import only the rooms that their row names', () => {
    const wrong = own.filter((one) => {
      const [from, to] = [roomOf(one.file), roomOf(targetFile(one))];
      if (!from || from === to || from.mayImport.includes('every room')) return false;
      return !to || !from.mayImport.includes(to.folder.slice('src/'.length));
    });
    expect(wrong).toEqual([]);
  });

  it('import files as they are named, so that Node runs the sources without a build', () => {
    expect(own.filter((one) => !existsSync(targetFile(one)))).toEqual([]);
  });

  it('import only the packages that their row names', () => {
    const wrong = packages.filter(
      ({ file, target }) => !roomOf(file)?.packages.some((name) => target === name || target.startsWith(`${name}/`)),
    );
    expect(wrong).toEqual([]);
  });

  it('name no package that they do not use', () => {
    const used = (room: Room, name: string) =>
      packages.some(({ file, target }) => roomOf(file) === room && (target === name || target.startsWith(`${name}/`)));
    expect(rooms.flatMap((room) => room.packages.filter((name) => !used(room, name)).map((name) => `${room.folder}: ${name}`))).toEqual([]);
  });
});

describe('the pure core', () => {
  const edges = ['src/collector', 'src/cli', 'src/commands'];

  it('touches the world at its edges only', () => {
    const inside = builtins.filter(({ file }) => !edges.some((edge) => file.startsWith(edge)));
    // Colour codes are text, not the world.
    expect(inside.filter(({ target }) => target !== 'node:util')).toEqual([]);
  });

  it('knows no process and no clock', () => {
    const globals = /\bprocess\.|\bDate\.now|new Date\(|\bperformance\.now|\bMath\.random|\bfetch\(/;
    expect(files.filter((file) => !edges.some((edge) => file.startsWith(edge)) && globals.test(readFileSync(file, 'utf8')))).toEqual([]);
  });

  it('has a collector that only reads', () => {
    const writes = /\bprocess\.std(?:out|err)\b|\bconsole\.|\b(?:writeFile|appendFile|mkdir|rm|rename|unlink|createWriteStream)(?:Sync)?\(/;
    expect(files.filter((file) => file.startsWith('src/collector/') && writes.test(readFileSync(file, 'utf8')))).toEqual([]);
  });

  it('never sorts by locale, which differs between machines', () => {
    expect(files.filter((file) => /localeCompare|Intl\.Collator/.test(readFileSync(file, 'utf8')))).toEqual([]);
  });
});

describe('the verifier', () => {
  it('shares neither the generator nor its algebra', () => {
    const forbidden = /covers\.ts|permission-set\.ts|generator\//;
    expect(own.filter(({ file, target }) => file.startsWith('src/verifier/') && forbidden.test(target))).toEqual([]);
  });
});

describe('the live cluster', () => {
  it('is loaded only when one is asked: nobody imports its client statically', () => {
    const statically = files.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/^import (?!type)[^;]*from '([^']*(?:client-node|cluster\/collect\.ts))'/gm)].map(() => file),
    );
    expect(statically.filter((file) => !file.startsWith('src/collector/cluster/'))).toEqual([]);
  });
});

describe('a start', () => {
  /** All that is loaded with a file before anything runs: what it imports, and what that imports. */
  function loadedWith(start: string): Set<string> {
    const loaded = new Set<string>();
    const pending = [start];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (loaded.has(next)) continue;
      loaded.add(next);
      if (!files.includes(next)) continue;
      for (const [, target = ''] of readFileSync(next, 'utf8').matchAll(/^(?:import|export) (?!type )[^;]*?from '([^'\n]+)'/gm)) {
        pending.push(target.startsWith('.') ? targetFile({ file: next, target }) : target);
      }
    }
    return loaded;
  }

  const commands = files.filter((file) => file.startsWith('src/commands/'));
  const readsNothing = ['src/commands/checks.ts'];

  it.each(readsNothing)('of %s, which reads nothing, loads no collector', (command) => {
    expect([...loadedWith(command)].filter((path) => path.startsWith('src/collector/'))).toEqual([]);
  });

  it('of a report loads no format that is not asked for', () => {
    const late = /src\/report\/(?:sarif|junit|markdown|csv)|^(?:csv-stringify|fast-xml-builder)/;
    expect([...loadedWith('src/commands/report.ts')].filter((path) => late.test(path))).toEqual([]);
  });

  it.each(commands.filter((file) => !readsNothing.includes(file)))('of %s on manifests loads nothing for live clusters', (command) => {
    const loaded = [...loadedWith(command)];
    expect(loaded).toContain('src/collector/manifests.ts');
    expect(loaded.filter((path) => path.startsWith('@kubernetes/') || path === 'p-retry' || /^node:https?$/.test(path))).toEqual([]);
  });

  it('without settings loads nothing that checks their form, and no data of platforms', () => {
    const loaded = [...loadedWith('src/commands/report.ts')];
    expect(loaded).toContain('src/review/acceptance.ts');
    expect(loaded.filter((path) => path.startsWith('zod') || path.includes('data/platforms/'))).toEqual([]);
  });
});

describe('a command', () => {
  it('is thin: at most 60 lines', () => {
    const lines = files
      .filter((file) => file.startsWith('src/commands/'))
      .map((file) => [file, readFileSync(file, 'utf8').trimEnd().split('\n').length] as const);
    expect(lines.filter(([, count]) => count > 60)).toEqual([]);
  });
});
