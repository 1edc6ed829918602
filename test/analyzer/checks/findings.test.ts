import { describe, expect, it } from 'vitest';
import { type CheckOptions, runChecks } from '../../../src/analyzer/checks/index.ts';
import { severities } from '../../../src/model/finding.ts';
import {
  accessTo,
  accessToFile,
  clusterRole,
  clusterRoleBinding,
  type KubernetesObject,
  role,
  roleBinding,
  serviceAccount,
} from '../snapshot.ts';
import { findingOf, findingsOf, fixturePath, way } from './judge.ts';

const clinicAndShop: KubernetesObject[] = [
  serviceAccount('shop', 'checkout'),
  clusterRole('operator', { apiGroups: ['*'], resources: ['secrets'], verbs: ['*'] }, { nonResourceURLs: ['*'], verbs: ['get'] }),
  clusterRoleBinding('operator', 'ClusterRole/operator', 'sa:databases/operator'),
  role('shop', 'reader', { apiGroups: [''], resources: ['secrets', 'pods/*'], verbs: ['get', 'list'] }),
  roleBinding('shop', 'reader', 'Role/reader', 'sa:shop/checkout', 'user:ines', 'group:developers'),
  roleBinding('shop', 'old', 'Role/gone', 'user:ines'),
  roleBinding('clinic', 'nobody', 'ClusterRole/view'),
  role('clinic', 'unused'),
];

