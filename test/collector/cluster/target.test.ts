import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chooseTarget, type TargetFlags } from '../../../src/collector/cluster/target.ts';
import { UserError } from '../../../src/model/error.ts';
import { bareMachine, temporaryFolder, writeKubeconfig } from './surroundings.ts';

const noFlags: TargetFlags = { asGroups: [] };

const clinic = {
  clusters: { ward: { server: 'https://ward.clinic.test:6443' }, lab: { server: 'https://lab.clinic.test:6443' } },
  users: { nurse: { token: 'nurse-token' }, doctor: { token: 'doctor-token' } },
  contexts: { 'nurse@ward': { cluster: 'ward', user: 'nurse', namespace: 'triage' }, 'doctor@lab': { cluster: 'lab', user: 'doctor' } },
  current: 'nurse@ward',
};

async function problem(promise: Promise<unknown>): Promise<UserError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof UserError)) throw new Error(`no UserError but ${String(error)}`);
  return error;
}

describe('which kubeconfig counts', () => {
  it('takes ~/.kube/config without further ado', async () => {
    const home = await temporaryFolder();
    await mkdir(join(home, '.kube'));
    await writeKubeconfig(join(home, '.kube'), 'config', clinic);
    const target = await chooseTarget(noFlags, bareMachine(home));
    expect(target).toMatchObject({ context: 'nurse@ward', namespace: 'triage', user: { token: 'nurse-token' } });
    expect(target.cluster.server.href).toBe('https://ward.clinic.test:6443/');
  });

  it('takes KUBECONFIG instead, and --kubeconfig instead of both', async () => {
    const home = await temporaryFolder();
    await mkdir(join(home, '.kube'));
    await writeKubeconfig(join(home, '.kube'), 'config', clinic);
    const named = await writeKubeconfig(home, 'named', { ...clinic, current: 'doctor@lab' });
    const explicit = await writeKubeconfig(home, 'explicit', {
      clusters: { shop: { server: 'https://shop.test' } },
      contexts: { shop: { cluster: 'shop' } },
      current: 'shop',
    });
    const surroundings = bareMachine(home, { env: { KUBECONFIG: named } });
    expect((await chooseTarget(noFlags, surroundings)).context).toBe('doctor@lab');
    expect((await chooseTarget({ ...noFlags, kubeconfig: explicit }, surroundings)).context).toBe('shop');
  });

  it('merges the files of KUBECONFIG: the first to name something wins, and whole', async () => {
    const folder = await temporaryFolder();
    const first = await writeKubeconfig(folder, 'first', { clusters: { ward: { server: 'https://first.test' } }, current: 'nurse@ward' });
    const second = await writeKubeconfig(folder, 'second', {
      ...clinic,
      clusters: { ward: { server: 'https://second.test', 'insecure-skip-tls-verify': true }, lab: { server: 'https://lab.clinic.test' } },
      current: 'doctor@lab',
    });
    const missing = join(folder, 'not-there');
    const surroundings = bareMachine(folder, { env: { KUBECONFIG: ['', missing, first, second].join(delimiter) } });
    const target = await chooseTarget(noFlags, surroundings);
    expect(target.context).toBe('nurse@ward');
    expect(target.cluster).toMatchObject({ server: new URL('https://first.test'), skipTlsVerify: false });
    expect(target.user.token).toBe('nurse-token');
  });

  it('resolves relative paths from the folder of the file that holds them', async () => {
    const home = await temporaryFolder();
    const folder = join(home, 'ward');
    await mkdir(folder);
    const file = await writeKubeconfig(folder, 'config', {
      clusters: { ward: { server: 'https://ward.test', 'certificate-authority': 'ca.crt' } },
      users: { nurse: { 'client-certificate': 'nurse.crt', 'client-key': '/keys/nurse.key', tokenFile: '../token' } },
      contexts: { ward: { cluster: 'ward', user: 'nurse' } },
      current: 'ward',
    });
    const target = await chooseTarget({ ...noFlags, kubeconfig: file }, bareMachine(home));
    expect(target.cluster.caFile).toBe(join(folder, 'ca.crt'));
    expect(target.user).toMatchObject({ certFile: join(folder, 'nurse.crt'), keyFile: '/keys/nurse.key', tokenFile: join(home, 'token') });
  });

  it('says where it looked where there is none, and never falls back to localhost', async () => {
    const home = await temporaryFolder();
    expect((await problem(chooseTarget(noFlags, bareMachine(home)))).message).toBe(
      `no cluster to ask: KUBECONFIG is not set and there is nothing in ${join(home, '.kube', 'config')}`,
    );
    const surroundings = bareMachine(home, { env: { KUBECONFIG: '/gone/config' } });
    expect((await problem(chooseTarget(noFlags, surroundings))).message).toContain(
      'KUBECONFIG names no kubeconfig that exists (/gone/config)',
    );
    expect((await problem(chooseTarget({ ...noFlags, context: 'ward' }, bareMachine(home)))).message).toBe(
      'context ward does not exist: there is no kubeconfig',
    );
  });

  it('needs the file of --kubeconfig to exist', async () => {
    const error = await problem(chooseTarget({ ...noFlags, kubeconfig: '/gone/config' }, bareMachine('/')));
    expect(error.message).toBe('cannot read the kubeconfig /gone/config: ENOENT');
  });

  it('never quotes a broken kubeconfig, because it holds credentials', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'config');
    await writeFile(file, 'users:\n- name: nurse\n  user: {token: sesame\n');
    const error = await problem(chooseTarget({ ...noFlags, kubeconfig: file }, bareMachine(folder)));
    expect(error.message).toMatch(/^cannot read the kubeconfig .*config: .* in line \d+$/);
    expect(error.message).not.toContain('sesame');
  });

  it('refuses a file that names something twice', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'config');
    await writeFile(
      file,
      JSON.stringify({
        clusters: [
          { name: 'ward', cluster: {} },
          { name: 'ward', cluster: {} },
        ],
      }),
    );
    expect((await problem(chooseTarget({ ...noFlags, kubeconfig: file }, bareMachine(folder)))).message).toContain(
      'names the cluster ward twice',
    );
  });
});

