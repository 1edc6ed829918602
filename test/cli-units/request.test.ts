import { describe, expect, it } from 'vitest';
import { asOneRequest, type RequestArguments, readRequest } from '../../src/cli/request.ts';
import { UserError } from '../../src/model/error.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { accessTo, clusterRole } from '../analyzer/snapshot.ts';

const manifests = accessTo([
  clusterRole('wards', { verbs: ['get'], apiGroups: ['clinic.example.com'], resources: ['wards'] }),
  clusterRole('rooms', { verbs: ['get'], apiGroups: ['clinic.example.com', 'hotel.example.com'], resources: ['rooms'] }),
]).snapshot;
const cluster: Snapshot = { ...manifests, discovery: { ...manifests.discovery, complete: true } };

function read(asked: Partial<RequestArguments>, snapshot = manifests) {
  const notices: string[] = [];
  const question = readRequest({ verb: 'get', resource: 'pods', namespace: undefined, ...asked }, snapshot, (line) => notices.push(line));
  return { question, notices };
}

describe('VERB RESOURCE [NAME]', () => {
  it.each([
    ['pods', { group: '', resource: 'pods', subresource: '' }, true],
    ['po', { group: '', resource: 'pods', subresource: '' }, true],
    ['Deployment', { group: 'apps', resource: 'deployments', subresource: '' }, true],
    ['deployments.apps/scale', { group: 'apps', resource: 'deployments', subresource: 'scale' }, true],
    ['nodes', { group: '', resource: 'nodes', subresource: '' }, false],
    ['pods/exec', { group: '', resource: 'pods', subresource: 'exec' }, true],
  ])('%s', (resource, expected, namespaced) => {
    const { question, notices } = read({ resource });
    expect(question).toMatchObject({ request: { verb: 'get', name: '', namespace: undefined, ...expected }, namespaced });
    expect(notices).toEqual([]);
  });

  it('takes the subresource from its flag, the name and the namespace as they are', () => {
    expect(read({ subresource: 'log', name: 'cart', namespace: 'shop' }).question).toMatchObject({
      request: { resource: 'pods', subresource: 'log', name: 'cart', namespace: 'shop' },
    });
  });

  it('offers the name where it stands in place of a subresource', () => {
    const wrong = () => read({ resource: 'pods/cart' });
    expect(wrong).toThrow('pods has no subresource cart');
    expect(wrong).toThrow(expect.objectContaining({ advice: expect.stringContaining('get pods cart') }));
  });

  it('says which of several groups is taken', () => {
    expect(read({ resource: 'events' }).notices).toEqual([
      expect.stringMatching(/^events is taken as that of the core group; there is also events\.events\.k8s\.io$/),
    ]);
  });

  it('warns of a verb that Kubernetes does not know, with the nearest', () => {
    expect(read({ verb: 'delte' }).notices).toEqual([expect.stringMatching(/delte is no verb .* \(did you mean delete\?\)/)]);
    expect(read({ verb: 'bind', resource: 'clusterroles' }).notices).toEqual([]);
  });
});

describe('a resource that nobody knows', () => {
  it('is refused where the cluster told all that it serves', () => {
    const wrong = () => read({ resource: 'secrts' }, cluster);
    expect(wrong).toThrow(UserError);
    expect(wrong).toThrow(expect.objectContaining({ advice: 'did you mean secrets?' }));
  });

  it('is asked literally where only a table is known, with the nearest', () => {
    const { question, notices } = read({ resource: 'secrts' });
    expect(question).toMatchObject({ request: { group: '', resource: 'secrts' }, namespaced: undefined });
    expect(notices).toEqual([
      expect.stringMatching(/^secrts is no resource of Kubernetes itself; asked literally \(did you mean secrets\?\)$/),
    ]);
  });

  it('is asked in the one group in which roles name it', () => {
    const { question, notices } = read({ resource: 'wards' });
    expect(question).toMatchObject({ request: { group: 'clinic.example.com', resource: 'wards' } });
    expect(notices).toEqual([expect.stringContaining('roles name it in clinic.example.com')]);
  });

  it('is asked as it is where roles name it in several groups, or where its group is given', () => {
    expect(read({ resource: 'rooms' }).question).toMatchObject({ request: { group: '', resource: 'rooms' } });
    expect(read({ resource: 'wards.shop.example.com' }).question).toMatchObject({
      request: { group: 'shop.example.com', resource: 'wards' },
    });
  });
});

describe('VERB /path', () => {
  it('is a question about a URL', () => {
    expect(read({ resource: '/metrics' })).toEqual({ question: { verb: 'get', path: '/metrics' }, notices: [] });
  });

  it('takes no name', () => {
    expect(() => read({ resource: '/metrics', name: 'cart' })).toThrow(UserError);
  });

  it('has HTTP methods for verbs', () => {
    expect(read({ verb: 'create', resource: '/metrics' }).notices).toEqual([expect.stringContaining('get')]);
    expect(read({ verb: '*', resource: '/metrics' }).notices).toEqual([]);
  });
});

describe('a question as one request', () => {
  it.each([
    [{ resource: 'pods' }, 'shop'],
    [{ resource: 'nodes' }, ''],
    [{ resource: 'namespaces', name: 'clinic' }, 'clinic'],
    [{ resource: 'namespaces', verb: 'list' }, ''],
    [{ resource: 'wards' }, 'shop'],
  ])('about %j in namespace shop is asked in %j', (asked, namespace) => {
    const { question } = read(asked);
    expect('path' in question ? undefined : asOneRequest(question, 'shop').namespace).toBe(namespace);
  });
});
