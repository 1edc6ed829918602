import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readDiscovery } from '../../src/collector/discovery-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'rbac-audit-discovery-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const core = JSON.stringify({
  kind: 'APIResourceList',
  groupVersion: 'v1',
  resources: [{ name: 'pods', singularName: 'pod', kind: 'Pod', namespaced: true, verbs: ['get', 'list'] }],
});

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

describe('a file of discovery documents', () => {
  it('tells what is served', () => {
    expect(readDiscovery(file('core.json', core), '1.36').resources.map(({ resource }) => resource)).toEqual(['pods']);
  });

  it('is refused where it is missing or holds no such documents', () => {
    expect(() => readDiscovery(join(folder, 'none.json'), '1.36')).toThrow('none.json: no such file');
    expect(() => readDiscovery(file('role.yaml', 'kind: Role\n'), '1.36')).toThrow('role.yaml: no discovery documents found');
  });

  it('is refused where one of its documents is cut off: what that lists would look unserved', () => {
    expect(() => readDiscovery(file('cut.json', `${core}\n${core.slice(0, -20)}\n`), '1.36')).toThrow(/cut\.json:2:\d+: not YAML or JSON/);
  });
});
