import { describe, expect, it } from 'vitest';
import { binding, edited, role } from './edited.ts';

const head = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: nurse
  namespace: clinic
`;
const named = (name: string): string => head.replace('nurse', name);

describe('a rule', () => {
  it('keeps all but the word that goes, in brackets', () => {
    const rule = (verbs: string) => `rules:\n  - { resources:  ["pods"], apiGroups: [ '' ],\n      verbs: [${verbs}] } # day and night\n`;
    expect(edited(head + rule('get,  list, "create"'), [role('nurse', ['get list: pods'])])).toBe(head + rule('get,  list'));
    expect(edited(head + rule('get, "create",list'), [role('nurse', ['get list: pods'])])).toBe(head + rule('get, list'));
    expect(edited(head + rule('create, get'), [role('nurse', ['get: pods'])])).toBe(head + rule('get'));
  });

  it('keeps all but the word that goes, in lines', () => {
    const rule = (...verbs: string[]) =>
      `rules:\n- verbs:\n${verbs.map((verb) => `  - ${verb}\n`).join('')}  resources: [pods]\n  apiGroups: [""]\n`;
    expect(edited(head + rule('get', '"create"', 'list'), [role('nurse', ['get list: pods'])])).toBe(head + rule('get', 'list'));
  });

  it('takes new words in the way of the others', () => {
    const rule = (resources: string) => `rules:\n- apiGroups: [""]\n  resources:${resources}\n  verbs: [get]\n`;
    const grown = [role('nurse', ['get: pods services'])];
    expect(edited(head + rule(' ["pods"]'), grown)).toBe(head + rule(' ["pods", "services"]'));
    expect(edited(head + rule(" ['pods','nodes']"), grown)).toBe(head + rule(" ['pods','services']"));
    expect(edited(head + rule(' [\n    pods\n    ]'), grown)).toBe(head + rule(' [\n    pods,\n    services\n    ]'));
    expect(edited(head + rule('\n  - "pods"'), grown)).toBe(head + rule('\n  - "pods"\n  - "services"'));
  });

  it('that is new looks like its neighbours', () => {
    const one = (style: (list: string) => string, group: string, resource: string, verb: string) =>
      `  - apiGroups:${style(group)}\n    resources:${style(resource)}\n    verbs:${style(verb)}\n`;
    for (const style of [
      (word: string) => ` [${word}]`,
      (word: string) => ` ['${word}']`,
      (word: string) => ` ["${word}"]`,
      (word: string) => `\n      - ${word}`,
      (word: string) => `\n    - "${word}"`,
    ]) {
      const rules = `rules:\n${one(style, 'apps', 'deployments', 'get')}`;
      expect(edited(head + rules, [role('nurse', ['get: apps/deployments', 'get: batch/jobs'])])).toBe(
        head + rules + one(style, 'batch', 'jobs', 'get'),
      );
    }
  });

  it('loses the field behind its dash, and the next one moves up', () => {
    const text = `${head}rules:\n  - apiGroups: [""] # core\n    nonResourceURLs: [/metrics]\n    verbs: [get]\n`;
    expect(edited(text, [{ ...role('nurse', []), rules: [{ nonResourceURLs: ['/metrics'], verbs: ['get'] }] }])).toBe(
      `${head}rules:\n  # core\n  - nonResourceURLs: [/metrics]\n    verbs: [get]\n`,
    );
  });

  it('may say what means nothing', () => {
    const text = `${head}rules:\n  - apiGroups: [""]\n    resources: [pods]\n    resourceNames: []\n    nonResourceURLs: null\n    verbs: [get, list]\n`;
    expect(edited(text, [role('nurse', ['get: pods'])])).toBe(text.replace(', list', ''));
  });
});

