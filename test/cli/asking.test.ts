import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { answer, refusal, who } from './answer.ts';
import { example, run } from './run.ts';

/** The subjects, apart from Kubernetes' own, that who-can lists for a question about the wards. */
async function whoCan(question: string): Promise<string[]> {
  const outcome = await run(`who-can ${question} -f wards.yaml -o json`);
  expect(outcome.exitCode, outcome.stderr).toBe(0);
  return who(answer(outcome).subjects);
}

/** yes or no, as can-i prints it for a question about the wards, with its exit code to match. */
async function canI(question: string): Promise<string> {
  const { stdout, stderr, exitCode } = await run(`can-i ${question} -f wards.yaml`);
  expect(exitCode, stderr).toBe(stdout === 'yes\n' ? 0 : 1);
  return stdout.trim();
}

describe('the namespace of a question to who-can', () => {
  it('is the one of -n: bindings there and cluster-wide count', async () => {
    expect(await whoCan('get deployments -n clinic')).toEqual(['Group technicians', 'SA clinic/intake', 'SA clinic/scanner', 'User ines']);
    expect(await whoCan('get deployments -n shop')).toEqual(['Group technicians', 'SA clinic/scanner']);
  });

  it('is none with -A: rights in single namespaces never add up to it', async () => {
    expect(await whoCan('list deployments -A')).toEqual([]);
    expect(await whoCan('get deployments -A')).toEqual(['Group technicians', 'SA clinic/scanner']);
  });

  it('is any without both, and the scope says where', async () => {
    const outcome = await run('who-can get deployments -f wards.yaml');
    expect(who(answer(await run('who-can get deployments -f wards.yaml -o json')).subjects)).toContain('User ines');
    expect(outcome.stdout).toMatch(/^User +ines +clinic +RoleBinding clinic\/ward/m);
    expect(outcome.stdout).toMatch(/^Group +technicians +\* +ClusterRoleBinding ward/m);
  });

  it('chooses what is asked, not what is read: a document without a namespace stays in the default one', async () => {
    expect(await whoCan('update configmaps -n clinic')).toEqual([]);
    expect(await whoCan('update configmaps -n default')).toEqual(['SA default/planner', 'User ines']);
  });

  it('does not help with what has no namespace: RoleBindings never reach it', async () => {
    expect(await whoCan('get nodes -n clinic')).toEqual(['Group technicians', 'SA clinic/scanner']);
    expect(await whoCan('get nodes')).toEqual(['Group technicians', 'SA clinic/scanner']);
    expect(await whoCan('get /metrics -n clinic')).toEqual(['Group technicians', 'SA clinic/scanner']);
  });
});

describe('the namespace of a question to can-i', () => {
  it('is default where none is given, and that is said', async () => {
    expect(await canI('update configmaps --as ines')).toBe('yes');
    expect(await canI('get deployments --as ines')).toBe('no');
    expect((await run('can-i get deployments --as ines -f wards.yaml')).stderr).toMatch(/namespace default/);
  });

  it('is the one of -n, and nothing more is said about it', async () => {
    expect(await canI('get deployments --as ines -n clinic')).toBe('yes');
    expect((await run('can-i get deployments --as ines -n clinic -f wards.yaml')).stderr).not.toMatch(/namespace (default|clinic)/);
  });

  it('is none with -A', async () => {
    expect(await canI('get deployments --as ines -A')).toBe('no');
    expect(await canI('get deployments --as group:technicians -A')).toBe('yes');
  });

  it('is none for what has no namespace, and nothing is said about it', async () => {
    expect(await canI('get nodes --as ines -n clinic')).toBe('no');
    expect(await canI('get nodes --as group:technicians')).toBe('yes');
    expect(await canI('get /metrics --as ines -n clinic')).toBe('no');
    expect(await canI('get /metrics --as group:technicians')).toBe('yes');
    expect((await run('can-i get nodes --as group:technicians -f wards.yaml')).stderr).not.toContain('default;');
    expect((await run('can-i get /metrics --as group:technicians -f wards.yaml')).stderr).not.toContain('default;');
  });
});

