import type { Discovery } from '../../model/discovery.ts';
import type { Limitation } from '../../model/gap.ts';
import { parseDiscovery } from '../discovery.ts';
import { listAt, textAt, textsAt } from '../fields.ts';
import { ApiError } from './api-error.ts';
import type { Get } from './get.ts';

/** Servers from 1.26 on answer with all groups in one document, older ones with a list of what to ask for. */
const aggregated = ['v2', 'v2beta1'].map((version) => `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`);
const accept = [...aggregated, 'application/json'].join(',');

/** An aggregated API that is down stays down for longer than our patience with lists: its 503 is taken after one more try. */
const retries = 1;

/** A discovery document, or why there is none. */
interface Document {
  value?: unknown;
  limitation?: Limitation;
}

/**
 * Reads the discovery documents of the server and what they say. What cannot be read is a limitation, and the discovery is
 * then not complete; undefined where nothing could be read. Never throws an ApiError.
 */
export async function discover(get: Get, version: string): Promise<{ discovery: Discovery | undefined; limitations: Limitation[] }> {
  const roots = await Promise.all(['/api', '/apis'].map((path) => readDocument(get, path)));
  const paths = roots.flatMap(({ value }) => announcedPaths(value));
  const documents = [...roots, ...(await Promise.all(paths.map((path) => readDocument(get, path))))];
  return {
    discovery: parseDiscovery(
      documents.map(({ value }) => value),
      version,
    ),
    limitations: documents.flatMap(({ value, limitation }) => limitation ?? staleVersions(value)),
  };
}

async function readDocument(get: Get, path: string): Promise<Document> {
  try {
    return { value: await get(path, { accept, retries }) };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { limitation: unknownPart(path, error.message) };
  }
}

/** Where to ask on, for a server that does not aggregate its discovery. */
function announcedPaths(root: unknown): string[] {
  if (textAt(root, 'kind') === 'APIVersions') {
    return textsAt(root, 'versions')
      .filter((version) => /^[a-z0-9]+$/.test(version))
      .map((version) => `/api/${version}`);
  }
  return listAt(root, 'groups')
    .flatMap((group) => listAt(group, 'versions'))
    .flatMap((version) => textAt(version, 'groupVersion') ?? [])
    .filter((groupVersion) => /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?\/[a-z0-9]+$/.test(groupVersion))
    .map((groupVersion) => `/apis/${groupVersion}`);
}

/** The versions of an aggregated document behind which an aggregated API did not answer. */
function staleVersions(document: unknown): Limitation[] {
  return listAt(document, 'items').flatMap((group) =>
    listAt(group, 'versions')
      .filter((version) => textAt(version, 'freshness') === 'Stale')
      .map((version) => {
        const path = `/apis/${textAt(group, 'metadata', 'name') ?? ''}/${textAt(version, 'version') ?? ''}`;
        return unknownPart(path, 'its API server does not answer');
      }),
  );
}

function unknownPart(path: string, reason: string): Limitation {
  return { code: 'discovery-failed', source: path, message: `what ${path} serves is not known: ${reason}` };
}
