import type { Access } from '../analyzer/access/access.ts';
import type { Link } from '../analyzer/checks/check.ts';
import { nearest } from '../facts/nearest.ts';
import type { Binding } from '../model/binding.ts';
import type { Limitation } from '../model/gap.ts';
import type { Role } from '../model/role.ts';
import type { Acceptance } from './acceptance.ts';
import { linksOf } from './links.ts';

/** The annotation `rbac-audit/ignore.<check>: reason` on a role or a binding. */
const prefix = 'rbac-audit/ignore.';

/** The acceptances that stand in the objects themselves, and what is said about those that do not count. */
export interface Annotations {
  acceptances: Acceptance[];
  /** What is not honoured, and by whose mistake: theirs who wrote it (`idle`), or nobody's. */
  idle: Limitation[];
  limitations: Limitation[];
}

interface Annotation {
  object: Role | Binding;
  check: string;
  reason: string;
}

/**
 * The annotations of objects in manifests. In a cluster, live or dumped, whoever is audited can write them, so there they are
 * passed over, and that is said. `checks` are the ids of all checks there are.
 */
export function annotationsIn(access: Access, checks: readonly string[]): Annotations {
  const annotations = [...access.roles, ...access.bindings].flatMap(annotationsOf);
  if (annotations.length === 0) return { acceptances: [], idle: [], limitations: [] };
  const isFromFile = ({ object }: Annotation) => access.snapshot.input === 'manifests' && object.origins.length > 0;
  const honoured = annotations.filter(isFromFile);
  const others = annotations.length - honoured.length;
  const mistakes = honoured.map((annotation) => mistakeIn(annotation, checks));
  return {
    acceptances: honoured.filter((_, index) => !mistakes[index]).map((annotation) => acceptance(annotation, access)),
    idle: mistakes.filter((mistake) => mistake !== undefined),
    limitations: others === 0 ? [] : [notHonoured(others)],
  };
}

function annotationsOf(object: Role | Binding): Annotation[] {
  const found: Annotation[] = [];
  for (const [key, value] of object.annotations) {
    if (key.startsWith(prefix)) found.push({ object, check: key.slice(prefix.length), reason: value.trim() });
  }
  return found;
}

function notHonoured(count: number): Limitation {
  const what = count === 1 ? `1 annotation ${prefix}* is` : `${count} annotations ${prefix}* are`;
  return {
    code: 'annotations-not-honoured',
    source: 'cluster',
    message: `${what} not honoured: in a cluster, whoever is audited can write them; use ignore entries in a configuration`,
  };
}

function mistakeIn({ object, check, reason }: Annotation, checks: readonly string[]): Limitation | undefined {
  const source = placeOf(object);
  const by = `${prefix}${check} on ${label(object)}`;
  if (!checks.includes(check)) {
    const meant = nearest(check, checks);
    const advice = meant === undefined ? '' : `; did you mean ${meant}?`;
    return { code: 'annotation-unknown-check', source, message: `${by} is not honoured: there is no check ${check}${advice}` };
  }
  if (reason === '') return { code: 'annotation-without-reason', source, message: `${by} is not honoured: it gives no reason` };
  return undefined;
}

function acceptance({ object, check, reason }: Annotation, access: Access): Acceptance {
  return {
    ignored: { reason, by: `${prefix}${check} on ${label(object)}` },
    source: placeOf(object),
    isAbout: (id) => id === check,
    // A finding that also rests on other objects is not accepted with this one.
    covers: ({ fact }) => linksOf(fact).every((link) => restsOn(link, object, access)),
  };
}

/** True if a link goes through an object; also through one that its role aggregates the rule from. */
function restsOn({ binding, role, rule }: Link, object: Role | Binding, access: Access): boolean {
  if (binding === object) return true;
  const seen = new Set<Role>();
  for (let at = role; at && !seen.has(at); at = nextSource(at)) {
    if (isSame(at, object)) return true;
    seen.add(at);
  }
  return false;

  function nextSource(from: Role): Role | undefined {
    const source = rule && access.sourceOf(from, rule);
    return source && access.role(source);
  }
}

function isSame(role: Role, object: Role | Binding): boolean {
  return role.kind === object.kind && role.namespace === object.namespace && role.name === object.name;
}

function label({ kind, namespace, name }: Role | Binding): string {
  return `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

function placeOf({ origins }: Role | Binding): string {
  return origins[0]?.file ?? 'cluster';
}
