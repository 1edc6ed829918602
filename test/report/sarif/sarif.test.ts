import type { Location, Result, Run } from 'sarif';
import { describe, expect, it } from 'vitest';
import type { Gap } from '../../../src/model/gap.ts';
import { authorizers, toJson } from '../../../src/report/envelope.ts';
import type { Place, Places } from '../../../src/report/places.ts';
import type { ReportView } from '../../../src/report/report-view.ts';
import { sarifLog } from '../../../src/report/sarif/sarif.ts';
import { encodedPath } from '../../../src/report/uri.ts';
import { accepted, evidence, finding, fingerprint, hostileNames, view } from '../clinic.ts';
import { schemaErrors, validLog } from './schema.ts';

const places: Places = {
  ofPosition: ({ file, line, column }): Place => ({ uri: encodedPath(file.split('/')), isRelative: true, line, column }),
  ofObject: ({ kind, namespace = '', name }): Place => ({
    uri: encodedPath(['cluster', kind, namespace, `${name}.yaml`]),
    isRelative: true,
    line: 1,
    column: 1,
  }),
};
const run = { version: '0.1.0', source: 'clinic', input: 'manifests', kubernetesVersion: '1.36', authorizers };
const page =
  '# secrets-list-watch\n\nSomebody may read\nevery Secret.\n\n## The attack\n\nSee [other](other.md) and [docs](https://kubernetes.io).\n';

/** The run of a report, as it is written and valid by the schema. */
function runOf(shown: ReportView, source = 'clinic'): Run {
  const text = [...toJson(sarifLog(shown, { run: { ...run, source }, places, pageOf: () => page }))].join('');
  const [first, ...more] = validLog(text).runs;
  if (!first || more.length > 0) throw new Error('GitHub takes one run');
  return first;
}

function resultOf(shown: ReportView): Result {
  const [result] = runOf(shown).results ?? [];
  if (!result) throw new Error('no result');
  return result;
}

const uri = ({ physicalLocation }: Location) => physicalLocation?.artifactLocation?.uri;

describe('the schema of SARIF', () => {
  it('refuses what is no SARIF, so that its consent means something', () => {
    const log = JSON.parse(JSON.stringify(sarifLog(view([finding()]), { run, places, pageOf: () => undefined })));
    expect(schemaErrors(log)).toEqual([]);
    expect(schemaErrors({ ...log, version: '2.0.0' })).not.toEqual([]);
    expect(schemaErrors({ ...log, runs: [{ ...log.runs[0], surprise: true }] })).not.toEqual([]);
    log.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri = 'not a uri';
    expect(schemaErrors(log)).not.toEqual([]);
  });
});

describe('a result', () => {
  it('has its check as rule, its place, its logical place and a fingerprint', () => {
    const result = resultOf(view([finding({ severity: 'critical', scope: '*' })]));
    expect(result).toMatchObject({
      ruleId: 'secrets-list-watch',
      ruleIndex: 0,
      level: 'error',
      partialFingerprints: { 'rbacAudit/v1': '00000000000000a1', primaryLocationLineHash: '00000000000000a1:1' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'clinic/records.yaml', uriBaseId: '%SRCROOT%' },
            region: { startLine: 7, startColumn: 5 },
          },
          logicalLocations: [
            { fullyQualifiedName: 'Role/clinic/records-reader', kind: 'Role' },
            { fullyQualifiedName: 'RoleBinding/clinic/nurses', kind: 'RoleBinding' },
          ],
        },
      ],
    });
    expect(result.message.text).toBe(
      'Group nurses can read every Secret in clinic. list and watch return the whole content of Secrets. Severity: critical: it holds in the whole cluster. Take list and watch away.',
    );
  });

  it('shows the chain from the subject over binding and role to the rule', () => {
    const source = { kind: 'ClusterRole', name: 'system:aggregate-to-edit' } as const;
    const [flow] = resultOf(view([finding({ evidence: [evidence({ source })] })])).codeFlows ?? [];
    const steps = flow?.threadFlows[0]?.locations.map(({ location }) => location?.message?.text);
    expect(steps).toEqual([
      'Group nurses',
      'is named by RoleBinding clinic/nurses',
      'which gives Role clinic/records-reader',
      'which has rules[0], aggregated from ClusterRole system:aggregate-to-edit',
    ]);
  });

  it('has a place that stays the same where no file holds it', () => {
    const [live] =
      resultOf(view([finding({ evidence: [{ binding: { kind: 'ClusterRoleBinding', name: 'on call/α' } }] })])).locations ?? [];
    expect(live && uri(live)).toBe('cluster/ClusterRoleBinding/_/on%20call%2F%CE%B1.yaml');
    expect(live?.physicalLocation?.region).toEqual({ startLine: 1, startColumn: 1 });
  });

  it('has a place in every step, without which GitHub refuses the whole file', () => {
    const { codeFlows = [], locations = [] } = resultOf(view([finding({ evidence: [{ role: { kind: 'ClusterRole', name: 'edit' } }] })]));
    const steps = codeFlows.flatMap(({ threadFlows }) =>
      threadFlows.flatMap((flow) => flow.locations.flatMap(({ location }) => location ?? [])),
    );
    expect([...locations, ...steps].filter((location) => uri(location) === undefined)).toEqual([]);
    expect(steps.length).toBeGreaterThan(0);
  });

  it('is about a role or a binding where nobody holds anything, with no chain', () => {
    const object = { kind: 'ClusterRole', name: 'nightly-drain' };
    const result = resultOf(view([finding({ object, evidence: [{ role: { kind: 'ClusterRole', name: 'nightly-drain' } }] })]));
    expect(result.codeFlows).toEqual([]);
    expect(result.locations?.[0]?.logicalLocations).toEqual([
      { name: 'nightly-drain', fullyQualifiedName: 'ClusterRole/nightly-drain', kind: 'ClusterRole' },
    ]);
  });

  it('is told apart from one that is the same but for its place', () => {
    const { results = [] } = runOf(view([finding(), finding(), finding({ id: fingerprint(2) })]));
    expect(results.map(({ partialFingerprints = {} }) => partialFingerprints.primaryLocationLineHash)).toEqual([
      '00000000000000a1:1',
      '00000000000000a1:2',
      '0000000000000002:1',
    ]);
  });

  it('is suppressed with the reason where somebody accepted it', () => {
    const result = resultOf(view([accepted('reviewed in May', { id: fingerprint(5) })]));
    expect(result.suppressions).toEqual([{ kind: 'external', status: 'accepted', justification: 'reviewed in May (.rbac-audit.yaml:3)' }]);
  });

  it('is suppressed where it follows from another one, which it names', () => {
    const [, weaker] =
      runOf(view([finding({ implied: [fingerprint(2)] }), finding({ id: fingerprint(2), check: 'secrets-read' })])).results ?? [];
    expect(weaker?.suppressions).toEqual([
      {
        kind: 'external',
        status: 'accepted',
        justification: 'follows from Group nurses can read every Secret in clinic (secrets-list-watch, 00000000000000a1)',
      },
    ]);
  });
});

