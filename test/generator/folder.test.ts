import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { proposalFolder } from '../../src/generator/folder.ts';
import { manifestsYaml } from '../../src/generator/yaml.ts';
import type { Manifest, Proposal } from '../../src/model/proposal.ts';
import { proposalsFor } from './in-files.ts';
import { proposed } from './proposed.ts';
import { accessTo, binding, labelled, role, rule, selecting, urlRule } from './snapshot.ts';

const nurse = role('clinic', 'nurse', [rule('get', 'pods'), rule('create', 'pods')], labelled('team', 'night'));
const ward = binding('clinic', 'ward', 'Role/nurse', 'user:kim');
const cluster = accessTo([nurse], [ward]);
const nurseRef = { kind: 'Role', namespace: 'clinic', name: 'nurse' };
const wardRef = { kind: 'RoleBinding', namespace: 'clinic', name: 'ward' };

function proposal(some: Pick<Proposal, 'replaces' | 'creates' | 'removes'>): Proposal {
  const about = { subjects: [{ kind: 'User' as const, name: 'kim' }], why: ['nobody needs it'] };
  return proposed({ ...about, ...some }, { equivalent: false, lost: ['create pods in clinic'] });
}

const smaller: Manifest = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'Role',
  metadata: { labels: { team: 'night' }, name: 'nurse', namespace: 'clinic' },
  rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
};

/** The commands of a README, in order. */
function commandsIn(readme = ''): string[] {
  return [...readme.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, lines = '']) => lines.trimEnd().split('\n'));
}

describe('objects that keep their name', () => {
  const edit = proposal({ replaces: [nurseRef], removes: [nurseRef], creates: [smaller] });
  const files = proposalFolder([edit], cluster.snapshot);

  it('have a folder of their own, and one for the way back', () => {
    expect([...files.keys()]).toEqual(['edit/1-role-clinic-nurse.yaml', 'rollback/edit/1-role-clinic-nurse.yaml', 'README.md']);
    expect(load(files.get('edit/1-role-clinic-nurse.yaml') ?? '')).toEqual(smaller);
    expect(load(files.get('rollback/edit/1-role-clinic-nurse.yaml') ?? '')).toEqual({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { labels: { team: 'night' }, name: 'nurse', namespace: 'clinic' },
      rules: [
        { apiGroups: [''], resources: ['pods'], verbs: ['get'] },
        { apiGroups: [''], resources: ['pods'], verbs: ['create'] },
      ],
    });
  });

  it('are replaced, and never deleted', () => {
    expect(commandsIn(files.get('README.md'))).toEqual([
      'kubectl replace --dry-run=server -f edit/',
      'kubectl replace -f edit/',
      'kubectl replace -f rollback/edit/',
    ]);
    expect(manifestsYaml([edit])).not.toContain('kubectl delete');
    expect(manifestsYaml([edit])).toMatch(/^# Role\/nurse in clinic shrinks\n/);
    expect(manifestsYaml([edit])).toMatch(/\n# Edited under their old names, .*: Role\/nurse in clinic\n$/);
  });
});

describe('objects that only go', () => {
  const removal = proposal({ replaces: [nurseRef, wardRef], removes: [wardRef, nurseRef], creates: [] });
  const files = proposalFolder([removal], cluster.snapshot);

  it('are deleted, bindings first, and come back roles first', () => {
    expect([...files.keys()].sort()).toEqual([
      'README.md',
      'remove/1-rolebinding-clinic-ward.yaml',
      'remove/2-role-clinic-nurse.yaml',
      'rollback/1-role-clinic-nurse.yaml',
      'rollback/2-rolebinding-clinic-ward.yaml',
    ]);
    expect(commandsIn(files.get('README.md'))).toEqual(['kubectl delete -f remove/', 'kubectl create -f rollback/']);
    expect(manifestsYaml([removal])).toMatch(/^# Role\/nurse in clinic goes\n/);
  });
});

describe('new objects, old ones that go and others that shrink', () => {
  it('come in that order', () => {
    const created = { ...smaller, metadata: { ...smaller.metadata, name: 'nurse-read' } };
    const all = [
      proposal({ replaces: [nurseRef], removes: [nurseRef], creates: [smaller, created] }),
      proposal({ replaces: [wardRef], removes: [wardRef], creates: [] }),
    ];
    expect(commandsIn(proposalFolder(all, cluster.snapshot).get('README.md'))).toEqual([
      'kubectl create --dry-run=server -f create/',
      'kubectl create -f create/',
      'kubectl replace --dry-run=server -f edit/',
      'kubectl replace -f edit/',
      'kubectl delete -f remove/',
      'kubectl create -f rollback/',
      'kubectl replace -f rollback/edit/',
      'kubectl delete -f create/',
    ]);
  });
});

describe('the README', () => {
  it('says what changes for whom and why, and what is lost', () => {
    const readme = proposalFolder([proposal({ replaces: [nurseRef], removes: [nurseRef], creates: [smaller] })], cluster.snapshot).get(
      'README.md',
    );
    expect(readme).toContain(
      '```text\nRole/nurse in clinic shrinks\nwhy: nobody needs it\nproof: not equivalent\nlost: create pods in clinic\nfor: User kim\n```',
    );
  });

  it('asks about each new binding: a user, a group, a ServiceAccount, a name, a subresource, a URL, everywhere or in a namespace', () => {
    const porter = role(undefined, 'porter', [urlRule('get post', '/metrics')]);
    const medic = role('clinic', 'medic', [rule('update get', 'pods/status', { names: 'web' })]);
    const access = accessTo(
      [porter, medic],
      [
        binding(undefined, 'porters', 'ClusterRole/porter', 'group:night-shift'),
        binding('clinic', 'medics', 'Role/medic', 'sa:clinic/monitor'),
      ],
    );
    const commands = commandsIn(proposalFolder(proposalsFor(access, ['split']), access.snapshot).get('README.md'));
    expect(commands.filter((command) => command.includes('can-i'))).toEqual([
      'rbac-audit can-i get /metrics --as=group:night-shift -f create/',
      'rbac-audit can-i post /metrics --as=group:night-shift -f create/',
      'rbac-audit can-i get pods/status web --as=sa:clinic/monitor --namespace=clinic -f create/',
      'rbac-audit can-i update pods/status web --as=sa:clinic/monitor --namespace=clinic -f create/',
      'kubectl auth can-i get /metrics --as=rbac-audit --as-group=night-shift',
      'kubectl auth can-i post /metrics --as=rbac-audit --as-group=night-shift',
      'kubectl auth can-i get pods/web --subresource=status --as=system:serviceaccount:clinic:monitor --namespace=clinic',
      'kubectl auth can-i update pods/web --subresource=status --as=system:serviceaccount:clinic:monitor --namespace=clinic',
    ]);
  });
});

describe('the way back', () => {
  it('restores the aggregation of a role', () => {
    const all = role(undefined, 'all', [rule('get', 'pods')], selecting('team', 'night'));
    const access = accessTo([all], []);
    const ref = { kind: 'ClusterRole', name: 'all' };
    const files = proposalFolder([proposal({ replaces: [ref], removes: [ref], creates: [] })], access.snapshot);
    expect(load(files.get('rollback/1-clusterrole-all.yaml') ?? '')).toMatchObject({
      aggregationRule: { clusterRoleSelectors: [{ matchLabels: { team: 'night' } }] },
      rules: [{ verbs: ['get'] }],
    });
  });
});
