import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checks, runChecks } from '../../src/analyzer/checks/index.ts';
import { severities } from '../../src/model/finding.ts';
import { accessTo, clusterRole, clusterRoleBinding, type KubernetesObject, role, roleBinding } from '../analyzer/snapshot.ts';
import { acceptancesIn, acceptedIn, review } from './review.ts';

const everything = { verbs: ['*'], apiGroups: ['*'], resources: ['*'] };
const readSecrets = { verbs: ['get', 'list'], apiGroups: [''], resources: ['secrets'] };

const cluster: KubernetesObject[] = [
  clusterRole('operator', everything, { verbs: ['*'], nonResourceURLs: ['*'] }),
  clusterRoleBinding('operator', 'ClusterRole/operator', 'sa:databases/operator', 'group:oncall'),
  clusterRole('reader', readSecrets),
  clusterRoleBinding('reader', 'ClusterRole/reader', 'group:auditors'),
  roleBinding('shop', 'reader', 'ClusterRole/reader', 'sa:shop/checkout', 'user:ines'),
  role('clinic', 'unused', readSecrets),
  roleBinding('clinic', 'gone', 'Role/missing', 'user:ines'),
];
const access = accessTo(cluster);
const plain = runChecks(access);

const entryOf = (fields: string) => `{ check: secrets-list-watch, subject: "user:ines", reason: agreed, ${fields} }`;

describe('an acceptance', () => {
  it('holds through the day on which it expires, and is reported from the next', () => {
    const acceptances = acceptancesIn(`ignore: [${entryOf('expires: 2026-06-30')}]`);
    expect(acceptedIn(review(access, acceptances, '2026-06-30'))).toHaveLength(1);
    const late = review(access, acceptances, '2026-07-01');
    expect(acceptedIn(late)).toEqual([]);
    expect(late.idle).toEqual(['ignore-expired: .rbac-audit.yaml:1: ignore[0] expired on 2026-06-30: what it covered is reported again']);
  });

  it('that expired and covers nothing is said to be of no use', () => {
    const { idle } = review(
      access,
      acceptancesIn('ignore: [{ check: unused-role, role: Role/gone, reason: agreed, expires: 2026-01-01 }]'),
    );
    expect(idle).toEqual(['ignore-expired: .rbac-audit.yaml:1: ignore[0] expired on 2026-01-01, and covers nothing any more']);
  });

  it('is the first of several for one finding, and the others count as used', () => {
    const { judgement, idle } = review(access, acceptancesIn(`ignore: [${entryOf('ticket: A')}, ${entryOf('ticket: B')}]`));
    expect(judgement.findings.flatMap(({ ignored }) => ignored?.ticket ?? [])).toEqual(['A']);
    expect(idle).toEqual([]);
  });

  it('that expired makes room for another', () => {
    const { judgement } = review(access, acceptancesIn(`ignore: [${entryOf('ticket: A, expires: 2026-01-01')}, ${entryOf('ticket: B')}]`));
    expect(judgement.findings.flatMap(({ ignored }) => ignored?.ticket ?? [])).toEqual(['B']);
  });

  it('of a strong finding lets the weaker ones be read that it implied', () => {
    const admin = plain.findings.find(({ check, subject }) => check === 'cluster-admin-equivalent' && subject?.name === 'oncall');
    expect(admin?.implied.length).toBeGreaterThan(0);
    const { judgement } = review(
      access,
      acceptancesIn('ignore: [{ check: cluster-admin-equivalent, subject: "group:oncall", reason: agreed }]'),
    );
    const read = judgement.findings.filter(
      ({ id, ignored }) => !ignored && !judgement.findings.some(({ implied }) => implied.includes(id)),
    );
    expect(read.filter(({ subject }) => subject?.name === 'oncall').map(({ check }) => check)).toContain('wildcard-resources');
    expect(judgement.findings.find(({ id }) => id === admin?.id)).toMatchObject({ implied: [], ignored: { reason: 'agreed' } });
  });
});

/** Any entry that could be written about the cluster. */
const entries = fc.record(
  {
    check: fc.constantFrom('*', 'secrets-*', ...checks.map(({ id }) => id)),
    subject: fc.constantFrom('user:ines', 'group:*', 'sa:*/*', 'sa:shop/checkout'),
    role: fc.constantFrom('ClusterRole/*', 'ClusterRole/reader', 'Role/clinic/unused'),
    binding: fc.constantFrom('ClusterRoleBinding/operator', 'RoleBinding/*'),
    namespace: fc.constantFrom('shop', '*', 'c*'),
    expires: fc.constantFrom('2026-01-01', '2026-12-31'),
    when: fc.constantFrom({ onlyInNamespaces: ['shop'] }, { onlyVerbs: ['get', 'list'] }, { onlySubjects: ['user:*'] }),
  },
  { requiredKeys: ['check', 'namespace'] },
);
const configs = fc
  .array(entries, { maxLength: 5 })
  .map((list) => JSON.stringify({ ignore: list.map((entry) => ({ ...entry, reason: 'agreed' })) }));

describe('whatever is accepted', () => {
  it('stays among the findings, and all else stays as it was', () => {
    fc.assert(
      fc.property(configs, (config) => {
        const { judgement } = review(access, acceptancesIn(config));
        const without = (findings: typeof judgement.findings) =>
          findings.map((finding) => ({ ...JSON.parse(JSON.stringify(finding)), ignored: undefined, implied: undefined }));
        expect(without(judgement.findings)).toEqual(without(plain.findings));
      }),
      { numRuns: 60 },
    );
  });

  it('adds up: read, implied and ignored are all there is', () => {
    fc.assert(
      fc.property(configs, (config) => {
        const { summary, findings } = review(access, acceptancesIn(config)).judgement;
        const read = severities.reduce((sum, severity) => sum + summary[severity], 0);
        expect(read + summary.implied + summary.ignored).toBe(findings.length);
        expect(summary.ignored).toBe(findings.filter(({ ignored }) => ignored).length);
      }),
      { numRuns: 60 },
    );
  });

  it('neither implies nor is implied', () => {
    fc.assert(
      fc.property(configs, (config) => {
        const { findings } = review(access, acceptancesIn(config)).judgement;
        const ignored = new Set(findings.filter((finding) => finding.ignored).map(({ id }) => id));
        for (const { id, implied } of findings) {
          if (ignored.has(id)) expect(implied).toEqual([]);
          expect(implied.filter((one) => ignored.has(one))).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is covered by an entry that is not idle, and every idle entry is named', () => {
    fc.assert(
      fc.property(configs, (config) => {
        const acceptances = acceptancesIn(config);
        const { judgement, idle } = review(access, acceptances);
        const named = new Set(idle.map((line) => /ignore\[\d+\]/.exec(line)?.[0]));
        expect(named.size).toBe(idle.length);
        for (const { ignored } of judgement.findings) if (ignored) expect(named.has(/ignore\[\d+\]/.exec(ignored.by)?.[0])).toBe(false);
      }),
      { numRuns: 60 },
    );
  });
});
