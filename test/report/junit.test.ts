import { describe, expect, it } from 'vitest';
import { junit } from '../../src/report/junit.ts';
import type { ReportView } from '../../src/report/report-view.ts';
import { accepted, finding, fingerprint, hostileNames, view } from './clinic.ts';
import { parseXml, type XmlElement } from './xml.ts';

const rootOf = (shown: ReportView) => parseXml([...junit(shown)].join(''));
const suite = (root: XmlElement, name: string) => root.children.find(({ attributes }) => attributes.name === name);
const outcome = ({ children }: XmlElement) => children[0]?.name ?? 'passed';

const gap = {
  code: 'malformed-rule' as const,
  source: 'a.yaml',
  position: { file: 'a.yaml', line: 9, column: 3 },
  message: 'verbs is a string',
  advice: 'that rule was left out',
};

describe('JUnit', () => {
  it('has a suite for each check that ran, in the order of the catalogue', () => {
    const root = rootOf(view([finding()]));
    expect(root.name).toBe('testsuites');
    expect(root.children.map(({ name, attributes }) => [name, attributes.name])).toEqual([
      ['testsuite', 'secrets-list-watch'],
      ['testsuite', 'unused-role'],
    ]);
  });

  it('has a failed test for each finding: severity, place and what to do', () => {
    const [test] = suite(rootOf(view([finding()])), 'secrets-list-watch')?.children ?? [];
    expect(test?.attributes).toEqual({
      classname: 'secrets-list-watch',
      name: 'Group nurses can read every Secret in clinic [00000000000000a1]',
      file: 'clinic/records.yaml',
      line: '7',
    });
    const [failure] = test?.children ?? [];
    expect(failure).toMatchObject({
      name: 'failure',
      attributes: { type: 'high', message: 'high: Group nurses can read every Secret in clinic' },
    });
    expect(failure?.text).toBe(
      [
        'bound by: RoleBinding clinic/nurses',
        'role: Role clinic/records-reader rules[0]',
        'at: clinic/records.yaml:7',
        'why: list and watch return the whole content of Secrets.',
        'severity: critical -> high (only in namespace clinic)',
        'do: Take list and watch away.',
      ].join('\n'),
    );
  });

  it('has a test that passed for a check that found nothing', () => {
    const tests = suite(rootOf(view([finding()])), 'unused-role')?.children ?? [];
    expect(tests.map((test) => [test.attributes.name, outcome(test)])).toEqual([['No finding: A role is used by no binding', 'passed']]);
  });

  it('skips what somebody accepted, with the reason, and what follows from another finding', () => {
    const third = accepted('reviewed in May', { id: fingerprint(3) });
    const root = rootOf(view([finding({ implied: [fingerprint(2)] }), finding({ id: fingerprint(2) }), third]));
    const tests = suite(root, 'secrets-list-watch')?.children ?? [];
    expect(tests.map((test) => [outcome(test), test.children[0]?.attributes.message])).toEqual([
      ['failure', 'high: Group nurses can read every Secret in clinic'],
      ['skipped', 'follows from: Group nurses can read every Secret in clinic (secrets-list-watch)'],
      ['skipped', 'accepted: reviewed in May (.rbac-audit.yaml:3)'],
    ]);
  });

  it('has an error for each gap', () => {
    const [test] = suite(rootOf(view([], { gaps: [gap] })), 'gaps')?.children ?? [];
    expect(test?.attributes).toEqual({ classname: 'gaps', name: 'a.yaml:9: verbs is a string', file: 'a.yaml', line: '9' });
    expect(test?.children[0]).toMatchObject({ name: 'error', attributes: { type: 'malformed-rule' } });
    expect(test?.children[0]?.text).toBe('a.yaml:9: verbs is a string\nthat rule was left out');
  });

  it('counts what it holds', () => {
    const findings = [
      finding({ implied: [fingerprint(2)] }),
      finding({ id: fingerprint(2) }),
      finding({ id: fingerprint(4), check: 'unused-role' }),
    ];
    const root = rootOf(view(findings, { gaps: [gap] }));
    const totals = { tests: 0, failures: 0, errors: 0, skipped: 0 };
    for (const { attributes, children } of root.children) {
      const outcomes = children.map(outcome);
      const counted = (what: string) => outcomes.filter((one) => one === what).length;
      const own = { tests: children.length, failures: counted('failure'), errors: counted('error'), skipped: counted('skipped') };
      for (const [key, number] of Object.entries(own)) expect(attributes[key], `${attributes.name} ${key}`).toBe(String(number));
      for (const key of ['tests', 'failures', 'errors', 'skipped'] as const) totals[key] += own[key];
    }
    expect(totals).toEqual({ tests: 4, failures: 2, errors: 1, skipped: 1 });
    for (const [key, number] of Object.entries(totals)) expect(root.attributes[key]).toBe(String(number));
  });
});

describe('hostile names', () => {
  it.each(hostileNames.map((name) => [JSON.stringify(name), name] as const))('are text, and all of it is well-formed: %s', (_, name) => {
    const hostile = finding({ title: name, subject: { kind: 'User', name }, detail: name, remediation: name });
    const second = accepted(name, { id: fingerprint(2), title: name });
    const root = rootOf(
      view([hostile, second], { gaps: [{ ...gap, source: name, position: { file: name, line: 1, column: 1 }, message: name }] }),
    );
    expect(root.children.map(({ name: element }) => element)).toEqual(['testsuite', 'testsuite', 'testsuite']);
    expect(suite(root, 'secrets-list-watch')?.children.map(outcome)).toEqual(['failure', 'skipped']);
    const [test] = suite(root, 'secrets-list-watch')?.children ?? [];
    expect(test?.attributes.name).not.toMatch(/[\p{Control}\p{Bidi_Control}]/u);
  });

  it('keep their own letters', () => {
    const name = '<b> & "quoted" \'single\' ]]> Ünïcode 名前 🦀';
    const [test] = suite(rootOf(view([finding({ title: name })])), 'secrets-list-watch')?.children ?? [];
    expect(test?.attributes.name).toBe(`${name} [00000000000000a1]`);
    expect(test?.children[0]?.attributes.message).toBe(`high: ${name}`);
  });
});
