import { BlockList, isIP, isIPv6 } from 'node:net';
import type { Surroundings } from './surroundings.ts';

/**
 * The proxy that the environment names for a server, as Go's (and so kubectl's) http.ProxyFromEnvironment decides:
 * HTTPS_PROXY or HTTP_PROXY by the server's scheme, upper case first, unless NO_PROXY or loopback says otherwise.
 */
export function proxyFromEnvironment(server: URL, env: Surroundings['env']): string | undefined {
  const name = server.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const proxy = env[name] || env[name.toLowerCase()];
  if (!proxy) return undefined;
  const host = server.hostname.replace(/^\[|\]$/g, '');
  const port = server.port || (server.protocol === 'https:' ? '443' : '80');
  if (isLoopback(host) || isExempt(host, port, env.NO_PROXY || env.no_proxy || '')) return undefined;
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

function isLoopback(host: string): boolean {
  return host === 'localhost' || (isIP(host) !== 0 && loopback.check(host, isIPv6(host) ? 'ipv6' : 'ipv4'));
}

function isExempt(host: string, port: string, noProxy: string): boolean {
  return noProxy
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .some((entry) => entry === '*' || (entry !== '' && exempts(entry, host.toLowerCase(), port)));
}

/** One entry of NO_PROXY: a CIDR, or an address or domain with or without a port; `.d` means only below the domain d. */
function exempts(entry: string, host: string, port: string): boolean {
  const [network = '', prefix] = entry.split('/');
  if (prefix !== undefined)
    return isIP(host) !== 0 && isIP(network) === isIP(host) && subnet(network, Number(prefix)).check(host, family(host));
  const { name, onlyPort } = splitPort(entry);
  if (onlyPort !== undefined && onlyPort !== port) return false;
  if (name.startsWith('*.')) return host.endsWith(name.slice(1));
  if (name.startsWith('.')) return host.endsWith(name);
  return host === name || (isIP(host) === 0 && host.endsWith(`.${name}`));
}

function splitPort(entry: string): { name: string; onlyPort: string | undefined } {
  const [, name, onlyPort] = (isIP(entry) === 0 && /^(.*):(\d+)$/.exec(entry)) || [undefined, entry, undefined];
  return { name: (name ?? '').replace(/^\[|\]$/g, ''), onlyPort };
}

function family(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}

/** An empty list, which exempts nothing, where the prefix length is out of range. */
function subnet(network: string, prefix: number): BlockList {
  const list = new BlockList();
  if (Number.isInteger(prefix) && prefix >= 0 && prefix <= (isIPv6(network) ? 128 : 32)) list.addSubnet(network, prefix, family(network));
  return list;
}