describe('the rest of an object', () => {
  const rules = 'rules:\n  - apiGroups: [""]\n    resources: [pods]\n    verbs: [get]\n';

  it('stays byte by byte', () => {
    const text = `kind:   'Role'\n\n\nmetadata: {namespace: "clinic",   name: nurse}\n${rules}apiVersion: "rbac.authorization.k8s.io/v1"\n`;
    expect(edited(text, [role('nurse-read', ['get: pods'])])).toBe(text.replace('nurse', 'nurse-read'));
  });

  it('gets labels behind what is there, and loses those that go', () => {
    const metadata = (labels: string) => `${head}${labels}${rules}`;
    expect(edited(metadata(''), [role('nurse', ['get: pods'], { team: 'night' })])).toBe(metadata('  labels:\n    team: night\n'));
    expect(edited(metadata('  labels:\n    tier: web # old\n    team: day\n'), [role('nurse', ['get: pods'], { team: 'night' })])).toBe(
      metadata('  labels:\n    # old\n    team: night\n'),
    );
    expect(edited(metadata('  labels: {}\n'), [role('nurse', ['get: pods'], { team: 'night' })])).toBe(
      metadata('  labels: {team: night}\n'),
    );
  });

  it('loses what a server has written', () => {
    const uid = '  uid: 1f2e\n  resourceVersion: "7"\n  creationTimestamp: "2026-11-22T10:00:00Z"\n';
    expect(edited(head + uid + rules, [role('nurse', ['get: pods'])])).toBe(head + rules);
    expect(edited(`${head}  creationTimestamp: null\n${rules}`, [role('nurse', ['get: pods'])])).toBe(
      `${head}  creationTimestamp: null\n${rules}`,
    );
  });

  it('goes on leaving the namespace to whoever applies it', () => {
    const text = `${head.replace('  namespace: clinic\n', '')}${rules}`;
    expect(edited(text, [role('nurse-read', ['get: pods'])])).toBe(text.replace('nurse', 'nurse-read'));
    const elsewhere = { ...role('nurse', ['get: pods']), metadata: { labels: {}, name: 'nurse', namespace: 'shop' } };
    expect(edited(text, [elsewhere])).toBe(text.replace('name: nurse\n', 'name: nurse\n  namespace: shop\n'));
  });

  it('goes on leaving out the one API group that there is', () => {
    const text = `apiVersion: rbac.authorization.k8s.io/v1beta1
kind: RoleBinding
metadata: {name: ward, namespace: clinic}
roleRef: {kind: Role, name: nurse}
subjects:
- {kind: User, name: kim} # on leave
- {name: lee, kind: User}
`;
    const ref = { kind: 'RoleBinding', namespace: 'clinic', name: 'ward' };
    expect(edited(text, [binding('ward-read', 'nurse-read', 'kim', 'lee')], { ref })).toBe(
      text.replace('v1beta1', 'v1').replace('ward', 'ward-read').replace('name: nurse', 'name: nurse-read'),
    );
  });
});

describe('comments', () => {
  const text = `${head}rules:
  # Beds are pods.
  - apiGroups: [""]
    resources: [pods]
    verbs:
      - get # to look
      # to fill them
      - create
      # - delete
  # Wards.
  - apiGroups: [apps]
    resources: [deployments] # all of them
    verbs: [get]
  # The end of the rules.
`;

  it('go where the things go that they stand at', () => {
    expect(
      edited(text, [role('nurse-read', ['get: pods', 'get: apps/deployments']), role('nurse-write', ['create: pods'])]),
    ).toBe(`${named('nurse-read')}rules:
  # Beds are pods.
  - apiGroups: [""]
    resources: [pods]
    verbs:
      - get # to look
      # - delete
  # Wards.
  - apiGroups: [apps]
    resources: [deployments] # all of them
    verbs: [get]
  # The end of the rules.
---
${named('nurse-write')}rules:
  # Beds are pods.
  - apiGroups: [""]
    resources: [pods]
    verbs:
      # to fill them
      - create
      # - delete
  # The end of the rules.
`);
  });

  it('stay where nothing is left that they stand at', () => {
    expect(edited(text, [role('nurse', ['get: pods'])])).toBe(`${head}rules:
  # Beds are pods.
  - apiGroups: [""]
    resources: [pods]
    verbs:
      - get # to look
      # to fill them
      # - delete
  # Wards.
  # all of them
  # The end of the rules.
`);
  });

  it('in brackets stand above what is written anew', () => {
    const many = `${head}rules:\n- apiGroups: [""]\n  resources: [pods]\n  verbs: [\n    get, # to look\n    # to fill them\n    create,\n    ]\n`;
    expect(edited(many, [role('nurse', ['get: pods'])])).toBe(
      `${head}rules:\n- apiGroups: [""]\n  resources: [pods]\n  # to look\n  # to fill them\n  verbs: [get]\n`,
    );
  });

  it('are no comments in strings', () => {
    const odd = `${head}  annotations: {note: "a # b", more: 'it''s # c'}\n  labels:\n    x: |-\n      y # d\nrules:\n- apiGroups: [""]\n  resources: [pods]\n  verbs: [get]\n`;
    expect(edited(odd, [role('nurse', ['get: pods'])])).toBe(`${head}rules:\n- apiGroups: [""]\n  resources: [pods]\n  verbs: [get]\n`);
  });
});

