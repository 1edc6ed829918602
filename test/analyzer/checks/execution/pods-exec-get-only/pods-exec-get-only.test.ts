import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, role, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn } from '../../judge.ts';

const check = 'pods-exec-get-only';
const get = { apiGroups: [''], resources: ['pods/exec'], verbs: ['get'] };
const create = { ...get, verbs: ['create'] };

describe(check, () => {
  const everywhere = [clusterRole('viewer', get), clusterRoleBinding('viewer', 'ClusterRole/viewer', 'user:ines')];
  const local = [clusterRole('viewer', get), roleBinding('shop', 'viewer', 'ClusterRole/viewer', 'user:ines')];

  it('finds who can run commands though it looks like reading', () => {
    expect(titlesIn(check, 'fires')).toEqual(['Group shop-support can run commands in pods with get alone in shop']);
  });

  it('is as bad as exec where the version is not known, or is older than 1.35', () => {
    for (const kubernetesVersion of [undefined, '1.20', 'v1.34.2-eks-508b6b3']) {
      expect(findingOf(check, everywhere, { kubernetesVersion }).severity).toBe('critical');
      expect(findingOf(check, local, { kubernetesVersion }).severity).toBe('high');
    }
  });

  it('is info from 1.35 on, where a WebSocket needs create too', () => {
    for (const kubernetesVersion of ['1.35', 'v1.36.0']) {
      const { severity, title } = findingOf(check, everywhere, { kubernetesVersion });
      expect([severity, title]).toEqual(['info', 'User ines can get pods/exec, without effect in all namespaces']);
    }
  });

  it('is info from 1.35 on for everybody too: nothing is nothing', () => {
    const all = clusterRoleBinding(
      'viewer',
      'ClusterRole/viewer',
      'group:system:authenticated',
      'user:system:anonymous',
      'sa:shop/default',
    );
    const found = (kubernetesVersion: string) => findingsOf(check, [clusterRole('viewer', get), all], { kubernetesVersion });
    expect(found('1.35').map(({ severity }) => severity)).toEqual(['info', 'info', 'info']);
    expect(found('1.34').map(({ severity }) => severity)).toEqual(['critical', 'critical', 'critical']);
  });

  it('does not take the version of a discovery file without one for known', () => {
    const discovery = { resources: [], complete: true, version: '' };
    expect(findingOf(check, everywhere, { discovery }).severity).toBe('critical');
    expect(findingOf(check, everywhere, { discovery: { ...discovery, version: '1.36' } }).severity).toBe('info');
  });

  it('is not said of who may create the same, by whatever role or group', () => {
    const group = clusterRoleBinding('shell', 'ClusterRole/shell', 'group:system:authenticated');
    expect(findingsOf(check, [...everywhere, clusterRole('shell', create), group])).toEqual([]);
  });

  it('is said where create is for other pods, or for another namespace', () => {
    const named = role('shop', 'shell', { ...create, resourceNames: ['toolbox-0'] });
    expect(findingsOf(check, [...local, named, roleBinding('shop', 'shell', 'Role/shell', 'user:ines')])).toHaveLength(1);
    const elsewhere = role('clinic', 'shell', create);
    expect(findingsOf(check, [...local, elsewhere, roleBinding('clinic', 'shell', 'Role/shell', 'user:ines')])).toHaveLength(1);
  });

  it('is not said where create is for the same names', () => {
    const both = role('shop', 'shell', { ...get, verbs: ['create', 'get'], resourceNames: ['toolbox-0'] });
    expect(findingsOf(check, [both, roleBinding('shop', 'shell', 'Role/shell', 'user:ines')])).toEqual([]);
  });
});