describe('--default-namespace', () => {
  it('is the namespace of documents that name none, and of their subjects', async () => {
    expect(await whoCan('update configmaps -n clinic --default-namespace clinic')).toEqual(['SA clinic/planner', 'User ines']);
    expect(await whoCan('update configmaps -n default --default-namespace clinic')).toEqual([]);
  });

  it('leaves those alone that name one', async () => {
    expect(await whoCan('get deployments -n clinic --default-namespace shop')).toContain('SA clinic/intake');
  });
});

describe('a ServiceAccount', () => {
  it('that a RoleBinding names without a namespace is one of the namespace of the binding', async () => {
    expect(await canI('get deployments --as sa:clinic/intake -n clinic')).toBe('yes');
    expect(await canI('get deployments --as sa:shop/intake -n clinic')).toBe('no');
  });

  it('that a ClusterRoleBinding names without a namespace is nobody, as the API server has it', async () => {
    for (const namespace of ['default', 'clinic', 'kube-system']) {
      expect(await canI(`get deployments --as sa:${namespace}/nowhere -n clinic`)).toBe('no');
    }
    expect((await whoCan('get deployments')).filter((subject) => subject.includes('nowhere'))).toEqual([]);
  });

  it('is the User that logs in under its name', async () => {
    expect(await whoCan('get nodes')).toContain('SA clinic/scanner');
    for (const spelling of ['sa:clinic/scanner', 'system:serviceaccount:clinic:scanner', 'user:system:serviceaccount:clinic:scanner']) {
      expect(await canI(`get nodes --as ${spelling}`)).toBe('yes');
      expect((await run(`what-can ${spelling} -f wards.yaml`)).stdout).toContain('SA clinic/scanner');
    }
  });

  it('has the groups of its namespace and of all accounts', async () => {
    expect(await canI('list endpoints --as sa:clinic/anyone -n clinic')).toBe('yes');
    expect(await canI('list endpoints --as sa:shop/anyone -n clinic')).toBe('no');
    expect((await run('what-can sa:clinic/anyone -f wards.yaml')).stdout).toContain('endpoints');
  });

  it('that has a right through such a group is listed on demand', async () => {
    expect(await whoCan('list endpoints -n clinic')).toEqual([]);
    const outcome = await run('who-can list endpoints -n clinic --expand-groups -f wards.yaml -o json');
    expect(who(answer(outcome).expanded)).toEqual(['SA clinic/intake', 'SA clinic/scanner']);
  });

  it('that manifests do not know may live elsewhere: a notice offers the nearest', async () => {
    const outcome = await run('can-i get nodes --as sa:clinic/scaner -f wards.yaml');
    expect(outcome).toMatchObject({ stdout: 'no\n', exitCode: 1 });
    expect(outcome.stderr).toMatch(/^note: .*clinic\/scaner.*sa:clinic\/scanner\?/m);
  });

  it('that a whole cluster does not have is an error which offers the nearest', async () => {
    const outcome = await run('what-can sa:clinic/intale -f wards.yaml --input cluster');
    expect(refusal(outcome)).toMatch(/clinic\/intale.*sa:clinic\/intake\?/s);
  });
});

