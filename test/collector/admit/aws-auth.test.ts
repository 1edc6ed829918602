import { describe, expect, it } from 'vitest';
import { admitted } from './doorway.ts';

const awsAuth = (data: object, namespace = 'kube-system') => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { namespace, name: 'aws-auth' },
  data,
});
const role = 'arn:aws:iam::111122223333:role/admins';
const user = 'arn:aws:iam::111122223333:user/ines';

describe('the ConfigMap aws-auth', () => {
  it('says which roles and users of IAM are in which groups', () => {
    const mapRoles = `- rolearn: ${role}\n  username: admin\n  groups:\n  - system:masters\n`;
    const mapUsers = JSON.stringify([{ userarn: user, groups: ['oncall', 7] }, { userarn: user }]);
    expect(admitted(awsAuth({ mapRoles, mapUsers }))).toMatchObject({
      identityMappings: [
        { arn: role, groups: ['system:masters'] },
        { arn: user, groups: ['oncall'] },
        { arn: user, groups: [] },
      ],
      gaps: [],
    });
  });

  it('is the one in kube-system; no other ConfigMap is looked into', () => {
    const mapRoles = `- { rolearn: "${role}", groups: [system:masters] }`;
    expect(admitted(awsAuth({ mapRoles }, 'shop')).identityMappings).toEqual([]);
    const other = { ...awsAuth({ mapRoles }), metadata: { namespace: 'kube-system', name: 'coredns' } };
    expect(admitted(other).identityMappings).toEqual([]);
  });

  it.each([
    ['no YAML', '[', 'data.mapRoles is no list of mappings'],
    ['no list', 'rolearn: x', 'data.mapRoles is no list of mappings'],
    ['no text', [{ rolearn: role }], 'data.mapRoles is no list of mappings'],
    ['a bomb of aliases', bomb(), 'data.mapRoles is no list of mappings'],
    ['an entry that names nobody', '- groups: [system:masters]', 'data.mapRoles has an entry without rolearn'],
  ])('that holds %s leaves a gap, and keeps what is good', (_what, mapRoles, message) => {
    const mapUsers = `- { userarn: "${user}", groups: [oncall] }`;
    const { identityMappings, gaps } = admitted(awsAuth({ mapRoles, mapUsers }));
    expect(identityMappings).toMatchObject([{ arn: user }]);
    expect(gaps).toMatchObject([{ code: 'malformed-object', message }]);
  });

  it('may be empty', () => {
    expect(admitted(awsAuth({}))).toMatchObject({ identityMappings: [], gaps: [] });
    expect(admitted({ ...awsAuth({}), data: null })).toMatchObject({ identityMappings: [], gaps: [] });
  });
});

/** Nine levels of ten aliases each. */
function bomb(): string {
  const levels = 'abcdefghi'.split('');
  const lines = levels.map(
    (name, index) =>
      `- &${name} [${
        index === 0
          ? 'x'
          : Array(10)
              .fill(`*${levels[index - 1]}`)
              .join(', ')
      }]`,
  );
  return lines.join('\n');
}
