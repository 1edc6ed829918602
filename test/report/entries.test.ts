import { describe, expect, it } from 'vitest';
import { alsoOf, entriesOf, entryTitle, holdersOf, joinedEntries, milderOf } from '../../src/report/entries.ts';
import { evidence, finding, fingerprint } from './clinic.ts';

const clusterRole = { kind: 'ClusterRole', name: 'records-reader' } as const;

/** One of many findings about one ClusterRole that is bound in many namespaces. */
function bound(number: number, changes: Parameters<typeof finding>[0] = {}) {
  const namespace = `ward-${number}`;
  const binding = { kind: 'RoleBinding', namespace, name: 'nurses' } as const;
  return finding({ id: fingerprint(number), scope: namespace, evidence: [evidence({ binding, role: clusterRole })], ...changes });
}

/** The same for a Role of one name that each namespace has a copy of. */
function copied(number: number, changes: Parameters<typeof finding>[0] = {}) {
  const namespace = `ward-${number}`;
  const [binding, role] = [{ kind: 'RoleBinding', namespace, name: 'desk' } as const, { kind: 'Role', namespace, name: 'desk' } as const];
  const subject = { kind: 'ServiceAccount', namespace, name: 'desk' } as const;
  const own = {
    id: fingerprint(number),
    cause: fingerprint(1_000 + number),
    subject,
    scope: namespace,
    evidence: [evidence({ binding, role })],
  };
  return finding({ ...own, ...changes });
}

const forty = Array.from({ length: 40 }, (_, index) => index);

describe('what is one entry', () => {
  it('is one rule that forty bindings bind', () => {
    const entries = entriesOf(forty.map((number) => bound(number)));
    expect(entries).toHaveLength(1);
    expect(entries[0] && entryTitle(entries[0])).toBe('Group nurses can read every Secret in 40 namespaces');
  });

  it('is one rule that forty bindings give to forty subjects', () => {
    const entries = entriesOf(forty.map((number) => bound(number, { subject: { kind: 'User', name: `nurse-${number}` }, scope: '*' })));
    expect(entries.map(entryTitle)).toEqual(['40 subjects can read every Secret everywhere']);
  });

  it('is one Role that forty namespaces have a copy of', () => {
    expect(entriesOf(forty.map((number) => copied(number))).map(entryTitle)).toEqual([
      '40 subjects can read every Secret in 40 namespaces',
    ]);
  });

  it('is what several roles give to one subject', () => {
    const roles = ['records', 'letters', 'bills'].map((name, number) =>
      finding({ id: fingerprint(number), cause: fingerprint(number), evidence: [evidence({ role: { kind: 'ClusterRole', name } })] }),
    );
    expect(entriesOf(roles).map(entryTitle)).toEqual(['Group nurses can read every Secret in clinic']);
  });

  it.each([
    ['another check', { check: 'secrets-read' }],
    ['another severity', { severity: 'critical' as const }],
    ['another statement', { statement: 'can read Secret fax' }],
    [
      'another subject, through another role',
      { subject: { kind: 'User', name: 'mara' } as const, evidence: [evidence({ role: clusterRole })] },
    ],
  ])('is not %s with another cause', (_, changes) => {
    expect(entriesOf([finding(), finding({ id: fingerprint(2), cause: fingerprint(2), ...changes })])).toHaveLength(2);
  });

  it('is not a Role of the same name with other rules', () => {
    expect(entriesOf([copied(1), copied(2, { detail: 'rules[3] of Role/desk.' })])).toHaveLength(2);
  });

  it('is not what nobody holds: each role is mended by itself', () => {
    const unused = (name: string, number: number) => {
      const role = { kind: 'Role', namespace: 'clinic', name } as const;
      return finding({
        id: fingerprint(number),
        cause: fingerprint(number),
        object: role,
        evidence: [{ role }],
        statement: 'is used by no binding',
      });
    };
    expect(entriesOf([unused('a', 1), unused('b', 2)])).toHaveLength(2);
  });

  it('loses no finding, and keeps the order of the first of each', () => {
    const findings = [finding({ severity: 'critical', cause: fingerprint(9) }), ...forty.map((number) => copied(number)), bound(50)];
    const entries = entriesOf(findings);
    expect(entries.map(({ findings: own }) => own.length)).toEqual([1, 40, 1]);
    expect(entries.flatMap(({ findings: own }) => own)).toEqual(findings);
  });
});

describe('an entry', () => {
  it('of one finding has its title and names nobody again', () => {
    const [entry] = entriesOf([finding()]);
    expect(entry && entryTitle(entry)).toBe('Group nurses can read every Secret in clinic');
    expect(entry && holdersOf(entry)).toEqual([]);
  });

  it('names up to three namespaces, and says everywhere first', () => {
    const [entry] = entriesOf([bound(1), bound(2), bound(3, { scope: '*' })]);
    expect(entry && entryTitle(entry)).toBe('Group nurses can read every Secret everywhere and in ward-1 and ward-2');
  });

  it('says of whom it is milder than of the worst', () => {
    const [entry] = entriesOf([bound(1, { severity: 'critical', scope: '*' }), bound(2, { severity: 'high' })]);
    expect(entry?.worst.severity).toBe('critical');
    expect(entry && [holdersOf(entry), milderOf(entry)]).toEqual([[], ['Group nurses in ward-2 (high)']]);
    expect(entry && entryTitle(entry)).toBe(entry?.worst.title);
  });

  it('counts none of the milder ones among those that its title speaks of', () => {
    const worst = [1, 2].map((number) =>
      bound(number, { severity: 'critical', scope: '*', subject: { kind: 'User', name: `eve-${number}` } }),
    );
    const [entry] = entriesOf([...worst, bound(3, { severity: 'high' })]);
    expect(entry && entryTitle(entry)).toBe('2 subjects can read every Secret everywhere');
    expect(entry && holdersOf(entry)).toEqual(['User eve-1 everywhere', 'User eve-2 everywhere']);
  });
});

describe('what is joined', () => {
  const secrets = finding();
  const pods = finding({ id: fingerprint(2), cause: fingerprint(2), check: 'pods-create', statement: 'can run pods', severity: 'medium' });

  it('is what several checks say of one holder of one role', () => {
    const [entry, ...more] = joinedEntries(entriesOf([secrets, pods]));
    expect([entry?.worst.check, more]).toEqual([secrets.check, []]);
    expect(entry && alsoOf(entry)).toEqual(['can run pods (pods-create, medium)']);
  });

  it('is not what another subject, or the same one in another scope, holds', () => {
    const other = { ...pods, subject: { kind: 'User', name: 'ines' } as const };
    expect(joinedEntries(entriesOf([secrets, other]))).toHaveLength(2);
    expect(joinedEntries(entriesOf([secrets, { ...pods, scope: 'elsewhere' }]))).toHaveLength(2);
  });
});
