import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { refusal } from './answer.ts';
import { projectRoot, run } from './run.ts';

/** Those that read a cluster or files, and those that do not. */
const readers = ['who-can', 'what-can', 'can-i', 'report', 'suggest', 'paths'];
const commands = [...readers, 'checks'];

describe('help', () => {
  it.each(['', '--help', '-h'])('"rbac-audit %s" lists the commands', async (args) => {
    const outcome = await run(args);
    expect(outcome).toMatchObject({ stderr: '', exitCode: 0 });
    for (const command of commands) expect(outcome.stdout).toMatch(new RegExp(`^ +${command} `, 'm'));
  });

  it.each(commands.flatMap((command) => [`${command} --help`, `${command} -h`]))(
    '"rbac-audit %s" says how the command is used, with an example',
    async (args) => {
      const outcome = await run(args);
      expect(outcome).toMatchObject({ stderr: '', exitCode: 0 });
      expect(outcome.stdout).toContain('USAGE');
      expect(outcome.stdout).toContain('EXAMPLES');
    },
  );

  it.each(commands)('of %s offers flags for input only where something is read', async (command) => {
    const { stdout } = await run(`${command} --help`);
    expect(/--filename|--kubeconfig|--allow-partial/.test(stdout)).toBe(readers.includes(command));
  });

  it('is there for the word help too', async () => {
    expect(await run('help')).toEqual(await run('--help'));
    expect(await run('help who-can')).toEqual(await run('who-can --help'));
  });

  it.each(commands)('of %s holds no trace of how it was made', async (command) => {
    const { stdout } = await run(`${command} --help`);
    expect(stdout).not.toMatch(/undefined|\[object|\| {2}\||<%/);
  });

  it('fits 80 columns where nobody says how wide the terminal is', async () => {
    const { stdout } = await run('report --help');
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });
});

describe('--version', () => {
  it.each(['--version', '-V'])('%s prints name and version, nothing else', async (flag) => {
    const { version }: { version: string } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
    expect(await run(flag)).toEqual({ stdout: `rbac-audit ${version}\n`, stderr: '', exitCode: 0 });
  });
});

describe('what is mistyped', () => {
  it('is a command: the nearest is offered', async () => {
    const error = refusal(await run('who-cna get secrets -f records.yaml'));
    expect(error).toContain('who-cna');
    expect(error).toContain('who-can?');
  });

  it('is no command at all: nothing is offered', async () => {
    const error = refusal(await run('appointments'));
    expect(error).toContain('appointments');
    expect(error).not.toContain('did you mean');
  });

  it.each(['who-can get secrets', 'what-can jane', 'can-i get secrets --as jane', 'report', 'suggest'])(
    'is a flag of %s',
    async (command) => {
      expect(refusal(await run(`${command} -f records.yaml --fromat json`))).toContain('--fromat');
      expect(refusal(await run(`${command} -f records.yaml -x`))).toContain('-x');
    },
  );

  it('stands before the command', async () => {
    refusal(await run('--fromat json report -f records.yaml'));
  });
});

describe('arguments', () => {
  it.each([
    ['who-can -f records.yaml', /\bverb\b/i],
    ['who-can get -f records.yaml', /\bresource\b/i],
    ['what-can -f records.yaml', /\bsubject\b/i],
    ['can-i --as jane -f records.yaml', /\bverb\b/i],
    ['can-i get --as jane -f records.yaml', /\bresource\b/i],
    ['can-i get secrets -f records.yaml', /--as\b/],
  ])('that are missing from "%s" are named in a short line', async (command, name) => {
    const error = refusal(await run(command));
    expect(error).toMatch(name);
    const [message] = error.split('\n');
    expect(message?.length, error).toBeLessThan(120);
  });

  it.each([
    'who-can get secrets tls more -f records.yaml',
    'what-can jane more -f records.yaml',
    'can-i get secrets tls more --as jane -f records.yaml',
    'report more -f records.yaml',
    'suggest more -f records.yaml',
  ])('that are too many are named: %s', async (command) => {
    expect(refusal(await run(command))).toContain('more');
  });

  it.each([
    ['who-can', '', 'secrets'],
    ['who-can', 'get', ''],
    ['can-i', '', 'secrets', '--as', 'jane'],
    ['can-i', 'get', '', '--as', 'jane'],
    ['can-i', 'get', 'secrets', '--as', ''],
    ['what-can', ''],
  ])('that are empty, as an unset variable leaves them, are refused: %j %j %j', async (...args) => {
    refusal(await run([...args, '-f', 'records.yaml']));
  });

  it('after -f belong to the command: -f takes one path', async () => {
    expect(await run('who-can -f records.yaml get secrets -n clinic')).toMatchObject({ exitCode: 0 });
  });
});

describe('a bad value', () => {
  it.each([
    ['who-can get secrets --format xml', /xml.*table.*json.*yaml/s],
    ['who-can get secrets -o sarif', /sarif.*table.*json.*yaml/s],
    ['suggest -o xml', /xml.*yaml.*diff/s],
    ['who-can get secrets --input pods', /pods.*cluster.*manifests/s],
    ['who-can get secrets --color blue', /blue.*auto.*always.*never/s],
    ['who-can get secrets --kubernetes-version latest', /latest/],
    ['who-can get secrets --chunk-size many', /--chunk-size.*many/s],
    ['who-can get secrets --chunk-size -1', /--chunk-size.*-1/s],
    ['who-can get secrets --request-timeout soon', /--request-timeout.*soon/s],
    ['who-can get secrets --discovery nowhere.json', /nowhere\.json/],
    ['who-can get secrets --discovery records.yaml', /records\.yaml/],
    ['report --fail-on worst', /worst.*critical/s],
    ['report --min-severity worst', /worst.*critical/s],
    ['report --check no-such-check', /no-such-check/],
    ['report --skip-check no-such-check', /no-such-check/],
    ['suggest --for sa:clinic', /sa:clinic/],
    ['suggest --role records-reader', /records-reader/],
    ['suggest --role Pod/records-reader', /Pod/],
    ['what-can sa:clinic', /namespace/],
    ['what-can sa:/intake', /sa:/],
    ['what-can sa:clinic/', /sa:/],
    ['what-can user:', /user:/],
    ['what-can group:', /group:/],
    ['can-i get secrets --as sa:intake', /namespace/],
  ])('is named, with what would do: %s', async (command, named) => {
    expect(refusal(await run(`${command} -f records.yaml`))).toMatch(named);
  });

  it('is one of two that exclude each other', async () => {
    expect(refusal(await run('who-can get secrets -n clinic -A -f records.yaml'))).toContain(
      'error: --all-namespaces and --namespace exclude each other\n',
    );
  });

  it('of --check offers the nearest check', async () => {
    expect(refusal(await run('report --check wildcard-verb -f records.yaml'))).toContain('wildcard-verbs');
  });

  it('is an empty namespace: it asks for none, and means one', async () => {
    refusal(await run(['who-can', 'get', 'secrets', '-n', '', '-f', 'records.yaml']));
    refusal(await run(['can-i', 'get', 'secrets', '--as', 'jane', '-n', '', '-f', 'records.yaml']));
  });

  it.each(['-f', '-n', '--as', '--format'])('is none at all: %s', async (flag) => {
    expect(refusal(await run(`can-i get secrets -f records.yaml ${flag}`))).toMatch(/expects a value|needs a value|value/);
  });
});

describe('flags that contradict each other', () => {
  it.each(['--context', '--cluster', '--user', '--server', '--as', '--as-group', '--as-uid'])(
    'are -f, which reads files, and %s, which picks or uses a connection',
    async (flag) => {
      expect(refusal(await run(`who-can get secrets -f records.yaml ${flag} ward`))).toContain(flag);
    },
  );

  it.each([
    'who-can get secrets -n clinic -A',
    'can-i get secrets --as jane -n clinic -A',
    'can-i get secrets --as jane --requests questions.jsonl',
    'can-i --requests questions.jsonl -n clinic',
    'can-i get secrets --requests questions.jsonl',
    'can-i get secrets --as jane --implied-groups',
    'who-can get /healthz --subresource log',
    'who-can get /healthz records',
  ])('are told apart: %s', async (command) => {
    refusal(await run(`${command} -f records.yaml`));
  });

  it('are two that both want stdin', async () => {
    refusal(await run('can-i --requests - -f -', { stdin: '{"user":"mara","verb":"get","resource":"pods"}\n' }));
  });

  it('are not --as and -f on can-i and what-can, where --as is the one who is asked about', async () => {
    expect(await run('can-i get secrets --as jane --as-group nurses -n clinic -f records.yaml')).toMatchObject({ exitCode: 0 });
    expect(await run('what-can jane --as-group nurses -f records.yaml')).toMatchObject({ exitCode: 0 });
  });
});
