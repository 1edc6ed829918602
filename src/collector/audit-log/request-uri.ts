/** The path of a request URI as the authorizer gets it: without query, percent codes decoded where they are valid. */
export function pathOf(uri: string): string {
  const query = uri.indexOf('?');
  const raw = query < 0 ? uri : uri.slice(0, query);
  // Requests by way of a proxy may carry a whole URL.
  const path = raw.startsWith('/') ? raw : raw.replace(/^[a-z]+:\/\/[^/]*/i, '');
  return decoded(path);
}

/** The namespace in the path of a request for a resource, `''` where there is none (requestinfo.go NewRequestInfo). */
export function namespaceIn(uri: string): string {
  const parts = pathOf(uri)
    .split('/')
    .filter((part) => part !== '');
  const rest = parts.slice(parts[0] === 'api' ? 2 : 3);
  const [first, namespace, ...others] = rest[0] === 'watch' || rest[0] === 'proxy' ? rest.slice(1) : rest;
  return first === 'namespaces' && namespace !== undefined && others.length > 0 ? namespace : '';
}

/** True for the old form `/api/v1/watch/…`, whose name is in the path. */
export function isLegacyWatch(uri: string): boolean {
  return /^\/(?:api\/[^/]+|apis\/[^/]+\/[^/]+)\/watch\//.test(uri);
}

/**
 * The one name to which a fieldSelector in the query limits a list or watch, `''` where it does not
 * (requestinfo.go, fields.ParseSelector, RequiresExactMatch). A name that is no path segment does not count.
 */
export function selectedName(uri: string): string {
  const query = uri.indexOf('?');
  if (query < 0 || !uri.includes('ieldSelector', query)) return '';
  const selector = new URLSearchParams(uri.slice(query + 1)).get('fieldSelector');
  if (selector === null) return '';
  for (const term of splitTerms(selector)) {
    const [, field, operator, value = ''] = /^([^=!]*)(==|!=|=)(.*)$/s.exec(term) ?? [];
    if (field === 'metadata.name' && operator !== '!=') {
      const name = value.replace(/\\([\\,=])/g, '$1');
      return isPathSegment(name) ? name : '';
    }
  }
  return '';
}

/** Commas separate terms, unless a backslash stands before them. */
function splitTerms(selector: string): string[] {
  return selector.match(/(?:\\.|[^,\\])+/gs) ?? [];
}

/** path.IsValidPathSegmentName. */
function isPathSegment(name: string): boolean {
  return name !== '.' && name !== '..' && !/[/%]/.test(name);
}

function decoded(path: string): string {
  if (!path.includes('%')) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
