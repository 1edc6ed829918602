import { describe, expect, it } from 'vitest';
import { admitted, admittedFile, complaints, rbac } from './doorway.ts';

const head =
  'apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: readers}\nroleRef: {kind: Role, name: reader}\n';

describe('a binding', () => {
  it('keeps roleRef and subjects as they are written', () => {
    const { bindings } = admittedFile(
      `${head}subjects:\n- {kind: User, name: ines}\n- {kind: ServiceAccount, name: records, namespace: shop}\n`,
    );
    expect(bindings).toMatchObject([
      {
        kind: 'RoleBinding',
        namespace: 'clinic',
        name: 'readers',
        roleRef: { kind: 'Role', name: 'reader' },
        subjects: [
          { kind: 'User', name: 'ines' },
          { kind: 'ServiceAccount', namespace: 'shop', name: 'records' },
        ],
      },
    ]);
  });

  it('keeps kinds that RBAC does not know: they match nobody', () => {
    const { bindings, gaps } = admitted(
      rbac('ClusterRoleBinding', 'metadata: {name: readers}\nroleRef: {kind: Magic, name: reader}\nsubjects: [{kind: Robot, name: r2}]'),
    );
    expect(bindings).toMatchObject([{ roleRef: { kind: 'Magic' }, subjects: [{ kind: 'Robot' }] }]);
    expect(gaps).toEqual([]);
  });

  it.each(['', 'subjects:\n', 'subjects: []\n'])('may have no subjects: %j', (subjects) => {
    expect(admittedFile(head + subjects)).toMatchObject({ bindings: [{ subjects: [] }], gaps: [] });
  });

  it.each(['', 'roleRef: reader', 'roleRef: {kind: Role}', 'roleRef: {name: reader}', 'roleRef: {kind: Role, name: 7}'])(
    'without a roleRef is left out: %j',
    (roleRef) => {
      const result = admitted(rbac('RoleBinding', `metadata: {name: readers}\n${roleRef}`));
      expect(result.bindings).toEqual([]);
      expect(complaints(result)).toEqual(['RoleBinding without a roleRef of kind and name']);
    },
  );

  it.each(['ines', '{kind: User}', '{name: ines}', '{kind: User, name: ""}', '{kind: User, name: 7}', 'null'])(
    'leaves out what is no subject, not the others: %s',
    (subject) => {
      const result = admittedFile(`${head}subjects:\n- {kind: Group, name: nurses}\n- ${subject}\n`);
      expect(result.bindings).toMatchObject([{ subjects: [{ kind: 'Group', name: 'nurses' }] }]);
      expect(result.gaps).toMatchObject([
        { code: 'malformed-subject', object: { kind: 'RoleBinding', namespace: 'clinic', name: 'readers' } },
      ]);
      expect(complaints(result)).toEqual([expect.stringMatching(/^[67]: subjects\[1\] is no subject with kind and name$/)]);
    },
  );

  it('with subjects that are no list has none', () => {
    const result = admittedFile(`${head}subjects: {kind: User, name: ines}\n`);
    expect(result.bindings).toMatchObject([{ subjects: [] }]);
    expect(complaints(result)).toEqual(['5: subjects is an object; a list is needed']);
  });
});
