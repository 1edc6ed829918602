import { describe, expect, it } from 'vitest';
import { checkout, type Event, enter, log, rightsOf } from './events.ts';

/** An entry of Google's Cloud Audit Logs about a request of the shop's checkout. */
function entry(payload: Event = {}, more: Event = {}): Event {
  return {
    insertId: '17',
    labels: {
      'authorization.k8s.io/decision': 'allow',
      'authorization.k8s.io/reason': 'RBAC: allowed by RoleBinding "checkout/shop" of Role "checkout"',
    },
    logName: 'projects/shop/logs/cloudaudit.googleapis.com%2Fdata_access',
    operation: { first: true, id: 'b2c2', last: true, producer: 'k8s.io' },
    protoPayload: {
      '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
      authenticationInfo: { principalEmail: checkout },
      authorizationInfo: [
        { granted: true, permission: 'io.k8s.core.v1.configmaps.get', resource: 'core/v1/namespaces/shop/configmaps/flags' },
      ],
      methodName: 'io.k8s.core.v1.configmaps.get',
      resourceName: 'core/v1/namespaces/shop/configmaps/flags',
      serviceName: 'k8s.io',
      status: { code: 0 },
      ...payload,
    },
    resource: { labels: { cluster_name: 'shop' }, type: 'k8s_cluster' },
    timestamp: '2026-10-18T09:00:00.043988Z',
    ...more,
  };
}

const used = (...entries: readonly Event[]) => rightsOf(enter(log(...entries)).usage, checkout);

describe('an entry of Cloud Audit Logs', () => {
  it.each([
    ['io.k8s.core.v1.configmaps.get', 'core/v1/namespaces/shop/configmaps/flags', 'get configmaps(flags) in shop'],
    ['io.k8s.core.v1.pods.list', 'core/v1/namespaces/shop/pods', 'list pods in shop'],
    ['io.k8s.core.v1.pods.list', 'core/v1/pods', 'list pods'],
    ['io.k8s.core.v1.configmaps.watch', 'core/v1/namespaces/shop/configmaps/flags', 'watch configmaps(flags) in shop'],
    ['io.k8s.core.v1.pods.create', 'core/v1/namespaces/shop/pods/cart-1', 'create pods in shop'],
    ['io.k8s.core.v1.pods.exec.create', 'core/v1/namespaces/shop/pods/cart-1/exec', 'create pods/exec(cart-1) in shop'],
    ['io.k8s.core.v1.nodes.proxy.get', 'core/v1/nodes/n1/proxy/metrics/cadvisor', 'get nodes/proxy(n1)'],
    [
      'io.k8s.apps.v1.deployments.scale.patch',
      'apps/v1/namespaces/shop/deployments/cart/scale',
      'patch deployments.apps/scale(cart) in shop',
    ],
    [
      'io.k8s.authorization.rbac.v1.clusterroles.update',
      'rbac.authorization.k8s.io/v1/clusterroles/x',
      'update clusterroles.rbac.authorization.k8s.io(x)',
    ],
    [
      'com.example.db.v1.databases.deletecollection',
      'db.example.com/v1/namespaces/shop/databases',
      'deletecollection databases.db.example.com in shop',
    ],
    ['io.k8s.core.v1.namespaces.get', 'core/v1/namespaces/shop', 'get namespaces(shop) in shop'],
    ['io.k8s.core.v1.namespaces.status.update', 'core/v1/namespaces/shop/status', 'update namespaces/status(shop) in shop'],
    ['io.k8s.core.v1.namespaces.create', 'core/v1/namespaces/cart', 'create namespaces'],
    ['io.k8s.get', 'metrics', 'get /metrics'],
  ])('%s on %s', (methodName, resourceName, right) => {
    expect(used(entry({ methodName, resourceName }))).toEqual([right]);
  });

  it('is refused where its label, its grant or its status says so', () => {
    const unlabelled = { labels: {} };
    expect(used(entry({}, { labels: { 'authorization.k8s.io/decision': 'forbid' } }))).toEqual([]);
    expect(used(entry({ authorizationInfo: [{ granted: false }] }, unlabelled))).toEqual([]);
    expect(used(entry({ authorizationInfo: [], status: { code: 7 } }, unlabelled))).toEqual([]);
    expect(used(entry({ authorizationInfo: [], status: { code: 5 } }, unlabelled))).toEqual(['get configmaps(flags) in shop']);
  });

  it('allowed by IAM is no use of RBAC', () => {
    const labels = { 'authorization.k8s.io/decision': 'allow', 'authorization.k8s.io/reason': 'access granted by IAM permissions.' };
    expect(used(entry({}, { labels }))).toEqual([]);
  });

  it('of a long-running request counts once', () => {
    const operation = (marks: Event) => ({ operation: { id: 'w', ...marks } });
    const { ledger } = enter(log(entry({}, operation({ first: true })), entry({}, operation({ last: true }))));
    expect(ledger.counts.requests).toBe(1);
  });

  it('says in which group the user is only where RBAC allowed it through that group, and that is told', () => {
    const labels = {
      'authorization.k8s.io/decision': 'allow',
      'authorization.k8s.io/reason': 'RBAC: allowed by RoleBinding "x/y" of Role "x" to Group "shop devs"',
    };
    const { usage, report } = enter(log(entry({ authenticationInfo: { principalEmail: 'ines@example.com' } }, { labels }), entry()));
    expect(usage.map(({ identity }) => identity)).toEqual([
      { user: 'ines@example.com', groups: ['shop devs', 'system:authenticated'] },
      { user: checkout, groups: ['system:authenticated', 'system:serviceaccounts', 'system:serviceaccounts:shop'] },
    ]);
    expect(report.counts.withoutGroups).toBe(2);
  });

  it('of another service is passed over', () => {
    const { report } = enter(
      log(entry({ serviceName: 'compute.googleapis.com', methodName: 'v1.compute.instances.get' }), entry({ methodName: 7 })),
    );
    expect(report.counts).toMatchObject({ events: 0, otherRecords: 2 });
  });
});
