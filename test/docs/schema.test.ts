import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { load, loadAll } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import type { GapCode } from '../../src/model/gap.ts';
import { projectRoot, run } from '../cli/run.ts';
import { isList, type Json, parts, pattern, replaced } from './json.ts';

const shop = '-R -f examples/clinic-and-shop';
const adversarial = '-f test/fixtures/oracle/adversarial-102/cluster.json.gz';
const broken = '-f test/fixtures/clinic/wrong-types.yaml -f test/fixtures/clinic/records-differs.yaml';

/** Commands whose answers are, together, all that their schema describes. */
const commands = {
  report: [
    `report ${shop}`,
    `report --all ${shop}`,
    `report --min-severity critical ${shop}`,
    `report -n clinic --kubernetes-version 1.25 ${shop}`,
    `report ${broken}`,
    'report -R -f test/fixtures/clinic --exclude bomb.yaml',
    `report --all ${adversarial}`,
    `report --config examples/settings.yaml ${shop}`,
  ],
  'who-can': [
    `who-can get secrets ${shop}`,
    `who-can get secrets payment-provider -n shop ${shop}`,
    `who-can create pods/exec -n shop ${shop}`,
    `who-can list pods -A --expand-groups ${shop}`,
    `who-can get /metrics ${shop}`,
    `who-can get secrets ${broken}`,
    `who-can delete deploy --expand-groups ${adversarial}`,
  ],
  'what-can': [
    `what-can sa:ci/deployer ${shop}`,
    `what-can ines --as-group clinic-nurses -n clinic ${shop}`,
    `what-can group:system:masters ${shop}`,
    `what-can group:shop-devs ${shop}`,
    `what-can nobody ${broken}`,
    `what-can group:system:authenticated ${adversarial}`,
  ],
  'can-i': [
    `can-i get secrets --as sa:shop/checkout -n shop ${shop}`,
    `can-i get pods --as wen --as-group system:masters -A ${shop}`,
    `can-i delete deployments --as ines --as-group clinic-nurses -n clinic ${shop}`,
    `can-i create pods/exec debugger --as group:shop-devs -n shop ${shop}`,
    `can-i create pods --as group:shop-devs -n shop ${shop}`,
    `can-i get /healthz --as nobody ${shop}`,
    `can-i post /metrics --as nobody ${shop}`,
    `can-i delete secrets --as group:nurses -n clinic ${broken}`,
    `can-i list nodes --as group:system:authenticated ${adversarial}`,
  ],
  paths: [
    `paths ${shop}`,
    `paths sa:ci/runner ${shop}`,
    `paths --to node-root ${shop}`,
    `paths group:nurses -f test/docs/desk.yaml`,
    'paths -f test/docs/desk.yaml',
    `paths ${broken}`,
    `paths ${adversarial}`,
  ],
  proposals: [
    `suggest ${shop}`,
    `suggest --role Role/deployer -n shop ${shop}`,
    `suggest --only expand ${shop}`,
    `suggest --for sa:ci/deployer --namespaces shop ${shop}`,
    'suggest -f test/docs/night-shift.yaml',
    `suggest --audit-log examples/clinic-and-shop-audit.log ${shop}`,
    `suggest --audit-log examples/clinic-and-shop-audit.log --since 2026-10-01 --until 2026-12-31 --new`,
    `suggest ${broken}`,
    `suggest ${adversarial}`,
  ],
  'check-list': ['checks', 'checks wildcard-verbs'],
} as const;

type SchemaName = keyof typeof commands;
const names = Object.keys(commands) as SchemaName[];
const cases = names.flatMap((name) => commands[name].map((command) => ({ name, command })));
/** Many times as long as the others, and made of the same parts. */
const handy = cases.filter(({ command }) => !command.endsWith(adversarial));