describe('line ends', () => {
  const text = `${head}rules:\n- apiGroups: [""]\n  resources: [pods]\n  verbs: [get, create]\n`;
  const parts = [role('nurse-read', ['get: pods'], { team: 'night' }), role('nurse-write', ['create: pods'])];

  it('are those of the file', () => {
    const unix = edited(text, parts);
    expect(unix).toContain('---\n');
    expect(edited(text.replaceAll('\n', '\r\n'), parts)).toBe(unix?.replaceAll('\n', '\r\n'));
  });

  it('are missing at the end where they were missing', () => {
    expect(edited(text.trimEnd(), parts)).toBe(edited(text, parts)?.trimEnd());
  });
});

describe('anchors', () => {
  const text = `${head}rules:
- apiGroups: &core [""] # as it was
  resources: [pods]
  verbs: &all [get, create]
- apiGroups: *core
  resources: [services]
  verbs: *all
`;

  it('stay where they say the same', () => {
    expect(edited(text, [role('nurse', ['get create: pods', 'get: services'])])).toBe(text.replace('verbs: *all', 'verbs: [get]'));
  });

  it('that lead nowhere make the object be written anew, below its comments', () => {
    expect(edited(text, [role('nurse', ['get: services'])])).toBe(`# as it was
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  labels: {}
  name: nurse
  namespace: clinic
rules:
- apiGroups: [""]
  resources: [services]
  verbs: [get]
`);
  });

  it('shared by items of a List are never broken', () => {
    const list = `kind: List\nitems:\n- ${head.replaceAll('\n', '\n  ')}rules:\n  - &look {apiGroups: [""], resources: [pods], verbs: [get]}\n  - {apiGroups: [""], resources: [pods], verbs: [create]}\n- kind: Role\n  rules: [*look]\n`;
    expect(edited(list, [role('nurse', ['create: pods'])], { path: ['items', 0] })).toBeUndefined();
    expect(edited(list, [role('nurse', ['get: pods'])], { path: ['items', 0] })).toBe(
      list.replace('  - {apiGroups: [""], resources: [pods], verbs: [create]}\n', ''),
    );
  });
});

