import fc from 'fast-check';
import { loadAll } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { propose } from '../../src/generator/propose.ts';
import { manifestsYaml, manifestYaml } from '../../src/generator/yaml.ts';
import type { Binding } from '../../src/model/binding.ts';
import type { Manifest, Proof, Proposal } from '../../src/model/proposal.ts';
import type { Role } from '../../src/model/role.ts';
import { verifierFor } from '../../src/verifier/verify.ts';
import { proposed } from './proposed.ts';
import { accessTo, binding, role, rule, urlRule } from './snapshot.ts';
import { clusters } from './universe.ts';

function proposalsFor(roles: readonly Role[], bindings: readonly Binding[]): Proposal[] {
  const access = accessTo(roles, bindings);
  return propose(access, {}, { isExpected: () => false, only: new Set(['split']), verify: verifierFor(access) });
}

const nurse = role('clinic', 'nurse', [
  rule('get list', 'pods configmaps'),
  rule('patch', 'deployments', { groups: 'apps', names: 'web' }),
]);
const ward = binding('clinic', 'ward', 'Role/nurse', 'group:nurses sa:clinic/till');

describe('the proof above a proposal', () => {
  const about = { replaces: [{ kind: 'Role', namespace: 'clinic', name: 'nurse' }], creates: [], removes: [] };
  const real = 'create pods in clinic';
  const inert = 'get podz in clinic';
  const proofLines = (proof: Partial<Proof>) =>
    manifestsYaml([proposed(about, { equivalent: false, ...proof })])
      .split('\n')
      .filter((line) => /^# (proof|lost|gained|others)/.test(line));

  it('says so where all that is lost can never be asked', () => {
    expect(proofLines({ lost: [inert], inert: [inert] })).toEqual([
      '# proof: nobody gains a permission, or loses one that can be asked for',
      '# lost, never asked: get podz in clinic',
    ]);
  });

  it('is no more than a list of changes where somebody loses or gains something', () => {
    expect(proofLines({ lost: [inert, real], inert: [inert] })).toEqual([
      '# proof: not equivalent',
      '# lost: create pods in clinic',
      '# lost, never asked: get podz in clinic',
    ]);
    expect(proofLines({ lost: [inert], inert: [inert], gained: [real] })).toContain('# proof: not equivalent');
    expect(proofLines({ lost: [inert], inert: [inert], othersChanged: ['SA clinic/till: loses get pods'] })).toContain(
      '# proof: not equivalent',
    );
  });
});

describe('a proposal as YAML', () => {
  it('is what kubectl apply takes, under the reasons and above what to delete', () => {
    expect(manifestsYaml(proposalsFor([nurse], [ward]))).toBe(`# Role/nurse in clinic becomes nurse-read, nurse-write
# why: Role/nurse in clinic mixes read and write access: apart, each can be reviewed and taken away alone
# replaces: RoleBinding/ward in clinic
# proof: equivalent, nobody gains or loses a permission
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  labels:
    app.kubernetes.io/managed-by: rbac-audit
    rbac-audit/split-from: nurse
  name: nurse-read
  namespace: clinic
rules:
- apiGroups:
  - ""
  resources:
  - pods
  - configmaps
  verbs:
  - get
  - list
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  labels:
    app.kubernetes.io/managed-by: rbac-audit
    rbac-audit/split-from: nurse
  name: nurse-write
  namespace: clinic
rules:
- apiGroups:
  - apps
  resourceNames:
  - web
  resources:
  - deployments
  verbs:
  - patch
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  labels:
    app.kubernetes.io/managed-by: rbac-audit
    rbac-audit/split-from: ward
  name: ward-read
  namespace: clinic
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: nurse-read
subjects:
- apiGroup: rbac.authorization.k8s.io
  kind: Group
  name: nurses
- kind: ServiceAccount
  name: till
  namespace: clinic
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  labels:
    app.kubernetes.io/managed-by: rbac-audit
    rbac-audit/split-from: ward
  name: ward-write
  namespace: clinic
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: nurse-write
subjects:
- apiGroup: rbac.authorization.k8s.io
  kind: Group
  name: nurses
- kind: ServiceAccount
  name: till
  namespace: clinic

# To replace the old objects (a roleRef cannot be edited): apply the new ones, verify, then delete:
#   kubectl delete --namespace=clinic rolebinding/ward
#   kubectl delete --namespace=clinic role/nurse
`);
  });

  it('is empty without proposals', () => {
    expect(manifestsYaml([])).toBe('');
  });

  it('reads back as the same objects', () => {
    fc.assert(
      fc.property(clusters, ({ roles, bindings }) => {
        const proposals = proposalsFor(roles, bindings);
        const text = manifestsYaml(proposals);
        expect(text === '' ? [] : loadAll(text)).toEqual(proposals.flatMap((proposal) => proposal.creates));
      }),
    );
  });
});

/** A role whose every string is one that some YAML reader could take for something else. */
function manifestWith(...verbs: string[]): Manifest {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { labels: { ward: verbs[0] ?? '' }, name: 'odd' },
    rules: [{ apiGroups: [''], resources: ['pods'], verbs }],
  };
}