describe('which server and user count', () => {
  async function choose(flags: Partial<TargetFlags>, parts: Parameters<typeof writeKubeconfig>[2] = clinic) {
    const folder = await temporaryFolder();
    const kubeconfig = await writeKubeconfig(folder, 'config', parts);
    return chooseTarget({ ...noFlags, kubeconfig, ...flags }, bareMachine(folder));
  }

  it('lets --context, --cluster, --user and --server go over the current context', async () => {
    expect(await choose({ context: 'doctor@lab' })).toMatchObject({ namespace: undefined, user: { token: 'doctor-token' } });
    expect(await choose({ cluster: 'lab' })).toMatchObject({
      cluster: { server: new URL('https://lab.clinic.test:6443') },
      user: { token: 'nurse-token' },
    });
    expect(await choose({ user: 'doctor' })).toMatchObject({
      cluster: { server: new URL('https://ward.clinic.test:6443') },
      user: { token: 'doctor-token' },
    });
    expect((await choose({ server: 'https://other.test' })).cluster.server.href).toBe('https://other.test/');
  });

  it('names what exists where a name does not', async () => {
    expect(await problem(choose({ context: 'surgeon@ward' }))).toMatchObject({
      message: 'context surgeon@ward does not exist in the kubeconfig',
      advice: 'it holds: doctor@lab, nurse@ward',
    });
    expect(await problem(choose({ cluster: 'morgue' }))).toMatchObject({ advice: 'it holds: lab, ward' });
    expect(await problem(choose({ user: 'surgeon' }))).toMatchObject({ advice: 'it holds: doctor, nurse' });
    expect((await problem(choose({}, { ...clinic, users: {} }))).message).toBe('user nurse does not exist in the kubeconfig');
  });

  it('asks for a context where none is current', async () => {
    const { current: _current, ...withoutCurrent } = clinic;
    expect(await problem(choose({}, withoutCurrent))).toMatchObject({
      message: 'the kubeconfig has no current context',
      advice: 'choose one with --context: doctor@lab, nurse@ward',
    });
  });

  it('takes --server alone, without any kubeconfig', async () => {
    const target = await chooseTarget({ ...noFlags, server: 'http://127.0.0.1:8001' }, bareMachine('/nowhere'));
    expect(target.cluster.server.href).toBe('http://127.0.0.1:8001/');
  });

  it('refuses an address that is no URL or holds credentials, without repeating it', async () => {
    for (const server of ['ftp://ward.test', 'https://', 'https://nurse:sesame@ward.test']) {
      const error = await problem(choose({ server }));
      expect(error.message).toBe('the address of the API server is no http or https URL');
    }
  });
});

