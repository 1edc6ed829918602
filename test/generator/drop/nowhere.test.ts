import { describe, expect, it } from 'vitest';
import { drafted } from '../../../src/generator/propose.ts';
import type { Binding } from '../../../src/model/binding.ts';
import type { Role } from '../../../src/model/role.ts';
import { draftsOf } from '../drafts.ts';
import { accessTo, binding, labelled, role, rule, selecting, whole } from '../snapshot.ts';

const nurse = role('clinic', 'nurse', [rule('get', 'pods')]);
const isExpected = () => false;

/** The reasons for what is dropped: when dropping is asked for, and by itself from a whole cluster and from manifests. */
function reasons(roles: readonly Role[], bindings: readonly Binding[]) {
  const [cluster, manifests] = [accessTo(roles, bindings, whole), accessTo(roles, bindings)];
  return {
    asked: draftsOf(manifests, 'drop').flatMap(({ why }) => why),
    cluster: drafted(cluster, { isExpected }).flatMap(({ draft }) => draft.why),
    manifests: drafted(manifests, { isExpected }).flatMap(({ draft }) => draft.why),
  };
}

describe('a binding that leads nowhere', () => {
  it('goes where the role does not exist; in manifests, where it may live elsewhere, only when dropping is asked for', () => {
    const why = ['RoleBinding/ward in shop refers to Role/nurse, which does not exist'];
    expect(reasons([], [binding('shop', 'ward', 'Role/nurse', 'user:kim')])).toEqual({ asked: why, cluster: why, manifests: [] });
  });

  it('goes in any case where no role can be meant', () => {
    const why = ['ClusterRoleBinding/ward refers to Role/nurse, which no such binding can'];
    expect(reasons([], [binding(undefined, 'ward', 'Role/nurse', 'user:kim')])).toEqual({ asked: why, cluster: why, manifests: why });
  });

  it('goes in any case where it is of nobody', () => {
    const why = ['RoleBinding/ward in clinic names nobody who could ask for anything'];
    const other = binding('clinic', 'kim', 'Role/nurse', 'user:kim');
    expect(reasons([nurse], [other, binding('clinic', 'ward', 'Role/nurse', '')])).toEqual({ asked: why, cluster: why, manifests: why });
    const odd = binding('clinic', 'ward', 'Role/nurse', '', { subjects: [{ kind: 'Nurse', name: 'kim' }] });
    expect(reasons([nurse], [other, odd]).manifests).toEqual(why);
  });

  it("stays where it is Kubernetes' own, and where copies of it differ", () => {
    const own = binding(undefined, 'system:node', 'ClusterRole/system:node', '');
    expect(reasons([], [own]).asked).toEqual([]);
    expect(
      reasons([nurse], [binding('clinic', 'ward', 'Role/nurse', ''), binding('clinic', 'ward', 'Role/nurse', 'user:kim')]).asked,
    ).toEqual([]);
  });
});

describe('a role that nobody uses', () => {
  it('goes; in manifests, where somebody else may bind it, only when dropping is asked for', () => {
    const why = ['no binding refers to Role/nurse in clinic'];
    expect(reasons([nurse], [])).toEqual({ asked: why, cluster: why, manifests: [] });
  });

  it.each<[string, Role[], Binding[]]>([
    ['somebody is bound to', [nurse], [binding('clinic', 'ward', 'Role/nurse', 'user:kim')]],
    ['is one of Kubernetes', [role(undefined, 'edit', [])], []],
    [
      'feeds another',
      [role(undefined, 'part', [], labelled('ward', 'north')), role(undefined, 'north', [], selecting('ward', 'north'))],
      [binding(undefined, 'x', 'ClusterRole/north', 'user:kim')],
    ],
    ['takes its rules from others', [role(undefined, 'north', [], selecting('ward', 'north'))], []],
  ])('stays where it %s', (_, roles, bindings) => {
    expect(draftsOf(accessTo(roles, bindings), 'drop').filter(({ removes }) => removes.some(({ kind }) => kind.endsWith('Role')))).toEqual(
      [],
    );
  });
});