describe('strings', () => {
  it.each([
    ['get', 'get'],
    ['system:nodes', 'system:nodes'],
    ['/healthz/*', '/healthz/*'],
    ['', '""'],
    ['*', "'*'"],
    ['*/scale', "'*/scale'"],
    ['yes', "'yes'"],
    ['on', "'on'"],
    ['null', "'null'"],
    ['0123', "'0123'"],
    ['1e3', "'1e3'"],
    ['1_000', "'1_000'"],
    ['2026-11-22', "'2026-11-22'"],
    ['a: b', "'a: b'"],
    ['a #b', "'a #b'"],
    ['two\nlines', '"two\\nlines"'],
    ['\u202Eevil', '"\\U0000202eevil"'],
    ['zero\u200Bwidth', '"zero\\U0000200bwidth"'],
  ])('%j is written %s', (text, written) => {
    expect(manifestYaml(manifestWith(text))).toContain(`  - ${written}\n`);
  });

  it('read back whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (verbs) => {
        expect(loadAll(manifestYaml(manifestWith(...verbs)))).toEqual([manifestWith(...verbs)]);
      }),
    );
  });
});

describe('comments', () => {
  const hostile = 'nurse\n---\nkind: Secret\u2028# \u0085x\u202E';

  it('stay comments whatever names hold', () => {
    const proposals = proposalsFor(
      [role('clinic', hostile, nurse.rules)],
      [binding('clinic', hostile, '', 'user:kim', { roleRef: { kind: 'Role', name: hostile } })],
    );
    const text = manifestsYaml(proposals);
    expect(loadAll(text)).toEqual(proposals.flatMap((proposal) => proposal.creates));
    expect(
      text
        .split('\n')
        .filter((line) => line.startsWith('#'))
        .join(''),
    ).not.toMatch(/[\p{Cc}\p{Cf}\u2028]/u);
  });

  it('offer no command for a name that cannot be shown, which could be that of another object', () => {
    const proposals = proposalsFor(
      [role('clinic', 'nurse\u200B', nurse.rules)],
      [binding('clinic', 'ward', '', 'user:kim', { roleRef: { kind: 'Role', name: 'nurse\u200B' } })],
    );
    const commands = manifestsYaml(proposals)
      .split('\n')
      .filter((line) => line.includes('delete '));
    expect(commands).toEqual([
      '#   kubectl delete --namespace=clinic rolebinding/ward',
      '#   delete by hand, its name holds characters that do not print: Role/nurse in clinic',
    ]);
  });

  it('quote names for the shell', () => {
    const name = "x'; kubectl delete ns $(whoami) #";
    const proposals = proposalsFor([role('clinic', 'nurse', nurse.rules)], [binding('clinic', name, 'Role/nurse', 'user:kim')]);
    expect(manifestsYaml(proposals)).toContain(
      `#   kubectl delete --namespace=clinic 'rolebinding/x'\\''; kubectl delete ns $(whoami) #'\n`,
    );
  });

  it('list bindings before the roles of all proposals', () => {
    const rules = [rule('get create', 'pods'), urlRule('get', '/metrics')];
    const proposals = proposalsFor(
      [role(undefined, 'porter', rules), role('clinic', 'nurse', rules)],
      [binding(undefined, 'porters', 'ClusterRole/porter', 'user:kim'), ward],
    );
    const commands = manifestsYaml(proposals)
      .split('\n')
      .filter((line) => line.startsWith('#   kubectl'));
    expect(commands.map((line) => line.split(' ').at(-1))).toEqual([
      'clusterrolebinding/porters',
      'rolebinding/ward',
      'clusterrole/porter',
      'role/nurse',
    ]);
  });
});
