import { describe, expect, it } from 'vitest';
import type { Permission, WhatCan } from '../../src/model/answer.ts';
import { whatCanData, whatCanMatrix, whatCanText } from '../../src/report/what-can.ts';

const layout = { width: undefined, color: false };
const via = {
  scope: 'shop',
  binding: { kind: 'RoleBinding', namespace: 'shop', name: 'cart' },
  role: { kind: 'Role', namespace: 'shop', name: 'cart' },
  rule: 0,
} as const;

function answer(...rules: Partial<Permission['rule']>[]): WhatCan {
  const permissions = rules.map((rule, index) => ({
    scope: 'shop',
    rule: { verbs: ['get'], apiGroups: [''], resources: [], resourceNames: [], nonResourceURLs: [], ...rule },
    via: { ...via, rule: index },
  }));
  return { subject: { kind: 'User', name: 'ines' }, groups: ['nurses'], superuser: false, permissions };
}

describe('what someone can do, as a table', () => {
  it('says who, with which groups, and through what', () => {
    expect(whatCanText(answer({ verbs: ['get', 'list'], resources: ['pods'] }), layout)).toBe(
      `What can User ines do?  1 rule
Groups: nurses

SCOPE  VERBS      ON    THROUGH
shop   get, list  pods  RoleBinding shop/cart -> Role cart rules[0]

RBAC only: the Node authorizer and webhooks are not modelled.
`,
    );
  });

  it.each<[string, Partial<Permission['rule']>]>([
    ['deployments.apps, deployments.apps/scale', { apiGroups: ['apps'], resources: ['deployments', 'deployments/scale'] }],
    ['secrets [tls,""]', { resources: ['secrets'], resourceNames: ['tls', ''] }],
    ['jobs, jobs.batch', { apiGroups: ['', 'batch'], resources: ['jobs'] }],
    ['/metrics, /healthz', { nonResourceURLs: ['/metrics', '/healthz'] }],
    ['pods, /metrics', { resources: ['pods'], nonResourceURLs: ['/metrics'] }],
  ])('names what a rule is about: %s', (target, rule) => {
    expect(whatCanText(answer(rule), layout)).toContain(` ${target} `);
  });

  it('says that system:masters may do everything', () => {
    expect(whatCanText({ ...answer(), superuser: true }, layout)).toContain('may do everything');
  });
});

describe('what someone can do, as a matrix', () => {
  it('has one row for each resource, with the verbs of all rules', () => {
    const text = whatCanMatrix(
      answer(
        { resources: ['pods'] },
        { verbs: ['delete', 'bind'], resources: ['pods', 'services'] },
        { verbs: ['*'], nonResourceURLs: ['/metrics'] },
      ),
      layout,
    );
    expect(text.split('\n').slice(3, 7)).toEqual([
      'SCOPE  RESOURCE  GET  LIST  WATCH  CREATE  UPDATE  PATCH  DELETE  DELETECOLLECTION  OTHER',
      'shop   /metrics  *    *     *      *       *       *      *       *                 *',
      'shop   pods      x    -     -      -       -       -      x       -                 bind',
      'shop   services  -    -     -      -       -       -      x       -                 bind',
    ]);
  });
});

it('what someone can do, as data, says superuser of superusers only', () => {
  expect(whatCanData(answer())).toEqual({ subject: { kind: 'User', name: 'ines' }, groups: ['nurses'], permissions: [] });
  expect(whatCanData({ ...answer(), superuser: true })).toHaveProperty('superuser', true);
});