describe('findings', () => {
  it('have ids that are unique, and add up in the summary', () => {
    const { summary, findings, expected } = runChecks(accessTo(clinicAndShop));
    expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length);
    const counted = severities.reduce((sum, severity) => sum + summary[severity], 0);
    expect(counted + summary.implied).toBe(findings.length);
    expect(summary.expected).toBeGreaterThan(0);
    expect(summary.expected).toBeLessThanOrEqual(expected.length);
  });

  it('are implied once, by one that is to be read', () => {
    const { findings } = runChecks(accessTo(clinicAndShop));
    const implied = findings.flatMap((finding) => finding.implied);
    expect(new Set(implied).size).toBe(implied.length);
    for (const { id, implied: weaker } of findings) if (weaker.length > 0) expect(implied).not.toContain(id);
  });

  it('come worst first, then by check, subject, role and scope', () => {
    const { findings } = runChecks(accessTo(clinicAndShop));
    const ranks = findings.map(({ severity }) => severities.indexOf(severity));
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
    const readers = findings.filter(({ check, scope }) => check === 'secrets-list-watch' && scope === 'shop');
    expect(readers.map(({ subject }) => subject?.name)).toEqual(['developers', 'checkout', 'ines']);
  });

  it('do not depend on the order of the input', () => {
    const text = (objects: KubernetesObject[]) => JSON.stringify(runChecks(accessTo(objects)));
    expect(text(clinicAndShop.toReversed())).toBe(text(clinicAndShop));
  });

  it('share their cause where they have one role and rule', () => {
    const found = findingsOf('secrets-list-watch', clinicAndShop).filter(({ scope }) => scope === 'shop');
    expect(found).toHaveLength(3);
    expect(new Set(found.map(({ cause }) => cause)).size).toBe(1);
    expect(new Set(found.map(({ statement }) => statement)).size).toBe(1);
  });

  it('have a title of subject, statement and place', () => {
    const [finding] = findingsOf('secrets-list-watch', clinicAndShop).filter(({ subject }) => subject?.name === 'checkout');
    expect(finding).toMatchObject({ title: 'SA shop/checkout can read every Secret in shop', statement: 'can read every Secret' });
  });

  it('keep their id when severities and rules move, and change it with the scope', () => {
    const reading = { apiGroups: [''], resources: ['secrets'], verbs: ['list'] };
    const inShop = (...rules: object[]) =>
      findingOf('secrets-list-watch', [clusterRole('reader', ...rules), roleBinding('shop', 'r', 'ClusterRole/reader', 'user:ines')]);
    const first = inShop(reading);
    expect(inShop({ ...reading, resources: ['pods'] }, { ...reading, resourceNames: ['database'] }).id).toBe(first.id);
    const inClinic = [clusterRole('reader', reading), roleBinding('clinic', 'r', 'ClusterRole/reader', 'user:ines')];
    expect(findingOf('secrets-list-watch', inClinic).id).not.toBe(first.id);
  });

  it('leave apart what Kubernetes grants by default', () => {
    const { findings, expected } = runChecks(accessTo([clusterRole('unbound')]));
    expect(findings.map(({ check }) => check)).toEqual(['empty-role', 'unused-role']);
    expect(expected.map(({ title }) => title)).toContain('Group system:masters can do everything in the whole cluster');
    expect(new Set(expected.map(({ check }) => check))).not.toContain('unused-role');
  });

  it('tell of a default binding only the subjects that somebody added', () => {
    const objects = [
      clusterRoleBinding(
        'system:kube-controller-manager',
        'ClusterRole/system:kube-controller-manager',
        'user:system:kube-controller-manager',
        'user:eve',
      ),
    ];
    expect(findingsOf('secrets-list-watch', objects).map(({ subject }) => subject?.name)).toEqual(['eve']);
  });

  it('leave expected grants out of the evidence of others', () => {
    const again = clusterRoleBinding('again', 'ClusterRole/system:kube-controller-manager', 'user:system:kube-controller-manager');
    const found = findingOf('secrets-list-watch', [again]);
    expect(found.evidence.map(({ binding }) => binding?.name)).toEqual(['again']);
  });

  it('find what somebody added to a default role', () => {
    const discovery = clusterRole('system:discovery', { apiGroups: [''], resources: ['secrets'], verbs: ['get'] });
    expect(findingsOf('secrets-read', [discovery]).map(({ title, severity }) => [title, severity])).toEqual([
      ['Group system:authenticated can read every Secret whose name it knows in all namespaces', 'critical'],
    ]);
  });

  it('look up positions only when they are read', () => {
    const access = accessToFile(fixturePath('secrets-read', 'fires'));
    let lookedUp = 0;
    const [origin] = access.role({ kind: 'Role', namespace: 'shop', name: 'checkout' })?.origins ?? [];
    if (!origin) throw new Error('a role from a file has an origin');
    const locate = origin.locate.bind(origin);
    const counted = (path: string[]) => {
      lookedUp++;
      return locate(path);
    };
    Object.assign(origin, { locate: counted });
    const found = runChecks(access).findings.find(({ check }) => check === 'secrets-read');
    expect(lookedUp).toBe(0);
    expect(found?.evidence[0]?.position).toMatchObject({ line: 5, column: 5 });
    expect(JSON.parse(JSON.stringify(found)).evidence[0].position.line).toBe(5);
    expect(lookedUp).toBe(2);
  });

  it('point to the file in which an aggregated rule is written', () => {
    const labels = { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' };
    const source = {
      ...clusterRole(
        'leaky',
        { apiGroups: ['apps'], resources: ['deployments'], verbs: ['get'] },
        { apiGroups: [''], resources: ['secrets'], verbs: ['get'] },
      ),
    };
    const objects = [{ ...source, metadata: { name: 'leaky', labels } }, roleBinding('shop', 'viewers', 'ClusterRole/view', 'user:ines')];
    expect(findingOf('secrets-read', objects).evidence).toEqual([
      {
        binding: { kind: 'RoleBinding', namespace: 'shop', name: 'viewers' },
        role: { kind: 'ClusterRole', name: 'view' },
        rule: 1,
        source: { kind: 'ClusterRole', name: 'leaky' },
      },
    ]);
  });

  it('of a rule that thousands of bindings share have one cause', () => {
    const objects: KubernetesObject[] = [clusterRole('reader', { apiGroups: [''], resources: ['secrets'], verbs: ['list'] })];
    for (let i = 0; i < 2000; i++) objects.push(roleBinding(`team-${i}`, 'reader', 'ClusterRole/reader', 'user:ines', `user:user-${i}`));
    expect(runChecks(accessTo(objects)).summary).toMatchObject({ high: 4000, causes: 1 });
  });
});