describe('impersonation', () => {
  const acting = {
    ...clinic,
    users: { nurse: { as: 'matron', 'as-uid': '7', 'as-groups': ['wards', 'nights'], 'as-user-extra': { reason: ['audit'] } } },
  };

  async function impersonate(flags: Partial<TargetFlags>, parts: Parameters<typeof writeKubeconfig>[2]) {
    const folder = await temporaryFolder();
    const kubeconfig = await writeKubeconfig(folder, 'config', parts);
    return (await chooseTarget({ ...noFlags, kubeconfig, ...flags }, bareMachine(folder))).impersonate;
  }

  it('comes from the flags, or from the kubeconfig', async () => {
    expect(await impersonate({}, clinic)).toBeUndefined();
    expect(await impersonate({ as: 'doctor', asGroups: ['surgery', 'nights'] }, clinic)).toMatchObject({
      user: 'doctor',
      groups: ['surgery', 'nights'],
    });
    expect(await impersonate({}, acting)).toEqual({
      user: 'matron',
      uid: '7',
      groups: ['wards', 'nights'],
      extra: new Map([['reason', ['audit']]]),
    });
    expect(await impersonate({ asGroups: ['days'] }, acting)).toMatchObject({ user: 'matron', groups: ['days'] });
  });

  it('needs a user where there are groups or a UID', async () => {
    for (const flags of [{ asGroups: ['surgery'] }, { asUid: '7' }]) {
      expect((await problem(impersonate(flags, clinic))).advice).toBe('add --as USER to --as-group or --as-uid');
    }
  });
});

describe('inside a pod', () => {
  it("takes the pod's ServiceAccount where there is no kubeconfig", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'token'), 'pod-token');
    await writeFile(join(folder, 'ca.crt'), 'PEM');
    await writeFile(join(folder, 'namespace'), 'audit\n');
    const env = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' };
    const surroundings = bareMachine('/nowhere', { env, serviceAccountFolder: folder });
    const target = await chooseTarget(noFlags, surroundings);
    expect(target).toMatchObject({ context: undefined, namespace: 'audit', user: { tokenFile: join(folder, 'token') } });
    expect(target.cluster).toMatchObject({ server: new URL('https://[fd00::1]'), caFile: join(folder, 'ca.crt') });
  });

  it('needs both the variables and the token', async () => {
    const folder = await temporaryFolder();
    const env = { KUBERNETES_SERVICE_HOST: '10.0.0.1', KUBERNETES_SERVICE_PORT: '443' };
    await expect(chooseTarget(noFlags, bareMachine('/nowhere', { env, serviceAccountFolder: folder }))).rejects.toThrow(
      'no cluster to ask',
    );
    await writeFile(join(folder, 'token'), 'pod-token');
    await expect(chooseTarget(noFlags, bareMachine('/nowhere', { serviceAccountFolder: folder }))).rejects.toThrow('no cluster to ask');
  });
});
