import { describe, expect, it } from 'vitest';
import type { Access } from '../../src/analyzer/access/access.ts';
import { buildAccess } from '../../src/analyzer/access/build.ts';
import { checks } from '../../src/analyzer/checks/index.ts';
import { admit } from '../../src/collector/admit/admit.ts';
import { nothingAdmitted } from '../../src/collector/admit/admitted.ts';
import { type AssembleOptions, assemble } from '../../src/collector/assemble.ts';
import type { Origin } from '../../src/model/position.ts';
import { annotationsIn } from '../../src/review/annotations.ts';
import { clusterRole, clusterRoleBinding, type KubernetesObject, role, roleBinding } from '../analyzer/snapshot.ts';
import { acceptedIn, type Reviewed, review } from './review.ts';

const listSecrets = { verbs: ['list'], apiGroups: [''], resources: ['secrets'] };
const ids = checks.map(({ id }) => id);
const origin: Origin = { file: 'shop.yaml', locate: () => ({ file: 'shop.yaml', line: 1, column: 1 }) };

function annotated(object: KubernetesObject, annotations: Record<string, string>): KubernetesObject {
  return { ...object, metadata: { ...Object(object.metadata), annotations } };
}

/** Access to objects that were read from a file, or else from a server. */
function accessTo(objects: readonly KubernetesObject[], options: Partial<AssembleOptions> = {}, isLive = false): Access {
  const admitted = nothingAdmitted();
  for (const object of objects) admit(object, { source: 'test', origin: isLive ? undefined : origin }, 'default', admitted);
  return buildAccess(assemble(admitted, { sources: ['test'], ...options }));
}

function reviewed(objects: readonly KubernetesObject[]): Reviewed {
  const access = accessTo(objects);
  return review(access, annotationsIn(access, ids).acceptances);
}

const ignoreListing = { 'rbac-audit/ignore.secrets-list-watch': 'mounts what it lists' };
const reader = role('shop', 'reader', listSecrets);
const bound = roleBinding('shop', 'reader', 'Role/reader', 'user:ines', 'user:wen');

describe('an annotation', () => {
  it('on a role accepts what the role grants, to whomever', () => {
    const result = reviewed([annotated(reader, ignoreListing), bound]);
    expect(acceptedIn(result)).toHaveLength(2);
    expect(result.judgement.findings.find(({ ignored }) => ignored)?.ignored).toEqual({
      reason: 'mounts what it lists',
      by: 'rbac-audit/ignore.secrets-list-watch on Role shop/reader',
    });
  });

  it('on a binding accepts what is granted through it, and not what is granted through another one too', () => {
    const other = roleBinding('shop', 'other', 'Role/reader', 'user:ines');
    expect(acceptedIn(reviewed([reader, annotated(bound, ignoreListing), other]))).toEqual([
      'secrets-list-watch: User wen can read every Secret in shop',
    ]);
  });

  it('on a role that another one aggregates accepts the rules that it brings', () => {
    const labels = { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' };
    const source = annotated(clusterRole('leaky', listSecrets), ignoreListing);
    const objects = [
      { ...source, metadata: { ...Object(source.metadata), labels } },
      clusterRoleBinding('viewers', 'ClusterRole/view', 'user:ines'),
    ];
    expect(acceptedIn(reviewed(objects))).toHaveLength(1);
  });

  it('on a role is about that role, and not about others of its name', () => {
    const others = [role('clinic', 'reader', listSecrets), roleBinding('clinic', 'reader', 'Role/reader', 'user:ines')];
    expect(acceptedIn(reviewed([annotated(reader, ignoreListing), ...others]))).toEqual([]);
  });

  it('is about the check that it names', () => {
    const result = reviewed([annotated(reader, { 'rbac-audit/ignore.unused-role': 'for later' })]);
    expect(acceptedIn(result)).toEqual(['unused-role: Role shop/reader is used by no binding']);
  });

  it('that covers nothing is reported', () => {
    const result = reviewed([annotated(reader, { 'rbac-audit/ignore.secrets-read': 'mounts it' }), bound]);
    expect(result.idle).toEqual([
      'ignore-unmatched: rbac-audit/ignore.secrets-read on Role shop/reader covers nothing that was found: delete it, or mend it',
    ]);
  });

  it.each([
    ['gives no reason', { 'rbac-audit/ignore.secrets-list-watch': ' ' }, 'annotation-without-reason', 'it gives no reason'],
    [
      'names no check',
      { 'rbac-audit/ignore.secret-list-watch': 'x' },
      'annotation-unknown-check',
      'there is no check secret-list-watch; did you mean secrets-list-watch?',
    ],
    ['names a glob', { 'rbac-audit/ignore.*': 'x' }, 'annotation-unknown-check', 'there is no check *'],
  ])('that %s is not honoured, and that is said', (_, annotations, code, why) => {
    const access = accessTo([annotated(reader, annotations), bound]);
    const { acceptances, idle } = annotationsIn(access, ids);
    expect(acceptances).toEqual([]);
    const [key] = Object.keys(annotations);
    expect(idle).toEqual([{ code, source: 'shop.yaml', message: `${key} on Role shop/reader is not honoured: ${why}` }]);
  });

  it('of another tool is none', () => {
    expect(annotationsIn(accessTo([annotated(reader, { 'other-tool/ignore.secrets-read': 'x' })]), ids)).toEqual({
      acceptances: [],
      idle: [],
      limitations: [],
    });
  });
});

describe('where whoever is audited can write annotations', () => {
  const objects = [annotated(reader, ignoreListing), annotated(bound, ignoreListing)];
  const notHonoured = {
    code: 'annotations-not-honoured',
    source: 'cluster',
    message:
      '2 annotations rbac-audit/ignore.* are not honoured: in a cluster, whoever is audited can write them; use ignore entries in a configuration',
  };

  it.each<[string, Access]>([
    ['a dump of a whole cluster', accessTo(objects, { input: 'cluster' })],
    ['a live cluster', accessTo(objects, { input: 'cluster' }, true)],
    ['a live cluster that is taken as manifests', accessTo(objects, { input: 'manifests' }, true)],
  ])('they are passed over, with a word: %s', (_, access) => {
    expect(annotationsIn(access, ids)).toEqual({ acceptances: [], idle: [], limitations: [notHonoured] });
  });
});