describe('what only kubectl reads', () => {
  it.each([
    [
      'brackets that close below their field',
      'rules:\n  - apiGroups: [""] # core\n    resources: [pods]\n    verbs: [\n      get, "#create"\n  ]\n',
    ],
    ['a key that stands twice', 'rules: [] # core\nrules:\n- {apiGroups: [""], resources: [pods], verbs: [get]}\n'],
  ])('is written anew, below its comments: %s', (_, rules) => {
    expect(edited(head + rules, [role('nurse', ['get: pods'])])).toMatch(/^# core\napiVersion: .*\nkind: Role\n(?!.*#)/);
  });
});

describe('a document in brackets', () => {
  it('stays on the line of its separator', () => {
    const one = (name: string, verbs: string) =>
      `{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: ${name}, namespace: clinic}, rules: [{apiGroups: [""], resources: [pods], verbs: [${verbs}]}]}\n`;
    expect(edited(`--- ${one('nurse', 'get, create')}`, [role('nurse-read', ['get: pods']), role('nurse-write', ['create: pods'])])).toBe(
      `--- ${one('nurse-read', 'get')}---\n${one('nurse-write', 'create')}`,
    );
  });
});

describe('an object that stays', () => {
  it('has the new ones behind it, in its way', () => {
    const rules = (verbs: string) => `rules:\n  - apiGroups: [""]\n    resources: [pods]\n    verbs: [${verbs}]\n`;
    expect(edited(head + rules('get, create'), [role('nurse-read', ['get: pods'])], { stays: true })).toBe(
      `${head}${rules('get, create')}---\n${named('nurse-read')}${rules('get')}`,
    );
  });
});

describe('objects that come next to one', () => {
  it('stand in front of it and behind it', () => {
    const text = `${head}rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]\n`;
    const after = edited(text, [role('nurse', ['get: pods'])], {
      before: [role('before', ['get: pods'])],
      behind: [role('behind', ['get: pods'])],
    });
    expect(after?.match(/^ {2}name: \w+$/gm)).toEqual(['  name: before', '  name: nurse', '  name: behind']);
    expect(after).toContain(text);
  });
});

describe('an item of a List', () => {
  const item = (name: string, verbs: string) => `  # of the ward
  - apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata: {name: ${name}, namespace: clinic}
    rules:
      - apiGroups: [""]
        resources: [pods]
        verbs: [${verbs}]
`;
  const parts = [role('nurse-read', ['get: pods']), role('nurse-write', ['create: pods'])];

  it('gives way to new items, below the comments above it', () => {
    const around = (items: string) => `apiVersion: v1\nkind: List\nitems:\n  - {kind:  Service}\n${items}  # that was all\nmetadata: {}\n`;
    expect(edited(around(item('nurse', 'get, create')), parts, { path: ['items', 1] })).toBe(
      around(item('nurse-read', 'get') + item('nurse-write', 'create').replace('  # of the ward\n', '')),
    );
  });

  it('may be the only one, and may go', () => {
    const list = (items: string) => `kind: List\nitems:\n${items}`;
    expect(edited(list(item('nurse', 'get')), [], { path: ['items', 0] })).toBe(list('  # of the ward\n'));
  });

  it('may be in a List in a List', () => {
    const list = (items: string) => `kind: List\nitems:\n- kind: RoleList\n  items:\n${items}`;
    expect(edited(list(item('nurse', 'get, create')), [role('nurse', ['get: pods'])], { path: ['items', 0, 'items', 0] })).toBe(
      list(item('nurse', 'get')),
    );
  });

  it('leaves its kind to a list that has one, and takes no other', () => {
    const list = (items: string) => `kind: RoleList\nitems:\n${items}`;
    const untyped = (name: string, verbs: string) =>
      `- metadata: {name: ${name}, namespace: clinic}\n  rules: [{apiGroups: [""], resources: [pods], verbs: [${verbs}]}]\n`;
    expect(edited(list(untyped('nurse', 'get, create')), parts, { path: ['items', 0] })).toBe(
      list(untyped('nurse-read', 'get') + untyped('nurse-write', 'create')),
    );
    const behind = [binding('ward', 'nurse', 'kim')];
    expect(edited(list(untyped('nurse', 'get')), [role('nurse', ['get: pods'])], { path: ['items', 0], behind })).toBeUndefined();
  });
});

describe('JSON', () => {
  const object = (name: string, ...verbs: string[]) => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name, namespace: 'clinic' },
    rules: [{ apiGroups: [''], resources: ['pods'], verbs }],
  });
  const parts = [role('nurse-read', ['get: pods']), role('nurse-write', ['create: pods'])];
  const layouts = [undefined, 2, 4, '\t'];

  it.each(layouts)('is edited where it stands, indented by %j', (step) => {
    const text = (...verbs: string[]) => `${JSON.stringify(object('nurse', ...verbs), null, step)}\n`;
    expect(edited(text('get', 'create'), [role('nurse', ['get: pods'])], { format: 'json' })).toBe(text('get'));
  });

  it.each(layouts)('stays one text: several objects become a List, indented by %j', (step) => {
    const list = { apiVersion: 'v1', kind: 'List', items: [object('nurse-read', 'get'), object('nurse-write', 'create')] };
    expect(edited(JSON.stringify(object('nurse', 'get', 'create'), null, step), parts, { format: 'json' })).toBe(
      JSON.stringify(list, null, step),
    );
  });

  it.each(layouts)('may be a List, indented by %j', (step) => {
    const list = (...items: object[]) =>
      `${JSON.stringify({ kind: 'List', items: [{ kind: 'Service' }, ...items, { kind: 'Secret' }] }, null, step)}\n`;
    const after = edited(list(object('nurse', 'get', 'create')), parts, { format: 'json', path: ['items', 1] });
    expect(after).toBe(list(object('nurse-read', 'get'), object('nurse-write', 'create')));
    expect(edited(list(object('nurse', 'get')), [], { format: 'json', path: ['items', 1] })).toBe(list());
  });

  it('keeps escapes, and escapes what does not show', () => {
    const text = JSON.stringify(object('nurse', 'get', 'create'))
      .replace('rbac', '\\u0072bac')
      .replace('pods', 'p\\/ods');
    const after = edited(
      text,
      [{ ...role('nurse', []), rules: [{ apiGroups: [''], resources: ['p/ods', '\u202Epods'], verbs: ['get'] }] }],
      { format: 'json' },
    );
    expect(after).toContain('"\\u0072bac.authorization.k8s.io/v1"');
    expect(after).toContain('["p\\/ods", "\\u202epods"]');
  });
});
