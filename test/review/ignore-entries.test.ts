import { describe, expect, it } from 'vitest';
import {
  accessTo,
  clusterRole,
  clusterRoleBinding,
  type KubernetesObject,
  type PolicyRule,
  role,
  roleBinding,
} from '../analyzer/snapshot.ts';
import { acceptancesIn, acceptedIn, type Reviewed, review } from './review.ts';

const listSecrets: PolicyRule = { verbs: ['list'], apiGroups: [''], resources: ['secrets'] };
const getPayment: PolicyRule = { verbs: ['get'], apiGroups: [''], resources: ['secrets'], resourceNames: ['payment'] };

const shop: KubernetesObject[] = [
  role('shop', 'reader', listSecrets),
  roleBinding('shop', 'ines', 'Role/reader', 'user:ines'),
  roleBinding('shop', 'devs', 'Role/reader', 'group:developers', 'user:wen'),
  clusterRole('reader', listSecrets),
  roleBinding('clinic', 'ines', 'ClusterRole/reader', 'user:ines'),
  clusterRoleBinding('backup', 'ClusterRole/reader', 'sa:backup/backup'),
  role('shop', 'till', getPayment),
  roleBinding('shop', 'till', 'Role/till', 'user:tomas'),
];

/** Reviews with one entry about listing Secrets. */
function ignoring(entry: string, objects = shop): Reviewed {
  return review(accessTo(objects), acceptancesIn(`ignore: [{ check: secrets-list-watch, reason: agreed, ${entry} }]`));
}

const inShop = [
  'Group developers can read every Secret in shop',
  'User ines can read every Secret in shop',
  'User wen can read every Secret in shop',
];
const inClinic = 'User ines can read every Secret in clinic';
const everywhere = 'SA backup/backup can read every Secret in all namespaces';

describe('an ignore entry', () => {
  it.each([
    ['subject: "user:ines"', [inShop[1], inClinic]],
    ['subject: "user:*"', [inShop[1], inShop[2], inClinic]],
    ['subject: "sa:backup/*"', [everywhere]],
    ['namespace: shop', inShop],
    ['namespace: "*"', [...inShop, inClinic]],
    ['role: Role/reader', inShop],
    ['role: Role/shop/*', inShop],
    ['role: ClusterRole/reader', [inClinic, everywhere]],
    ['binding: RoleBinding/ines', [inShop[1], inClinic]],
    ['binding: RoleBinding/clinic/ines', [inClinic]],
    ['binding: ClusterRoleBinding/*', [everywhere]],
    ['subject: "user:ines", namespace: shop', [inShop[1]]],
  ])('with %s covers what all of it is said of', (entry, expected) => {
    const reviewed = ignoring(entry);
    expect(acceptedIn(reviewed).sort()).toEqual(expected.map((title) => `secrets-list-watch: ${title}`).sort());
    expect(reviewed.idle).toEqual([]);
  });

  it.each(['subject: "user:nobody"', 'namespace: clinics', 'role: Role/clinic/reader', 'binding: ClusterRoleBinding/ines'])(
    'with %s covers nothing, and that is said',
    (entry) => {
      const reviewed = ignoring(entry);
      expect(acceptedIn(reviewed)).toEqual([]);
      expect(reviewed.idle).toEqual([
        'ignore-unmatched: .rbac-audit.yaml:1: ignore[0] covers nothing that was found: delete it, or mend it',
      ]);
    },
  );

  it('covers what a glob of checks says', () => {
    const reviewed = review(accessTo(shop), acceptancesIn('ignore: [{ check: secrets-*, subject: "user:tomas", reason: agreed }]'));
    expect(acceptedIn(reviewed)).toEqual(['secrets-read: User tomas can read Secret payment in shop']);
  });

  it('does not cover what also rests on another binding', () => {
    const twice = [...shop, roleBinding('shop', 'again', 'Role/reader', 'user:ines')];
    expect(acceptedIn(ignoring('binding: RoleBinding/shop/ines', twice))).toEqual([]);
    expect(acceptedIn(ignoring('role: Role/shop/reader, subject: "user:ines"', twice))).toHaveLength(1);
  });

  it('covers findings about roles and bindings that nobody holds', () => {
    const unused = [...shop, role('shop', 'old', listSecrets), roleBinding('shop', 'gone', 'Role/missing', 'user:ines')];
    const of = (entry: string) => acceptedIn(review(accessTo(unused), acceptancesIn(`ignore: [{ reason: agreed, ${entry} }]`)));
    expect(of('check: unused-role, role: Role/shop/old')).toEqual(['unused-role: Role shop/old is used by no binding']);
    expect(of('check: dangling-roleref, binding: RoleBinding/gone')).toHaveLength(1);
    expect(of('check: dangling-roleref, role: Role/missing')).toHaveLength(1);
  });

  it('gives each finding its reason, and where it is written', () => {
    const yaml =
      '# agreed\nignore:\n  - check: secrets-list-watch\n    subject: user:ines\n    reason: on call\n    expires: 2026-06-01\n    ticket: OPS-7\n';
    const { judgement } = review(accessTo(shop), acceptancesIn(yaml));
    expect(judgement.findings.find(({ ignored }) => ignored)?.ignored).toEqual({
      reason: 'on call',
      expires: '2026-06-01',
      ticket: 'OPS-7',
      by: '.rbac-audit.yaml:3: ignore[0]',
    });
  });
});

