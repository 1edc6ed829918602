import { describe, expect, it } from 'vitest';
import { isNamed, namesOf } from '../../../src/analyzer/checks/rules.ts';

const rule = (verbs: string[], resources: string[], ...resourceNames: string[]) => ({
  ...{ index: 0, verbs, apiGroups: [''], resources, resourceNames, nonResourceURLs: [] },
});

describe('a rule with resourceNames', () => {
  it.each([
    ['no names', rule(['get'], ['secrets']), false],
    ['names', rule(['list'], ['secrets'], 'tls'), true],
    ['an empty name, and a verb that may go without one', rule(['get', 'list'], ['secrets'], '', 'tls'), false],
    ['an empty name, and every verb', rule(['*'], ['secrets'], ''), false],
    ['an empty name, and verbs that always have one', rule(['get', 'bind'], ['secrets'], '', 'tls'), true],
    ['an empty name, and a subresource, whose requests name the object', rule(['create'], ['pods/exec'], '', 'web'), true],
  ])('that has %s is limited to them or not', (_what, one, limited) => {
    expect(isNamed(one)).toBe(limited);
  });

  it('has the names that there can be', () => {
    expect(namesOf([rule(['get'], ['secrets'], '', 'tls'), rule(['get'], ['secrets'], 'cart')])).toEqual(['cart', 'tls']);
  });
});
