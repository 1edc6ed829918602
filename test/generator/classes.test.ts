import { describe, expect, it } from 'vitest';
import { classOfPath, classOfResource } from '../../src/generator/classes.ts';

const rbac = 'rbac.authorization.k8s.io';

describe('the class of a verb on a resource', () => {
  it.each([
    ['get', '', 'pods'],
    ['list', '', 'configmaps'],
    ['watch', 'apps', 'deployments'],
    ['get', '', 'pods/log'],
    ['get', 'apps', 'deployments/scale'],
    ['get', '', 'pods/status'],
    ['list', 'apps', '*'],
    ['get', '*', 'pods'],
    ['get', '*', '*/scale'],
    ['list', rbac, 'rolebindings'],
    ['get', 'certificates.k8s.io', 'certificatesigningrequests'],
    ['get', '', 'namespaces'],
    ['get', '', 'serviceaccounts/token'],
    ['create', 'authorization.k8s.io', 'subjectaccessreviews'],
    ['create', 'authorization.k8s.io', 'selfsubjectrulesreviews'],
    ['create', 'authentication.k8s.io', 'tokenreviews'],
  ])('%s %j %s is read', (verb, group, resource) => {
    expect(classOfResource(verb, group, resource)).toEqual({ class: 'read' });
  });

  it.each([
    ['create', '', 'pods'],
    ['delete', '', 'configmaps'],
    ['deletecollection', 'batch', 'jobs'],
    ['patch', 'apps', 'deployments/scale'],
    ['update', 'apps', '*'],
    ['create', '', 'pods/eviction'],
    ['create', '', 'subjectaccessreviews'],
    ['update', 'authorization.k8s.io', 'subjectaccessreviews'],
    ['create', '*', 'pods'],
    ['frobnicate', 'clinic.example', 'patients'],
    ['Get', '', 'pods'],
    ['', '', 'pods'],
  ])('%s %j %s is write', (verb, group, resource) => {
    expect(classOfResource(verb, group, resource)).toEqual({ class: 'write' });
  });

  it.each([
    ['every verb', '*', '', 'pods'],
    ['secrets', 'get', '', 'secrets'],
    ['secrets', 'watch', '', 'secrets'],
    ['secrets', 'delete', '', 'secrets'],
    ['secrets', 'list', '*', 'secrets'],
    ['secrets', 'list', '', '*'],
    ['secrets', 'get', '*', '*'],
    ['secrets', 'patch', '*', '*'],
    ['nodes', 'get', '', 'nodes/log'],
    ['nodes', 'get', '', '*/log'],
    ['exec', 'get', '', 'nodes/proxy'],
    ['exec', 'get', '', 'services/proxy'],
    ['exec', 'create', '', 'pods/exec'],
    ['exec', 'get', '', 'pods/exec'],
    ['exec', 'create', '', 'pods/portforward'],
    ['exec', 'create', '', 'nodes/checkpoint'],
    ['exec', 'patch', '', 'pods/ephemeralcontainers'],
    ['exec', 'get', '*', '*/attach'],
    ['exec', 'proxy', '', 'services'],
    ['identity', 'impersonate', '', 'users'],
    ['identity', 'impersonate:user-info', 'authentication.k8s.io', 'users'],
    ['identity', 'impersonate-on:user-info:list', '', 'pods'],
    ['identity', 'create', '', 'serviceaccounts/token'],
    ['identity', 'request-serviceaccounts-token-audience', '', 'vault'],
    ['identity', 'approve', 'certificates.k8s.io', 'signers'],
    ['identity', 'sign', 'certificates.k8s.io', 'signers'],
    ['identity', 'attest', 'certificates.k8s.io', 'signers'],
    ['identity', 'create', 'certificates.k8s.io', 'certificatesigningrequests'],
    ['identity', 'update', 'certificates.k8s.io', 'certificatesigningrequests/approval'],
    ['identity', 'create', 'certificates.k8s.io', 'certificatesigningrequests/nodeclient'],
    ['delegation', 'bind', rbac, 'clusterroles'],
    ['delegation', 'escalate', rbac, 'roles'],
    ['delegation', 'update', rbac, 'rolebindings'],
    ['delegation', 'create', rbac, '*'],
    ['policy', 'use', 'policy', 'podsecuritypolicies'],
    ['policy', 'use', 'security.openshift.io', 'securitycontextconstraints'],
    ['policy', 'patch', '', 'namespaces'],
    ['policy', 'delete', 'networking.k8s.io', 'networkpolicies'],
    ['policy', 'delete', 'extensions', 'networkpolicies'],
    ['policy', 'update', 'admissionregistration.k8s.io', 'mutatingwebhookconfigurations'],
    ['policy', 'create', 'scheduling.k8s.io', 'priorityclasses'],
    ['policy', 'create', 'node.k8s.io', 'runtimeclasses'],
    ['policy', 'delete', 'constraints.gatekeeper.sh', 'k8sallowedrepos'],
  ])('as %s, %s %j %s is privileged', (area, verb, group, resource) => {
    expect(classOfResource(verb, group, resource)).toEqual({ class: 'privileged', area });
  });
});

describe('the class of a verb on a path', () => {
  it.each([
    ['get', { class: 'read' }],
    ['head', { class: 'read' }],
    ['options', { class: 'read' }],
    ['post', { class: 'write' }],
    ['delete', { class: 'write' }],
    ['*', { class: 'privileged', area: 'every verb' }],
  ])('%s', (verb, expected) => {
    expect(classOfPath(verb)).toEqual(expected);
  });
});
