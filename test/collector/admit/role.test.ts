import { describe, expect, it } from 'vitest';
import { admitted, admittedFile, complaints, rbac } from './doorway.ts';

const head = 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: reader}\n';

describe('the rules of a role', () => {
  it('keep their five lists; those that are missing or null are empty', () => {
    const { roles } = admittedFile(`${head}rules:\n- verbs: [get]\n  apiGroups: [""]\n  resources: [pods]\n  resourceNames:\n`);
    expect(roles[0]?.rules).toEqual([
      { index: 0, verbs: ['get'], apiGroups: [''], resources: ['pods'], resourceNames: [], nonResourceURLs: [] },
    ]);
  });

  it.each(['', 'rules:\n', 'rules: []\n'])('may be none: %j', (rules) => {
    expect(admittedFile(head + rules)).toMatchObject({ roles: [{ rules: [] }], gaps: [] });
  });

  it.each([
    ['a string for a list', '- verbs: get\n', '5: rules[0].verbs is a string, "get"; a list is needed: ["get"]'],
    ['a number for a list', '- resourceNames: 5\n', '5: rules[0].resourceNames is a number, 5; a list is needed'],
    ['a mapping for a list', '- verbs: {get: true}\n', '5: rules[0].verbs is an object; a list is needed'],
    ['something that is no string in a list', '- verbs: [get, 5]\n', '5: rules[0].verbs[1] is a number, 5; a string is needed'],
    ['null in a list', '- verbs: [get, null]\n', '5: rules[0].verbs[1] is null; a string is needed'],
    ['no mapping', '- get pods\n', '5: rules[0] is a string, "get pods"; an object is needed'],
    ['nothing', '-\n', '5: rules[0] is null; an object is needed'],
  ])('with %s cost that rule, not the others', (_what, rule, complaint) => {
    const result = admittedFile(`${head}rules:\n${rule}- {verbs: [list], apiGroups: [""], resources: [pods]}\n`);
    expect(complaints(result)).toEqual([complaint]);
    expect(result.gaps[0]).toMatchObject({ code: 'malformed-rule', object: { kind: 'ClusterRole', name: 'reader' } });
    expect(result.roles).toMatchObject([{ rules: [{ index: 1, verbs: ['list'] }] }]);
  });

  it('that are no list are left out', () => {
    const result = admittedFile(`${head}rules: {verbs: [get]}\n`);
    expect(result.roles).toMatchObject([{ rules: [] }]);
    expect(complaints(result)).toEqual(['4: rules is an object; a list is needed']);
  });

  it('are quoted in few words, however long they are', () => {
    const [gap] = admitted(rbac('ClusterRole', `metadata: {name: reader}\nrules: [{verbs: "${'get,'.repeat(10_000)}"}]`)).gaps;
    expect(gap?.message.length).toBeLessThan(250);
  });
});

describe('aggregation', () => {
  const aggregating = (rule: string) => admitted(rbac('ClusterRole', `metadata: {name: monitoring}\naggregationRule: ${rule}`));

  it('keeps the selectors, labels and expressions', () => {
    const result = aggregating(
      '{clusterRoleSelectors: [{matchLabels: {team: clinic}, matchExpressions: [{key: tier, operator: Exists}]}, {}]}',
    );
    expect(result.gaps).toEqual([]);
    expect(result.roles[0]?.aggregation).toEqual([
      { matchLabels: new Map([['team', 'clinic']]), matchExpressions: [{ key: 'tier', operator: 'Exists', values: [] }] },
      { matchLabels: new Map(), matchExpressions: [] },
    ]);
  });

  it.each(['{}', '{clusterRoleSelectors: []}', '{clusterRoleSelectors: null}'])(
    'without selectors is aggregation all the same: %s',
    (rule) => {
      expect(aggregating(rule)).toMatchObject({ roles: [{ aggregation: [] }], gaps: [] });
    },
  );

  it('is none where there is no rule, nor on a Role', () => {
    expect(aggregating('null').roles[0]).not.toHaveProperty('aggregation');
    expect(admitted(rbac('Role', 'metadata: {name: reader}\naggregationRule: {}')).roles[0]).not.toHaveProperty('aggregation');
  });

  // Each of these would select more roles, or all, if only the malformed part were left out.
  it.each([
    ['a label that is no string', '{matchLabels: {aggregate: true}}'],
    ['labels that are no mapping', '{matchLabels: [team]}'],
    ['an unknown operator', '{matchExpressions: [{key: team, operator: Gt, values: ["1"]}]}'],
    ['no key', '{matchExpressions: [{operator: Exists}]}'],
    ['a value that is no string', '{matchExpressions: [{key: team, operator: In, values: [true]}]}'],
    ['In without values', '{matchExpressions: [{key: team, operator: In}]}'],
    ['NotIn without values', '{matchExpressions: [{key: team, operator: NotIn, values: []}]}'],
    ['Exists with values', '{matchExpressions: [{key: team, operator: Exists, values: [clinic]}]}'],
    ['expressions that are no list', '{matchExpressions: {key: team}}'],
    ['text', 'team=clinic'],
  ])('leaves out a selector with %s', (_what, selector) => {
    const result = aggregating(`{clusterRoleSelectors: [${selector}, {matchLabels: {team: shop}}]}`);
    expect(result.roles[0]?.aggregation).toEqual([{ matchLabels: new Map([['team', 'shop']]), matchExpressions: [] }]);
    expect(complaints(result)).toEqual(['a label selector is malformed']);
  });

  it.each(['[{matchLabels: {team: clinic}}]', 'team', '{clusterRoleSelectors: {matchLabels: {team: clinic}}}'])(
    'in another form than clusterRoleSelectors gives no rules: %s',
    (rule) => {
      const result = aggregating(rule);
      expect(result.roles).toMatchObject([{ aggregation: [] }]);
      expect(complaints(result)).toEqual(['aggregationRule holds no list of clusterRoleSelectors']);
    },
  );
});
