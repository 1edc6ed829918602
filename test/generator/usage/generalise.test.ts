import { describe, expect, it } from 'vitest';
import { builtinDiscovery } from '../../../src/facts/kubernetes.ts';
import { generalise } from '../../../src/generator/usage/generalise.ts';
import { usedBoxesOf } from '../../../src/generator/usage/narrow-to-usage.ts';
import { type Generalisation, generalisations } from '../../../src/model/usage.ts';
import { right } from './usage.ts';

/** What is given beyond what was used, in words. */
function beyond(used: readonly string[], chosen: readonly Generalisation[] = generalisations): string[] {
  const boxes = used.flatMap((words) => usedBoxesOf(right(words), () => true));
  return generalise(boxes, new Set(chosen), builtinDiscovery('1.36')).map(({ box: { scope, rule }, by }) => {
    const names = rule.resourceNames.length === 0 ? '' : `(${rule.resourceNames.join()})`;
    const [group = ''] = rule.apiGroups;
    return `${by}: ${rule.verbs.join()} ${rule.resources.join()}${group === '' ? '' : `.${group}`}${names} in ${scope}`;
  });
}

describe('reads', () => {
  it.each([
    ['get', ['list', 'watch']],
    ['list', ['get', 'watch']],
    ['watch', ['get', 'list']],
  ])('come together: %s', (verb, others) => {
    expect(beyond([`${verb} configmaps in shop`])).toEqual(others.map((other) => `reads: ${other} configmaps in shop`));
  });

  it('keep their names and their place', () => {
    expect(beyond(['get configmaps(flags) in shop'])).toEqual([
      'reads: list configmaps(flags) in shop',
      'reads: watch configmaps(flags) in shop',
    ]);
    expect(beyond(['list pods'])).toEqual(['reads: get pods in *', 'reads: watch pods in *']);
  });

  it.each([
    'get secrets in shop',
    'list secrets in shop',
    'get secrets(key) in shop',
    'get nodes/log',
    'get pods/exec(web) in shop',
    'get pods/proxy in shop',
  ])('of what reaches further are never made up: %s', (used) => {
    expect(beyond([used])).toEqual([]);
  });

  it('are those that the API serves; of what nobody knows, all', () => {
    expect(beyond(['get pods/log in shop'])).toEqual([]);
    expect(beyond(['get widgets.example.com in shop'])).toHaveLength(2);
  });
});

describe('updates', () => {
  it('come as update and as patch', () => {
    expect(beyond(['update deployments.apps(cart) in shop'])).toEqual(['updates: patch deployments.apps(cart) in shop']);
    expect(beyond(['patch deployments.apps/scale in shop'])).toEqual(['updates: update deployments/scale.apps in shop']);
  });

  it.each([
    'update rolebindings.rbac.authorization.k8s.io in shop',
    'patch certificatesigningrequests.certificates.k8s.io/approval',
    'update networkpolicies.networking.k8s.io in shop',
    'patch namespaces(shop) in shop',
    'update secrets(key) in shop',
  ])('of what is privileged stay what they are: %s', (used) => {
    expect(beyond([used])).toEqual([]);
  });
});

describe('names', () => {
  const named = (count: number, what = 'delete configmaps', where = 'in shop') =>
    `${what}(${Array.from({ length: count }, (_, i) => `c${i}`).join()}) ${where}`;

  it('give way where they are five or more', () => {
    expect(beyond([named(4)])).toEqual([]);
    expect(beyond([named(5)])).toEqual(['names: delete configmaps in shop']);
  });

  it('give way for the verb that was used so often, and no other', () => {
    expect(beyond([named(5), 'get configmaps(a) in shop'], ['names'])).toEqual(['names: delete configmaps in shop']);
  });

  it.each<[string, string?]>([
    ['get secrets'],
    ['get configmaps', 'in kube-system'],
    ['create serviceaccounts/token'],
    ['impersonate users', ''],
    ['bind clusterroles.rbac.authorization.k8s.io', ''],
    ['create pods/exec'],
    ['delete networkpolicies.networking.k8s.io'],
  ])('stay, however many, for %s %s', (what, where) => {
    expect(beyond([named(50, what, where)], ['names', 'generated-names'])).toEqual([]);
  });
});

describe('generated names', () => {
  it.each([
    'delete pods(cart-6d4cf56db6-x7k2p) in shop',
    'get pods/log(build-7k2bz) in shop',
    'delete replicasets.apps(cart-6d4cf56db6) in shop',
    'get jobs.batch(stock-sync-28473120) in shop',
    'patch events(cart.17f2a9c3d4e5b6a7) in shop',
    'update leases.coordination.k8s.io(apiserver-abcd-3f2504e0-4f89-11d3-9a0c-0305e82c3301) in kube-system',
  ])('stand for all: %s', (used) => {
    expect(beyond([used], ['generated-names'])).toHaveLength(1);
  });

  it.each([
    'delete pods(database-0) in shop',
    'get pods(web) in shop',
    'get configmaps(flags-x7k2p) in shop',
    'get secrets(token-x7k2p) in shop',
  ])('are told from chosen ones, and from those of things that stay: %s', (used) => {
    expect(beyond([used], ['generated-names'])).toEqual([]);
  });
});

describe('leases', () => {
  it('are held by getting, updating and patching them, and by no more', () => {
    expect(beyond(['update leases.coordination.k8s.io(leader) in shop'], ['leases'])).toEqual([
      'leases: get leases.coordination.k8s.io(leader) in shop',
      'leases: patch leases.coordination.k8s.io(leader) in shop',
    ]);
  });
});

it.each([
  'create pods in shop',
  'delete pods(web) in shop',
  'deletecollection pods in shop',
  'create pods/eviction(web) in shop',
  'get /metrics',
])('nothing is made up from %s', (used) => {
  expect(beyond([used])).toEqual([]);
});

it('nothing is generalised where nothing was chosen', () => {
  expect(beyond(['get configmaps(a,b,c,d,e) in shop', 'update leases.coordination.k8s.io(x) in shop'], [])).toEqual([]);
});
