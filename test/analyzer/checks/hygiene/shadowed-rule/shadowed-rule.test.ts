import { describe, expect, it } from 'vitest';
import { role, roleBinding } from '../../../snapshot.ts';
import { findingsOf, titlesIn } from '../../judge.ts';

describe('shadowed-rule', () => {
  const found = (...rules: object[]) =>
    findingsOf('shadowed-rule', [role('shop', 'reader', ...rules), roleBinding('shop', 'reader', 'Role/reader', 'user:ines')]);
  const pods = { apiGroups: [''], resources: ['pods'] };

  it('finds the rule that a wider one covers', () => {
    expect(titlesIn('shadowed-rule', 'fires')).toEqual(['Role shop/reader has a rule that another one covers']);
  });

  it('finds the second of two equal rules, and only that', () => {
    const [finding, ...more] = found({ ...pods, verbs: ['get'] }, { ...pods, verbs: ['get'] });
    expect([finding?.evidence.map(({ rule }) => rule), more]).toEqual([[1], []]);
  });

  it('tells three equal rules apart', () => {
    const findings = found({ ...pods, verbs: ['get'] }, { ...pods, verbs: ['get'] }, { ...pods, verbs: ['get'] });
    expect(new Set(findings.map(({ id }) => id)).size).toBe(2);
  });

  it('finds a rule that several others cover together', () => {
    const [finding] = found({ ...pods, verbs: ['get'] }, { ...pods, verbs: ['list'] }, { ...pods, verbs: ['get', 'list'] });
    expect(finding?.detail).toBe('rules[2] grants nothing that rules[0] and rules[1] do not grant.');
  });

  it('passes over rules that add something, and dead ones', () => {
    expect(titlesIn('shadowed-rule', 'quiet')).toEqual([]);
  });

  it('keeps its name when rules move', () => {
    const [before] = found({ ...pods, verbs: ['get', 'list'] }, { ...pods, verbs: ['get'] });
    const [after] = found(
      { ...pods, resources: ['services'], verbs: ['get'] },
      { ...pods, verbs: ['get', 'list'] },
      { ...pods, verbs: ['get'] },
    );
    expect(after?.id).toBe(before?.id);
  });
});
