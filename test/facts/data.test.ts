import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultBindings, defaultRoles } from '../../src/facts/kubernetes.ts';

const script = join(import.meta.dirname, '../../scripts/facts.ts');
const data = join(import.meta.dirname, '../../src/facts/data');
const oracle = join(import.meta.dirname, '../../../shared/oracle/kubernetes');
const dump = join(import.meta.dirname, '../../../shared/oracle/real/cluster.json.gz');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rbac-audit-facts-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function generate(...options: string[]): void {
  execFileSync(process.execPath, [script, '--out', folder, ...options], { stdio: 'pipe' });
}

function write(name: string, document: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(document));
  return file;
}

describe('scripts/facts.ts', () => {
  const appointments = { name: 'appointments', namespaced: true, kind: 'Appointment', singularName: '', verbs: ['get', 'list'] };

  it('merges the versions of a group, the preferred one first', () => {
    const groups = write('groups', {
      kind: 'APIGroupList',
      groups: [
        {
          preferredVersion: { groupVersion: 'clinic.k8s.io/v2' },
          versions: [{ groupVersion: 'clinic.k8s.io/v1' }, { groupVersion: 'clinic.k8s.io/v2' }],
        },
      ],
    });
    const old = write('v1', {
      kind: 'APIResourceList',
      groupVersion: 'clinic.k8s.io/v1',
      resources: [
        { ...appointments, namespaced: false, verbs: ['get', 'watch'] },
        { name: 'appointments/status', verbs: ['get'] },
        { name: 'wards', namespaced: false, kind: 'Ward', singularName: 'ward', shortNames: ['wd'], verbs: ['get'] },
      ],
    });
    const preferred = write('v2', {
      kind: 'APIResourceList',
      groupVersion: 'clinic.k8s.io/v2',
      resources: [appointments, { name: 'appointments/status', verbs: ['patch'] }, { name: 'appointments/bill', verbs: ['create'] }],
    });
    generate('--version', '9.1', groups, old, preferred);
    expect(JSON.parse(readFileSync(join(folder, 'discovery-9.1.json'), 'utf8'))).toEqual([
      {
        group: 'clinic.k8s.io',
        resource: 'appointments',
        kind: 'Appointment',
        namespaced: true,
        verbs: 'get list watch',
        singular: 'appointment',
        shortNames: [],
        subresources: [
          { name: 'bill', verbs: 'create' },
          { name: 'status', verbs: 'get patch' },
        ],
      },
      {
        group: 'clinic.k8s.io',
        resource: 'wards',
        kind: 'Ward',
        namespaced: false,
        verbs: 'get',
        singular: 'ward',
        shortNames: ['wd'],
        subresources: [],
      },
    ]);
  });

  it("refuses objects that are not Kubernetes' own", () => {
    const roles = write('roles', {
      items: [{ kind: 'ClusterRole', metadata: { name: 'nurses', labels: {}, annotations: {} }, rules: [] }],
    });
    expect(() => generate('--version', '9.2', roles)).toThrow('nurses does not bear the marks of a default object');
  });

  it('makes the data of 1.36 again, byte for byte', ({ skip }) => {
    skip(!existsSync(oracle), 'needs ../shared/oracle/kubernetes');
    const bootstrap = readdirSync(join(oracle, 'bootstrap')).map((file) => join(oracle, 'bootstrap', file));
    const omit = ['lifecycle.k8s.io', 'compositepodgroups', 'resourcepoolstatusrequests'].flatMap((name) => ['--omit', name]);
    generate('--version', '1.36', ...omit, ...bootstrap, join(oracle, 'aggregated_v2.json'), join(oracle, 'api__v1.json'));
    for (const file of ['bindings-1.36.json', 'discovery-1.36.json', 'roles-1.36.json']) {
      expect(readFileSync(join(folder, file), 'utf8')).toBe(readFileSync(join(data, file), 'utf8'));
    }
  });
});

describe('src/facts/data', () => {
  it('stays small, because it is read at every start', () => {
    const bytes = readdirSync(data)
      .filter((file) => file.endsWith('.json'))
      .map((file) => statSync(join(data, file)).size);
    expect(bytes).toHaveLength(6);
    expect(bytes.reduce((sum, size) => sum + size)).toBeLessThan(125_000);
  });

  it('grants in 1.20 what a server of that version was seen to grant', ({ skip }) => {
    skip(!existsSync(dump), 'needs ../shared/oracle/real');
    const { items }: { items: Dumped[] } = JSON.parse(gunzipSync(readFileSync(dump)).toString());
    const dumped = new Map(items.map((item) => [`${item.kind} ${item.metadata.namespace} ${item.metadata.name}`, item]));
    const seen = ({ kind, namespace, name }: { kind: string; namespace?: string; name: string }) =>
      dumped.get(`${kind} ${namespace} ${name}`);
    for (const role of defaultRoles('1.20').filter(({ aggregation }) => aggregation === undefined)) {
      const empty = { verbs: [], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: [] };
      expect(role.rules).toEqual(seen(role)?.rules?.map((rule, index) => ({ index, ...empty, ...rule })) ?? []);
    }
    for (const binding of defaultBindings('1.20')) {
      expect(seen(binding)).toMatchObject({ roleRef: binding.roleRef });
      expect(binding.subjects).toMatchObject((seen(binding)?.subjects ?? []).map(({ kind, name }) => ({ kind, name })));
    }
  });
});

interface Dumped {
  kind: string;
  metadata: { namespace?: string; name: string };
  rules?: object[];
  subjects?: { kind: string; name: string }[];
}