describe('what the user says', () => {
  const ines = [
    clusterRole('reader', { apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list'] }),
    roleBinding('shop', 'ines', 'ClusterRole/reader', 'user:ines'),
    roleBinding('shop', 'mara', 'ClusterRole/reader', 'user:mara'),
  ];

  it('is expected is counted as expected, and no finding', () => {
    const isExpected: CheckOptions['isExpected'] = ({ binding }) => binding?.name === 'ines';
    const { findings, expected, summary } = runChecks(accessTo(ines), { isExpected });
    expect(findings.filter(({ subject }) => subject?.name === 'ines')).toEqual([]);
    expect(expected.filter(({ subject }) => subject?.name === 'ines').map(({ check }) => check)).toContain('secrets-list-watch');
    expect(summary.expected).toBe(runChecks(accessTo(ines)).summary.expected + 1);
  });

  it('a severity is has the last word, and is shown as a step', () => {
    const severities = new Map([['secrets-list-watch', 'low' as const]]);
    const [found] = findingsOf('secrets-list-watch', ines, { severities });
    expect(found && [found.base, found.severity, ...way(found)]).toEqual([
      'critical',
      'low',
      'namespace: critical -> high',
      'configuration: high -> low',
    ]);
  });

  it('is sensitive is so besides what is known to be', () => {
    const inKubeSystem = [...ines, roleBinding('kube-system', 'ines', 'ClusterRole/reader', 'user:ines')];
    const found = findingsOf('secrets-list-watch', inKubeSystem, { sensitiveNamespaces: new Set(['shop']) });
    expect(found.map(({ scope, severity }) => [scope, severity])).toEqual([
      ['kube-system', 'critical'],
      ['shop', 'critical'],
      ['shop', 'critical'],
    ]);
  });

  it('is accepted is counted apart, implies nothing, and keeps all that it says', () => {
    const ignored = { reason: 'agreed with the shop', by: 'settings' };
    const accept: CheckOptions['accept'] = (judged) =>
      new Map(judged.filter(({ check }) => check.id === 'secrets-list-watch').map((item) => [item, ignored]));
    const before = runChecks(accessTo(ines));
    const { findings, summary } = runChecks(accessTo(ines), { accept });
    expect(findings.map(({ id }) => id)).toEqual(before.findings.map(({ id }) => id));
    expect(summary).toMatchObject({ high: before.summary.high, ignored: 2 });
    const accepted = findings.filter((finding) => finding.ignored);
    expect(accepted.map(({ check, implied }) => [check, implied])).toEqual([
      ['secrets-list-watch', []],
      ['secrets-list-watch', []],
    ]);
    // What it implied is read now.
    const read = new Set(findings.flatMap(({ implied }) => implied));
    expect(findings.filter(({ check, id }) => check === 'secrets-read' && !read.has(id))).toHaveLength(2);
  });
});

describe('what a group has all of', () => {
  const everything = { apiGroups: [''], resources: ['secrets'], verbs: ['create', 'get'] };
  const own = [role('shop', 'maker', { ...everything, verbs: ['create'] }), roleBinding('shop', 'maker', 'Role/maker', 'sa:shop/cart')];
  const ofGroup = (name: string) => [role('shop', 'both', everything), roleBinding('shop', 'both', 'Role/both', `group:${name}`)];
  const tokens = (objects: KubernetesObject[], options?: CheckOptions) => {
    const { findings } = runChecks(accessTo(objects), options);
    const implied = new Set(findings.flatMap((finding) => finding.implied));
    const found = findings.filter(({ check }) => check === 'secrets-create-token');
    return found.map(({ id, subject }) => `${subject?.name}${implied.has(id) ? ' (implied)' : ''}`).toSorted();
  };

  it('is said of the group, with what its members add to it', () => {
    expect(tokens([...own, ...ofGroup('system:serviceaccounts:shop')])).toEqual(['cart (implied)', 'system:serviceaccounts:shop']);
    expect(tokens([...own, ...ofGroup('system:serviceaccounts:clinic')])).toEqual(['system:serviceaccounts:clinic']);
  });

  it('is said of the member where the group was meant to have it', () => {
    const isExpected: CheckOptions['isExpected'] = (link) => link.binding?.name === 'both';
    expect(tokens([...own, ...ofGroup('system:serviceaccounts:shop')], { isExpected })).toEqual(['cart']);
  });

  it('shows each grant once where a binding names both', () => {
    const both = [
      role('shop', 'both', everything),
      roleBinding('shop', 'both', 'Role/both', 'sa:shop/cart', 'group:system:serviceaccounts:shop'),
    ];
    const found = findingsOf('secrets-create-token', both);
    expect(found.map(({ evidence }) => evidence.length)).toEqual([1, 1]);
  });
});

it('a cause is the same in whatever order the rules are found', () => {
  const get = { apiGroups: [''], resources: ['pods'], verbs: ['get'] };
  const scale = { apiGroups: ['apps'], resources: ['deployments/scale'], verbs: ['update'] };
  const any = { apiGroups: ['apps'], resources: ['*/scale'], verbs: ['patch'] };
  const cause = (...rules: (typeof get)[]) =>
    findingsOf('workload-scale', [role('shop', 'x', ...rules), roleBinding('shop', 'x', 'Role/x', 'user:ines')]).map((one) => one.cause);
  expect(cause(get, scale, any)).toEqual(cause(get, any, scale));
});
