import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { configSchemaText } from '../../scripts/docs.ts';
import { projectRoot } from '../cli/run.ts';

const published = readFileSync(join(projectRoot, 'docs/schema/config.v1.json'), 'utf8');

describe('docs/schema/config.v1.json (npm run docs writes it)', () => {
  it('is what reads the configuration', () => {
    expect(published).toBe(configSchemaText());
  });

  const validate = new Ajv2020({ formats: { date: true } }).compile(JSON.parse(published));

  it.each([
    {},
    { admins: ['group:ops-*'], failOn: 'none' },
    { ignore: [{ check: 'secrets-read', role: 'Role/shop/reader', reason: 'agreed', when: { resourceNames: ['tls'] } }] },
  ])('takes %j', (value) => {
    expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
  });

  it.each([
    { admin: [] },
    { admins: ['ops'] },
    { platform: 'Eks' },
    { ignore: [{ check: 'secrets-read' }] },
    { ignore: [{ check: 'secrets-read', reason: 'agreed', expires: 'never' }] },
    { expected: [{ binding: 'argocd', reason: 'agreed' }] },
  ])('refuses %j', (value) => {
    expect(validate(value)).toBe(false);
  });

  it('says of everything what it means', () => {
    const mute: string[] = [];
    const visit = (node: object, path: string): void => {
      const { properties = {}, items, description } = Object(node);
      if (description === undefined && !path.endsWith('[]')) mute.push(path);
      for (const [name, property] of Object.entries<object>(properties)) visit(property, `${path}.${name}`);
      if (items) visit(items, `${path}[]`);
    };
    visit(JSON.parse(published), '');
    expect(mute).toEqual([]);
  });
});