describe('results that need no attention', () => {
  it('come last, lest they take the room of others', () => {
    const results = runOf(
      view([accepted('reviewed in May', { severity: 'critical' }), finding({ id: fingerprint(2), severity: 'low' })]),
    ).results;
    expect(results?.map(({ suppressions = [] }) => suppressions.length)).toEqual([0, 1]);
  });
});

describe('the rules', () => {
  it('are those that were broken, with help and a severity for GitHub', () => {
    const { rules = [] } = runOf(view([finding({ severity: 'critical' })])).tool.driver;
    expect(rules).toEqual([
      {
        id: 'secrets-list-watch',
        shortDescription: { text: 'A subject can list or watch Secrets' },
        fullDescription: { text: 'Somebody may read every Secret.' },
        help: {
          text: expect.stringMatching(/^Take list and watch away\.\nhttps:/),
          markdown: page.replace('[other](other.md)', 'other'),
        },
        helpUri: 'https://kubernetes.io/docs/concepts/security/rbac-good-practices/#listing-secrets',
        defaultConfiguration: { level: 'error' },
        properties: {
          tags: ['security', 'kubernetes', 'rbac', 'risk', 'CIS Kubernetes Benchmark 5.1.2'],
          precision: 'high',
          'security-severity': '9.5',
        },
      },
    ]);
  });

  it.each([
    ['critical', 'secrets-list-watch', 'error', '9.5'],
    ['high', 'secrets-list-watch/high', 'error', '8.0'],
    ['medium', 'secrets-list-watch/medium', 'warning', '5.5'],
    ['low', 'secrets-list-watch/low', 'note', '2.0'],
    ['info', 'secrets-list-watch/info', 'note', undefined],
  ] as const)('tell the severity that a finding has, not the worst that its check can have: %s', (severity, id, level, score) => {
    const { results = [], tool } = runOf(view([finding({ severity })]));
    const [result] = results;
    const rule = tool.driver.rules?.[result?.ruleIndex ?? -1];
    expect(result).toMatchObject({ ruleId: id, level });
    expect(rule).toMatchObject({ id, defaultConfiguration: { level } });
    expect(rule?.properties?.['security-severity']).toBe(score);
  });

  it('are each there once, and every result finds its own', () => {
    const severities = ['critical', 'high', 'high', 'info', 'critical'] as const;
    const findings = severities.map((severity, number) => finding({ severity, id: fingerprint(number) }));
    const { results = [], tool } = runOf(view([...findings, finding({ check: 'not-in-the-catalogue', id: fingerprint(9) })]));
    const ids = tool.driver.rules?.map(({ id }) => id) ?? [];
    expect(ids).toEqual(['secrets-list-watch', 'secrets-list-watch/high', 'secrets-list-watch/info', 'not-in-the-catalogue/high']);
    for (const { ruleId, ruleIndex = -1 } of results) expect(ids[ruleIndex]).toBe(ruleId);
  });
});