describe('a user and a group', () => {
  it('that nothing names are no error, for they are no objects: a notice offers the nearest', async () => {
    const user = await run('what-can user:inse -f wards.yaml');
    expect(user.exitCode).toBe(0);
    expect(user.stderr).toMatch(/^note: .*inse.*user:ines\?/m);
    const group = await run('what-can group:technician -f wards.yaml');
    expect(group.exitCode).toBe(0);
    expect(group.stderr).toMatch(/^note: .*technician.*group:technicians\?/m);
  });

  it('that is named without its kind is a user, as in kubectl', async () => {
    expect(await canI('get deployments --as ines -n clinic')).toBe('yes');
    expect(await canI('get deployments --as technicians -n clinic')).toBe('no');
  });

  it('of --as-group are added to what Kubernetes adds by itself', async () => {
    expect(await canI('get deployments --as mara --as-group nurses --as-group technicians -n clinic')).toBe('yes');
    expect(await canI('get /version --as mara --as-group technicians')).toBe('yes');
    expect(await canI('create selfsubjectreviews --as mara')).toBe('yes');
    expect(await canI('create selfsubjectreviews --as system:anonymous')).toBe('no');
    expect(await canI('get /version --as system:anonymous')).toBe('yes');
  });

  it('of system:masters may do everything', async () => {
    expect(await canI('delete deployments --as mara --as-group system:masters -A')).toBe('yes');
    expect(await canI('post /any/path --as group:system:masters')).toBe('yes');
    const { stdout } = await run('who-can delete nodes -f wards.yaml');
    expect(stdout).toMatch(/^Group +system:masters/m);
  });
});

describe('a name', () => {
  it('widens who-can by those who are limited to it', async () => {
    expect(await whoCan('get secrets fax-password -n clinic')).toEqual([
      'Group technicians',
      'SA clinic/intake',
      'SA clinic/scanner',
      'User ines',
    ]);
    expect(await whoCan('get secrets pager-password -n clinic')).toEqual([]);
  });

  it('that is left out leaves those who are limited to names in a list of their own', async () => {
    const { subjects, limited } = answer(await run('who-can get secrets -n clinic -f wards.yaml -o json'));
    expect(who(subjects)).toEqual([]);
    expect(who(limited)).toContain('User ines');
    expect(limited?.find(({ name }) => name === 'ines')?.names).toEqual(['fax-password']);
  });

  it('decides can-i', async () => {
    expect(await canI('get secrets fax-password --as ines -n clinic')).toBe('yes');
    expect(await canI('get secrets pager-password --as ines -n clinic')).toBe('no');
    expect(await canI('get secrets --as ines -n clinic')).toBe('no');
  });

  it('of a Namespace is the namespace of the question, as in its URL', async () => {
    const command = 'can-i get namespaces clinic --as sa:clinic/view';
    expect(await run(`${command} -f wards.yaml`)).toMatchObject({ exitCode: 1 });
    const outcome = await run('can-i get namespaces shop --as sa:shop/checkout -o json -R -f .', { cwd: example });
    expect(answer(outcome).allowed).toBe(true);
    expect(answer(await run('can-i get namespaces clinic --as sa:shop/checkout -o json -R -f .', { cwd: example })).allowed).toBe(false);
  });
});