/** Fields that an answer of their kind may lack; all others are always there. */
const optional: readonly RegExp[] = [
  /^(superuser|expanded|expected)$/,
  /^run\.(config|platform|limits)$/,
  /\bignored(\.(expires|ticket))?$/,
  /^findings\[\]\.path$/,
  /^request\.(subresource|name)$/,
  /^gaps\[\]\.(position|object|advice|object\.namespace)$/,
  /\bvia(\[\])?\.(source|group)$/,
  /\bevidence\[\]\.(binding|role|rule|source|position)$/,
  /^nearest\[\]\.role\.namespace$/,
  /\bhops\[\]\.via\[\]\.(binding|rule)$/,
  /\bhops\[\]\.to\.(namespace|namespacedOnly)$/,
  /\bcreates\[\]\.rules\[\]\.resourceNames$/,
  /\bcreates\[\]\.subjects\[\]\.namespace$/,
  /^checks\[\]\.text$/,
  /\bcreates\[\]\.metadata\.(labels|annotations)/,
  /^usage$/,
  /^usage\.(since|until)$/,
  /^usage\.log\.levels\./,
  /^usage\.subjects\[\]\.basis$/,
  /^usage\.subjects\[\]\.\w+\[\]\.names$/,
  /\b(proof|together)\.used$/,
];
/** Labels, annotations and audit levels have any keys. */
const isFree = (way: string) => /\.(labels|annotations|levels)$/.test(way);

/** Only a who-can may ask for anywhere, and only paths for everybody and to everywhere. */
const optionalIn = (name: SchemaName): readonly RegExp[] => {
  if (name === 'who-can') return [...optional, /^request\.namespace$/];
  return name === 'paths' ? [...optional, /^(subject|goal)$/] : optional;
};

const schema = (name: string): Json => JSON.parse(readFileSync(join(projectRoot, `docs/schema/${name}.v1.json`), 'utf8'));

/** Compiles a schema and what it refers to; `changed` replaces schemas by their names. */
function validator(name: SchemaName, changed: Readonly<Record<string, Json>> = {}): ValidateFunction {
  const [common, own] = ['common', name].map((one) => Object(changed[one] ?? schema(one)));
  return new Ajv2020({ strictTypes: false }).addSchema(common).compile(own);
}

const printed = new Map<string, Promise<string>>();

/** What a command prints, run once however many tests look at it. */
function output(command: string, format: 'json' | 'yaml'): Promise<string> {
  const line = `${command} -q --format ${format}`;
  const known = printed.get(line) ?? run(line, { cwd: projectRoot }).then(({ stdout }) => stdout);
  printed.set(line, known);
  return known;
}

async function answer(command: string): Promise<Json> {
  return JSON.parse(await output(command, 'json'));
}

/** So many parts of one kind stand for all of that kind in an answer: each is tried by checking the whole answer again. */
const mostOfAKind = 10;

/** The parts of the answers of a command, with the documents that they stand in. */
async function knownParts(name: SchemaName) {
  const documents = await Promise.all(handy.filter((one) => one.name === name).map(({ command }) => answer(command)));
  return documents.flatMap((document) => {
    const places = [...parts(document)].filter(({ path }) => path.length > 0);
    const ofOneKind = Map.groupBy(places, ({ path }) => pattern(path));
    return [...ofOneKind].flatMap(([way, same]) => same.slice(0, mostOfAKind).map((place) => ({ document, way, ...place })));
  });
}

const waysOf = (places: readonly { way: string }[]) => [...new Set(places.map(({ way }) => way))];

const otherType = (part: Json): Json => {
  if (typeof part === 'string') return 7;
  if (isList(part)) return {};
  return typeof part === 'object' && part !== null ? [] : 'text';
};

