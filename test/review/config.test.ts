import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/model/error.ts';
import { configOf } from './document.ts';

/** What is complained about, in the two lines of an error. */
function complaint(yaml: string): [string, string | undefined] {
  try {
    configOf(yaml);
  } catch (error) {
    if (error instanceof UserError) return [error.message, error.advice];
    throw error;
  }
  throw new Error('nothing was complained about');
}

describe('a configuration', () => {
  it('holds what was written, and nothing else', () => {
    const config = configOf(`
admins: ["group:platform-oncall", "sa:argocd/*"]
expected: [{ binding: ClusterRoleBinding/argocd, reason: it deploys everything }]
platform: eks
inventory: { users: [ines], groups: ["clinic-*"] }
severity: { unused-role: low }
sensitiveNamespaces: [payments-*]
failOn: high
minSeverity: medium
skipChecks: [unused-role]
ignore: [{ check: secrets-*, subject: "user:ines", reason: on call, expires: 2026-12-31, ticket: OPS-7, when: { onlyVerbs: [get] } }]
`);
    expect(config).toEqual({
      admins: ['group:platform-oncall', 'sa:argocd/*'],
      expected: [{ binding: 'ClusterRoleBinding/argocd', reason: 'it deploys everything' }],
      platform: 'eks',
      inventory: { users: ['ines'], groups: ['clinic-*'] },
      severities: new Map([['unused-role', 'low']]),
      sensitiveNamespaces: ['payments-*'],
      failOn: 'high',
      minSeverity: 'medium',
      skipChecks: ['unused-role'],
      ignore: [
        {
          check: 'secrets-*',
          subject: 'user:ines',
          reason: 'on call',
          expires: '2026-12-31',
          ticket: 'OPS-7',
          when: { onlyVerbs: ['get'] },
          by: '.rbac-audit.yaml:11: ignore[0]',
        },
      ],
    });
  });

  it('may be empty', () => {
    expect(configOf('{}')).toMatchObject({ admins: [], ignore: [], failOn: undefined });
  });
});

describe('a key that does not exist', () => {
  it.each([
    ['ignor: []', '1:1: there is no key ignor', 'did you mean ignore?'],
    ['admins: []\nfail-on: high', '2:1: there is no key fail-on', 'did you mean failOn?'],
    ['ignore:\n  - check: secrets-read\n    resaon: on call', '3:5: there is no key resaon', 'did you mean reason?'],
    [
      'ignore:\n  - check: secrets-read\n    reason: on call\n    when: { onlyVerb: [get] }',
      '4:13: there is no key onlyVerb',
      'did you mean onlyVerbs?',
    ],
    ['expected: [{ roles: Role/a, reason: on call }]', '1:14: there is no key roles', 'did you mean role?'],
    [
      'colour: red',
      '1:1: there is no key colour',
      'keys: admins, expected, platform, inventory, severity, sensitiveNamespaces, failOn, minSeverity, skipChecks, ignore',
    ],
    ['inventory: { user: [ines] }', '1:14: there is no key user', 'did you mean users?'],
    ['__proto__: {}', '1:1: there is no key __proto__', expect.stringContaining('keys: ')],
  ])('is named with its place: %j', (yaml, message, advice) => {
    expect(complaint(yaml)).toEqual([`.rbac-audit.yaml:${message}`, advice]);
  });
});

describe('a value that is not valid', () => {
  it.each([
    ['[]', '1:1: the configuration is a list', 'a mapping is needed'],
    ['off', '1:1: the configuration is a string', 'a mapping is needed'],
    ['admins: "user:ines"', '1:9: admins is a string', 'a list is needed'],
    ['admins: [3]', '1:10: admins[0] is a number', 'a string is needed'],
    ['failOn: hihg', '1:9: failOn is "hihg", not one of critical, high, medium, low, info, none', 'did you mean high?'],
    ['severity: { unused-role: none }', '1:26: severity.unused-role is "none", not one of critical, high, medium, low, info', undefined],
    ['platform: eskimo', '1:11: platform is "eskimo", not one of eks, gke, aks, openshift, kubeadm', undefined],
    [
      'admins: [ines]',
      '1:10: admins[0] is not valid: "ines"',
      'write user:NAME, group:NAME or sa:NAMESPACE/NAME; an asterisk stands for any characters',
    ],
    ['ignore: [{ check: secrets-read }]', '1:10: ignore[0].reason is missing', 'write ignore[0].reason'],
    ['ignore: [{ check: secrets-read, reason: "" }]', '1:41: ignore[0].reason is empty', 'write something, or leave it out'],
    [
      'ignore: [{ check: secrets-read, reason: x, expires: 2026-02-30 }]',
      '1:53: ignore[0].expires is not valid: "2026-02-30"',
      'write a day that there is, as 2026-12-31',
    ],
    [
      'ignore: [{ check: secrets-read, reason: x, role: edit }]',
      '1:50: ignore[0].role is not valid: "edit"',
      'write ClusterRole/NAME, Role/NAME or Role/NAMESPACE/NAME; an asterisk stands for any characters',
    ],
    [
      'ignore: [{ check: secrets-read, reason: x, when: { onlyInNamespaces: [] } }]',
      '1:70: ignore[0].when.onlyInNamespaces is empty',
      'write something, or leave it out',
    ],
    ['expected: [{ reason: x }]', '1:12: expected[0] is not valid: {"reason":"x"}', 'say what is expected: subject, role or binding'],
    ['ignore: { check: secrets-read }', '1:9: ignore is a mapping', 'a list is needed'],
    ['ignore:\n  -', '2:3: ignore[0] is empty', 'a mapping is needed'],
  ])('is named with its place: %j', (yaml, message, advice) => {
    expect(complaint(yaml)).toEqual([`.rbac-audit.yaml:${message}`, advice]);
  });

  it('is quoted in part only where it is long', () => {
    const [message] = complaint(`admins: ["${'x'.repeat(5000)}"]`);
    expect(message.length).toBeLessThan(150);
  });
});

describe('a check that does not exist', () => {
  it.each([
    ['skipChecks: [secret-read]', '1:14: there is no check secret-read', 'did you mean secrets-read?'],
    ['severity:\n  unused-rule: low', '2:3: there is no check unused-rule', 'did you mean unused-role?'],
    ['severity: { __proto__: low }', '1:13: there is no check __proto__', 'docs/checks lists them all'],
    ['ignore: [{ check: secrets-raed, reason: x }]', '1:19: there is no check secrets-raed', 'did you mean secrets-read?'],
    ['ignore: [{ check: pods-*, subject: "user:ines", reason: x }]', '1:19: there is no check pods-*', 'docs/checks lists them all'],
    ['skipChecks: [secrets-*]', '1:14: there is no check secrets-*', expect.anything()],
  ])('is named with its place: %j', (yaml, message, advice) => {
    expect(complaint(yaml)).toEqual([`.rbac-audit.yaml:${message}`, advice]);
  });

  it('may be meant by a glob only together with whose findings are meant', () => {
    expect(complaint('ignore: [{ check: "*", reason: quiet please }]')).toEqual([
      '.rbac-audit.yaml:1:19: ignore[0].check is not valid: "*"',
      'name a check, or say whose findings: subject, role, binding or namespace',
    ]);
    expect(configOf('ignore: [{ check: "*", namespace: sandbox-*, reason: nothing of value }]').ignore).toHaveLength(1);
  });
});