describe('a resource', () => {
  it.each([
    ['deployments', 'apps', 'deployments'],
    ['deployment', 'apps', 'deployments'],
    ['deploy', 'apps', 'deployments'],
    ['Deployment', 'apps', 'deployments'],
    ['deployments.apps', 'apps', 'deployments'],
    ['deploy.apps', 'apps', 'deployments'],
    ['Deployment.apps', 'apps', 'deployments'],
    ['deployments.v1.apps', 'apps', 'deployments'],
    ['sa', '', 'serviceaccounts'],
    ['cm', '', 'configmaps'],
    ['netpol', 'networking.k8s.io', 'networkpolicies'],
    ['clusterrole', 'rbac.authorization.k8s.io', 'clusterroles'],
  ])('%s is %s/%s', async (spelling, group, resource) => {
    const request = answer(await run(`who-can get ${spelling} -f wards.yaml -o json`)).request;
    expect({ group: '', ...request }).toMatchObject({ group, resource });
  });

  it('of a CustomResourceDefinition in the input is known by its names', async () => {
    for (const spelling of ['databases', 'database', 'db', 'Database', 'databases.db.example.com']) {
      const outcome = await run(`who-can get ${spelling} -R -f . -o json`, { cwd: example });
      expect(answer(outcome).request).toMatchObject({ group: 'db.example.com', resource: 'databases' });
      expect(outcome.stderr).not.toContain('no resource');
    }
  });

  it('that is unknown is asked literally, with a notice that offers the nearest', async () => {
    const outcome = await run('who-can get deploymens -f wards.yaml -o json');
    expect(answer(outcome).request).toMatchObject({ resource: 'deploymens' });
    expect(outcome.stderr).toMatch(/^note: .*deploymens.*deployments/m);
    expect(outcome.exitCode).toBe(0);
  });

  it('that a complete discovery does not know is an error which offers the nearest', async () => {
    expect(refusal(await run('who-can get apointments -f wards.yaml --discovery discovery.json'))).toMatch(/apointments.*appointments/s);
    expect(refusal(await run('can-i get secrts --as ines -f wards.yaml --discovery discovery.json'))).toMatch(/secrts.*secrets/s);
    refusal(await run('who-can get deployments -f wards.yaml --discovery discovery.json'));
  });

  it('is known by the names of the discovery', async () => {
    for (const spelling of ['appointments', 'appointment', 'appt', 'Appointment', 'appt.clinic.example.com']) {
      const outcome = await run(`who-can get ${spelling} -f wards.yaml --discovery discovery.json -o json`);
      expect(answer(outcome).request).toMatchObject({ group: 'clinic.example.com', resource: 'appointments' });
    }
  });
});

describe('a subresource', () => {
  it('stands behind a slash or in --subresource', async () => {
    expect(await whoCan('get pods/log -n clinic')).toEqual(await whoCan('get pods --subresource log -n clinic'));
    expect(await whoCan('get pods/log -n clinic')).toContain('User ines');
    expect(await canI('get pods/log --as ines -n clinic')).toBe('yes');
    expect(await canI('get pods --subresource log --as ines -n clinic')).toBe('yes');
    expect(await canI('get pod/log --as ines -n clinic')).toBe('yes');
  });

  it('is not the resource, nor the other way round', async () => {
    expect(await canI('get pods --as ines -n clinic')).toBe('no');
    expect(await canI('get deployments/status --as ines -n clinic')).toBe('no');
  });

  it('that is none may be meant as a name: that is offered', async () => {
    expect(refusal(await run('who-can get pods/fax-0 -f wards.yaml'))).toContain('get pods fax-0');
    expect(refusal(await run('can-i get secrets/fax-password --as ines -f wards.yaml'))).toContain('get secrets fax-password');
    expect(refusal(await run('who-can get appt/status/more -f wards.yaml --discovery discovery.json'))).toContain('status/more');
  });

  it('of a custom resource is known from the discovery', async () => {
    const outcome = await run('who-can get appt/status -f wards.yaml --discovery discovery.json -o json');
    expect(answer(outcome).request).toMatchObject({ resource: 'appointments', subresource: 'status' });
    refusal(await run('who-can get appt/log -f wards.yaml --discovery discovery.json'));
  });
});

describe('a verb that Kubernetes does not know', () => {
  it('is asked literally, with a notice', async () => {
    const outcome = await run('who-can gett pods -f wards.yaml');
    expect(outcome.stderr).toMatch(/^note: .*\bgett\b/m);
    expect(outcome.exitCode).toBe(0);
  });
});

describe('what was read', () => {
  it('is taken as manifests where it is no whole cluster, and that is said', async () => {
    expect((await run('who-can get nodes -f wards.yaml')).stderr).toMatch(/^note: .*wards\.yaml.*manifests/m);
  });

  it('is taken as a cluster on demand: then nothing is added and nothing computed', async () => {
    const outcome = await run('can-i get /version --as mara -f wards.yaml --input cluster');
    expect(outcome.stderr).toMatch(/^note: .*cluster/m);
    expect(outcome.exitCode).toBe(1);
  });

  it('as manifests has the default roles of the version that is named', async () => {
    const old = await run('who-can get /version -f wards.yaml --kubernetes-version 1.20 -o json');
    expect(answer(old).run).toMatchObject({ kubernetesVersion: '1.20' });
    expect(old.stderr).toContain('1.20');
  });
});

