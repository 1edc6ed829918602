import { describe, expect, it } from 'vitest';
import { proxyFromEnvironment } from '../../../src/collector/cluster/proxy.ts';

const server = new URL('https://api.clinic.test:6443');
const proxy = 'http://proxy.test:3128';

describe('proxyFromEnvironment', () => {
  it('takes the variable for the scheme of the server, upper case first', () => {
    expect(proxyFromEnvironment(server, {})).toBeUndefined();
    expect(proxyFromEnvironment(server, { HTTPS_PROXY: proxy, https_proxy: 'http://other.test' })).toBe(proxy);
    expect(proxyFromEnvironment(server, { https_proxy: proxy, HTTP_PROXY: 'http://other.test' })).toBe(proxy);
    expect(proxyFromEnvironment(new URL('http://api.clinic.test'), { HTTP_PROXY: proxy })).toBe(proxy);
    expect(proxyFromEnvironment(server, { ALL_PROXY: proxy })).toBeUndefined();
  });

  it('takes an address without scheme for http', () => {
    expect(proxyFromEnvironment(server, { HTTPS_PROXY: 'proxy.test:3128' })).toBe(proxy);
  });

  it.each(['https://localhost:6443', 'https://127.0.0.1:6443', 'https://127.8.8.8', 'https://[::1]:6443'])('goes to %s directly', (url) => {
    expect(proxyFromEnvironment(new URL(url), { HTTPS_PROXY: proxy })).toBeUndefined();
  });

  it.each([
    ['*', 'https://api.clinic.test'],
    ['other.test, clinic.test', 'https://api.clinic.test'],
    ['API.clinic.test', 'https://api.clinic.test'],
    ['.clinic.test', 'https://api.clinic.test'],
    ['*.clinic.test', 'https://api.clinic.test'],
    ['api.clinic.test:6443', 'https://api.clinic.test:6443'],
    ['clinic.test:443', 'https://api.clinic.test'],
    ['10.0.0.0/8', 'https://10.96.0.1'],
    ['10.96.0.1', 'https://10.96.0.1:6443'],
    ['10.96.0.1:6443', 'https://10.96.0.1:6443'],
    ['fd00::/8', 'https://[fd00::1]:6443'],
    ['fd00::1', 'https://[fd00::1]:6443'],
    ['[fd00::1]:6443', 'https://[fd00::1]:6443'],
  ])('NO_PROXY=%s exempts %s', (noProxy, url) => {
    expect(proxyFromEnvironment(new URL(url), { HTTPS_PROXY: proxy, NO_PROXY: noProxy })).toBeUndefined();
  });

  it.each([
    ['other.test', 'https://api.clinic.test'],
    ['inic.test', 'https://api.clinic.test'],
    ['.clinic.test', 'https://clinic.test'],
    ['api.clinic.test:443', 'https://api.clinic.test:6443'],
    ['10.0.0.0/8', 'https://11.0.0.1'],
    ['10.0.0.0/33', 'https://10.0.0.1'],
    ['10.0.0.0/8', 'https://api.clinic.test'],
    ['0.1', 'https://10.0.0.1'],
    [',', 'https://api.clinic.test'],
  ])('NO_PROXY=%s does not exempt %s', (noProxy, url) => {
    expect(proxyFromEnvironment(new URL(url), { HTTPS_PROXY: proxy, no_proxy: noProxy })).toBe(proxy);
  });
});