describe.each(names)('the schema %s', (name) => {
  const validate = validator(name);

  it.each(commands[name])('accepts what %s answers', async (command) => {
    expect(validate(await answer(command)), JSON.stringify(validate.errors, null, 2)).toBe(true);
  });

  it('refuses an answer that lacks a field', async () => {
    const isOptional = (way: string) => optionalIn(name).some((one) => one.test(way));
    const fields = (await knownParts(name)).filter(({ way }) => !way.endsWith('[]') && !isOptional(way));
    expect(waysOf(fields.filter(({ document, path }) => validate(replaced(document, path, undefined))))).toEqual([]);
  });

  it('refuses an answer of which a part has another type', async () => {
    const accepted = (await knownParts(name)).filter(
      ({ document, path, part }) => validate(replaced(document, path, otherType(part))) || validate(replaced(document, path, null)),
    );
    expect(waysOf(accepted)).toEqual([]);
  });

  it('refuses an answer with a field that it does not describe', async () => {
    const objects = (await knownParts(name)).filter(
      ({ part, way }) => typeof part === 'object' && part !== null && !isList(part) && !isFree(way),
    );
    const accepted = objects.filter(({ document, path }) => validate(replaced(document, [...path, 'surprise'], 'field')));
    expect(waysOf(accepted)).toEqual([]);
    expect(validate(replaced(await answer(commands[name][0]), ['surprise'], 'field'))).toBe(false);
  });

  it('refuses the answers of other commands, and those of another version', async () => {
    for (const other of names.filter((one) => one !== name)) expect(validate(await answer(commands[other][0]))).toBe(false);
    expect(validate(replaced(await answer(commands[name][0]), ['apiVersion'], 'rbac-audit/v2'))).toBe(false);
  });
});

describe('the schemas', () => {
  const all = ['common', ...names] as const;

  it.each(all)('say of every field in %s what it means', (name) => {
    const root = schema(name);
    const mute = fieldsOf(root).filter(({ part }) => describedBy(root, part) === undefined);
    expect(mute.map(({ path }) => path.join('/'))).toEqual([]);
  });

  it.each(all)('describe nothing in %s that no answer has', async (name) => {
    const answers = await Promise.all(handy.map(async (one) => ({ ...one, document: await answer(one.command) })));
    const concerned = name === 'common' ? names : [name];
    const root = schema(name);
    const unseen = fieldsOf(root).filter(({ path }) => {
      const without = replaced(root, path, false);
      return concerned.every((one) => {
        const validate = validator(one, { [name]: without });
        return answers.every((given) => given.name !== one || validate(given.document));
      });
    });
    expect(unseen.map(({ path }) => path.join('/'))).toEqual([]);
  });

  it('list the codes of all gaps that an answer can hold', () => {
    // Compiles only as long as it names them all.
    const codes: Record<Exclude<GapCode, 'bad-request-line'>, true> = {
      'unreadable-file': true,
      'too-large': true,
      'binary-file': true,
      'broken-document': true,
      'unrendered-template': true,
      'malformed-object': true,
      'malformed-rule': true,
      'malformed-subject': true,
      'differing-duplicate': true,
      'list-refused': true,
      'list-failed': true,
      'broken-audit-event': true,
    };
    expect(at(schema('common'), ['$defs', 'gap', 'properties', 'code', 'enum'])).toEqual(Object.keys(codes));
  });
});

/** What a schema says about fields, conditions apart: those only tell which of them there are. */
function fieldsOf(root: Json) {
  const conditions = new Set(['if', 'then', 'else', 'oneOf']);
  return [...parts(root)].filter(
    ({ path }) => path.at(-2) === 'properties' && !path.some((key) => typeof key === 'string' && conditions.has(key)),
  );
}

/** The description of a field, its own or that of what it refers to. */
function describedBy(root: Json, field: Json): Json | undefined {
  const own = at(field, ['description']);
  const ref = at(field, ['$ref']);
  if (own !== undefined || typeof ref !== 'string') return own;
  const [file = '', pointer = ''] = ref.split('#/');
  return at(file === '' ? root : schema(file.replace('.v1.json', '')), [...pointer.split('/'), 'description']);
}

function at(value: Json, path: readonly string[]): Json | undefined {
  const keys = path.map(String).join('\n');
  return [...parts(value)].find((one) => one.path.map(String).join('\n') === keys)?.part;
}

describe('YAML', () => {
  it.each(['report', 'who-can', 'what-can', 'can-i', 'paths', 'check-list'] as const)('says the same as JSON: %s', async (name) => {
    for (const { command } of handy.filter((one) => one.name === name)) {
      expect(load(await output(command, 'yaml')), command).toEqual(await answer(command));
    }
  });

  it('of suggest is the objects that its JSON creates', async () => {
    const creates = [...parts(await answer(commands.proposals[0]))].filter(({ path }) => path.length === 4 && path[2] === 'creates');
    expect(loadAll(await output(commands.proposals[0], 'yaml'))).toEqual(creates.map(({ part }) => part));
  });
});