describe('--format', () => {
  const commands = [
    'who-can get secrets -n clinic',
    'what-can sa:clinic/intake',
    'can-i get nodes --as ines',
    'can-i get deployments --as ines -n clinic --explain',
    'report',
  ];

  it.each([...commands, 'suggest'])('json, however it is spelled, is the same to %s', async (command) => {
    const outcome = await run(`${command} -f wards.yaml --format json`);
    for (const spelling of ['-o json', '-ojson', '--output json', '--output=json', '--format=json']) {
      expect(await run(`${command} -f wards.yaml ${spelling}`)).toEqual(outcome);
    }
  });

  it.each(commands)('yaml is the same object as json to %s', async (command) => {
    const json = await run(`${command} -f wards.yaml --format json`);
    const yaml = await run(`${command} -f wards.yaml --format yaml`);
    expect(load(yaml.stdout)).toEqual(JSON.parse(json.stdout));
    expect(yaml.exitCode).toBe(json.exitCode);
  });

  it.each([
    ['who-can get secrets', 'WhoCan'],
    ['what-can ines', 'WhatCan'],
    ['can-i get secrets --as ines', 'CanI'],
    ['report', 'Report'],
    ['suggest', 'Proposals'],
  ])('json of %s is a %s', async (command, kind) => {
    const parsed = answer(await run(`${command} -f wards.yaml --format json`));
    expect(Object.keys(parsed).slice(0, 3)).toEqual(['apiVersion', 'kind', 'run']);
    expect(parsed).toMatchObject({ apiVersion: 'rbac-audit/v1', kind, gaps: [], limitations: [] });
  });

  it.each([...commands, 'suggest', 'suggest -o diff', 'suggest -o json'])('gives the same bytes each time: %s', async (command) => {
    expect(await run(`${command} -f wards.yaml`)).toEqual(await run(`${command} -f wards.yaml`));
  });

  it('of suggest is the manifests themselves by default, which the tool reads again', async () => {
    const { stdout } = await run('suggest -f wards.yaml');
    expect(await run('suggest -f wards.yaml -o yaml')).toMatchObject({ stdout });
    expect(stdout).toMatch(/^kind: (Cluster)?Role$/m);
    expect(await run('report -f -', { stdin: stdout })).toMatchObject({ exitCode: 0 });
  });
});

describe('the table', () => {
  it('ends with what it does not know, and where to ask on', async () => {
    const { stdout } = await run('who-can get deployments -n clinic -f wards.yaml');
    expect(stdout).toMatch(/^RBAC only: .*Node authorizer.*webhooks/m);
    const [, command = ''] = /^Why\? rbac-audit (.*)$/m.exec(stdout) ?? [];
    const why = await run(command);
    expect(why.stdout).toMatch(/^yes\n/);
    expect(why.exitCode).toBe(0);
  });

  it('of can-i --explain says why, or what comes nearest', async () => {
    expect((await run('can-i get nodes --as group:technicians --explain -f wards.yaml')).stdout).toMatch(
      /^yes\n.*ClusterRoleBinding ward -> ClusterRole ward/s,
    );
    expect((await run('can-i get deployments --as ines -n shop --explain -f wards.yaml')).stdout).toMatch(
      /^no\n.*RoleBinding clinic\/ward.*only in namespace clinic/s,
    );
    expect((await run('can-i get secrets --as ines -n clinic --explain -f wards.yaml')).stdout).toMatch(/^no\n.*fax-password/s);
    expect((await run('can-i delete deployments --as ines -n clinic --explain -f wards.yaml')).stdout).toMatch(/^no\n.*only get, patch/s);
    expect((await run('can-i get pods --as ines -n clinic --explain -f wards.yaml')).stdout).toMatch(/^no\n.*pods\/log/s);
  });
});