describe('the condition of an ignore entry', () => {
  it.each([
    ['subject: "user:ines", when: { onlyInNamespaces: [shop, clinic] }', 2],
    ['subject: "user:ines", when: { onlyInNamespaces: ["*"] }', 2],
    ['namespace: shop, when: { onlySubjects: ["user:*", "group:developers"] }', 3],
    ['role: Role/reader, when: { onlyVerbs: [get, list] }', 3],
  ])('holds: %s', (entry, count) => {
    const reviewed = ignoring(entry);
    expect(acceptedIn(reviewed)).toHaveLength(count);
    expect(reviewed.idle).toEqual([]);
  });

  it.each([
    ['subject: "user:ines", when: { onlyInNamespaces: [shop] }', 'onlyInNamespaces', inClinic, 'the 2 findings that it covered are'],
    ['subject: "sa:backup/*", when: { onlyInNamespaces: ["*"] }', 'onlyInNamespaces', everywhere, 'what it covered is'],
    ['namespace: shop, when: { onlySubjects: ["user:*"] }', 'onlySubjects', inShop[0], 'the 3 findings that it covered are'],
    ['role: Role/reader, when: { onlyVerbs: [get] }', 'onlyVerbs', inShop[0], 'the 3 findings that it covered are'],
    ['role: Role/reader, when: { resourceNames: [payment] }', 'resourceNames', inShop[0], 'the 3 findings that it covered are'],
  ])('is broken, and with it the whole entry: %s', (entry, condition, title, what) => {
    const reviewed = ignoring(entry);
    expect(acceptedIn(reviewed)).toEqual([]);
    expect(reviewed.idle).toEqual([
      `ignore-lapsed: .rbac-audit.yaml:1: ignore[0] no longer holds, since its condition ${condition} fails for "${title}": ${what} reported`,
    ]);
  });

  it('about names holds as long as the rule is limited to them', () => {
    const entry = 'ignore: [{ check: secrets-read, subject: "user:tomas", reason: agreed, when: { resourceNames: [payment, tls] } }]';
    expect(acceptedIn(review(accessTo(shop), acceptancesIn(entry)))).toHaveLength(1);
    const more = { ...getPayment, resourceNames: ['payment', 'root-password'] };
    expect(
      acceptedIn(
        review(
          accessTo([...shop, roleBinding('shop', 'more', 'Role/more', 'user:tomas'), role('shop', 'more', more)]),
          acceptancesIn(entry),
        ),
      ),
    ).toEqual([]);
    // An empty name stands for the whole collection.
    const all = { ...getPayment, resourceNames: ['payment', ''] };
    expect(
      acceptedIn(
        review(accessTo([role('shop', 'till', all), roleBinding('shop', 'till', 'Role/till', 'user:tomas')]), acceptancesIn(entry)),
      ),
    ).toEqual([]);
  });

  it('about rules counts all rules of a role where the finding is about the role', () => {
    const cluster = [
      clusterRole('viewer', { ...listSecrets, resources: ['pods'] }, { ...listSecrets, verbs: ['delete'], resources: ['pods'] }),
      clusterRoleBinding('viewer', 'ClusterRole/viewer', 'user:ines'),
    ];
    const entry = (verbs: string) =>
      acceptancesIn(
        `ignore: [{ check: clusterrole-non-admin-cluster-wide, subject: "user:ines", reason: agreed, when: { onlyVerbs: ${verbs} } }]`,
      );
    expect(acceptedIn(review(accessTo(cluster), entry('[list, delete]')))).toHaveLength(1);
    expect(acceptedIn(review(accessTo(cluster), entry('[list]')))).toEqual([]);
  });

  it('about rules does not hold where there are none', () => {
    const gone = [roleBinding('shop', 'gone', 'Role/missing', 'user:ines')];
    const entry = 'ignore: [{ check: dangling-roleref, reason: agreed, when: { onlyVerbs: [get] } }]';
    expect(acceptedIn(review(accessTo(gone), acceptancesIn(entry)))).toEqual([]);
  });
});
