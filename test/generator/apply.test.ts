import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildAccess } from '../../src/analyzer/access/build.ts';
import { applied } from '../../src/generator/apply.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { draftFrom } from '../verifier/draft.ts';
import { applied as rebuilt } from './applied.ts';
import { draftsOf } from './drafts.ts';
import { accessTo, binding, labelled, role, rule, selecting, whole } from './snapshot.ts';
import { clusters, firstDifference } from './universe.ts';

const nurse = role('clinic', 'nurse', [rule('get', 'pods')]);
const ward = binding('clinic', 'ward', 'Role/nurse', 'user:kim');
const { snapshot } = accessTo([nurse], [ward]);

function names({ roles, bindings }: Snapshot): string[] {
  return [...roles, ...bindings].map(({ kind, namespace, name }) => `${kind} ${namespace ?? ''}/${name}`);
}

describe('a snapshot to which proposals are applied', () => {
  it('has what they create and not what they remove, in its order', () => {
    const after = applied(snapshot, [
      draftFrom([nurse, ward], [role('clinic', 'a', []), binding('clinic', 'b', 'Role/a', 'user:lee')], []),
    ]);
    expect(names(after)).toEqual(['Role clinic/a', 'RoleBinding clinic/b']);
    expect(after.bindings[0]).toMatchObject({ roleRef: { kind: 'Role', name: 'a' }, subjects: [{ kind: 'User', name: 'lee' }] });
  });

  it('has the new content of what they edit, in place of all copies', () => {
    const copies = [ward, binding('clinic', 'ward', 'Role/nurse', 'user:lee')];
    const two = accessTo([nurse], copies).snapshot;
    const edited = [role('clinic', 'nurse', [rule('list', 'pods')]), binding('clinic', 'ward', 'Role/nurse', 'user:amy')];
    const after = applied(two, [draftFrom([nurse, ward], edited, [])]);
    expect(names(after)).toEqual(['Role clinic/nurse', 'RoleBinding clinic/ward']);
    expect(after).toMatchObject({ roles: [{ rules: [{ verbs: ['list'] }] }], bindings: [{ subjects: [{ name: 'amy' }] }] });
  });

  it('stays the same without any, and is not changed itself', () => {
    expect(applied(snapshot, [])).toEqual(snapshot);
    applied(snapshot, [draftFrom([nurse], [], [])]);
    expect(names(snapshot)).toHaveLength(2);
  });

  it('holds aggregated ClusterRoles as the controller writes them anew, and others as they stand', () => {
    const north = role(undefined, 'north', [], selecting('ward', 'north'));
    const stale = role(undefined, 'south', [rule('get', 'jobs')], selecting('ward', 'south'));
    const part = role(undefined, 'part', [rule('get', 'pods')], labelled('ward', 'north'));
    const cluster = accessTo([north, stale], [], whole).snapshot;
    const after = applied(cluster, [draftFrom([], [part], [])]);
    expect(after.roles.map(({ name, rules }) => [name, rules.map(({ resources }) => resources[0])])).toEqual([
      ['north', ['pods']],
      ['part', ['pods']],
      ['south', ['jobs']],
    ]);
  });

  it('allows what a plain rebuild of all objects allows', () => {
    fc.assert(
      fc.property(clusters, ({ roles, bindings }) => {
        const access = accessTo(roles, bindings);
        const drafts = draftsOf(access, ['split', 'narrow', 'drop', 'factor']);
        expect(firstDifference(buildAccess(applied(access.snapshot, drafts)), rebuilt(access, drafts))).toBeUndefined();
      }),
      { numRuns: 30 },
    );
  });
});