describe('the run', () => {
  it('says what was audited, so that two clusters are two analyses', () => {
    expect(runOf(view([]), 'https://10.0.0.1:6443 (prod)').automationDetails?.id).toBe('rbac-audit/https%3A/_/10.0.0.1%3A6443%20(prod)/');
  });

  it('was no success where there are gaps, and says each with its place', () => {
    const gap: Gap = {
      code: 'malformed-rule',
      source: 'clinic/records.yaml',
      position: { file: 'clinic/records.yaml', line: 9, column: 3 },
      message: 'rules[1].verbs is a string',
      advice: 'that rule was left out',
    };
    const limitations = [{ code: 'version-unknown', source: '/version', message: 'the version of the server is not known' }];
    const [invocation] = runOf(view([finding()], { gaps: [gap], limitations })).invocations ?? [];
    expect(invocation?.executionSuccessful).toBe(false);
    expect(invocation?.toolExecutionNotifications).toEqual([
      {
        level: 'error',
        descriptor: { id: 'malformed-rule' },
        message: { text: 'clinic/records.yaml:9: rules[1].verbs is a string; that rule was left out' },
        locations: [expect.objectContaining({ physicalLocation: expect.objectContaining({ region: { startLine: 9, startColumn: 3 } }) })],
      },
      { level: 'note', descriptor: { id: 'version-unknown' }, message: { text: 'the version of the server is not known' } },
    ]);
  });

  it('was a success where everything was seen', () => {
    expect(runOf(view([finding()])).invocations).toEqual([{ executionSuccessful: true, toolExecutionNotifications: [] }]);
  });

  it('holds what was asked for', () => {
    const findings = [finding({ severity: 'critical' }), finding({ id: fingerprint(2), severity: 'low' })];
    expect(runOf(view(findings)).results).toHaveLength(2);
    expect(runOf(view(findings, { minSeverity: 'high' })).results).toHaveLength(1);
  });
});

describe('the limits of GitHub', () => {
  it('are kept: 25,000 results, the worst, and a warning that says how many are missing', () => {
    const findings = Array.from({ length: 25_007 }, (_, number) =>
      finding({ id: fingerprint(number), severity: number < 3 ? 'critical' : 'low' }),
    );
    const log = sarifLog(view(findings), { run, places, pageOf: () => page });
    const [own] = log.runs;
    expect(own?.results).toHaveLength(25_000);
    expect(own?.invocations?.[0]?.toolExecutionNotifications?.map(({ level, message }) => `${level}: ${message.text}`)).toEqual([
      'warning: 7 findings left out, the mildest: a run may hold 25000 results',
    ]);
  });

  it('are kept: no more chains than one looks at, and a warning that says of how many results', () => {
    const chains = Array.from({ length: 2_000 }, (_, rule) => evidence({ rule }));
    const { results = [], invocations } = runOf(view([finding({ evidence: chains })]));
    expect(results[0]?.codeFlows).toHaveLength(10);
    expect(invocations?.[0]?.toolExecutionNotifications?.[0]?.message.text).toMatch(/^1 result with more than 10 chains/);
  });

  it('are kept: 20 tags of a rule', () => {
    const references = Array.from({ length: 40 }, (_, number) => `CIS Kubernetes Benchmark 5.1.${number}`);
    expect(runOf(view([finding({ references, check: 'other' })])).tool.driver.rules?.[0]?.properties?.tags).toHaveLength(20);
  });
});

describe('hostile names', () => {
  it.each(hostileNames.map((name) => [JSON.stringify(name), name] as const))('stay names: %s', (_, name) => {
    const binding = { kind: 'RoleBinding', namespace: name, name } as const;
    const title = `User ${name} can read every Secret`;
    const position = { file: `${name}/${name}`, line: 1, column: 1 };
    const hostile = finding({ title, subject: { kind: 'User', name }, scope: name, evidence: [evidence({ binding, position })] });
    const own = runOf(view([hostile], { gaps: [{ code: 'broken-document', source: name, message: name }] }), name);
    const { message, locations = [], codeFlows = [] } = own.results?.[0] ?? { message: {} };
    expect(message.text).not.toMatch(/\]\(|[\p{Control}\p{Bidi_Control}]/u);
    const all = [
      ...locations,
      ...codeFlows.flatMap(({ threadFlows }) => threadFlows.flatMap((flow) => flow.locations.flatMap((step) => step.location ?? []))),
    ];
    for (const location of all) {
      const path = uri(location) ?? '';
      expect(new URL(path, 'https://root.example/a/b/').href).toMatch(/^https:\/\/root\.example\/a\/b\//);
    }
  });
});
