import type { Severity } from '../../model/finding.ts';
import { type Subject, subjectKey } from '../../model/subject.ts';
import type { Access } from '../access/access.ts';
import { allServiceAccounts } from '../access/identity.ts';
import type { Fact, Levels } from './check.ts';
import { rank, worse } from './severity.ts';

/** A fact about a risk, with the severity that it has by what is known so far of what ServiceAccounts can do. */
export interface PowerEntry {
  fact: Fact;
  levels: readonly Levels[];
  severity(power: Power): Severity;
}

/**
 * What ServiceAccounts can do, as the worst severity of any risk that they hold, by themselves and by namespace, and what those
 * users and groups can do whom somebody may become. A namespace
 * that hosts one with critical power is sensitive: whoever runs a pod there, or reads its Secrets, has that power too. So power
 * over one namespace may make another one sensitive, and so on until nothing changes: the least fixpoint.
 */
export class Power {
  private readonly named: ReadonlySet<string>;
  private readonly byNamespace = new Map<string, Neighbours>();
  private readonly bySubject = new Map<string, Severity>();

  /** `named` are namespaces that are sensitive whoever lives there. */
  constructor(named: ReadonlySet<string>) {
    this.named = named;
  }

  isSensitive(namespace: string): boolean {
    return (
      this.named.has(namespace) ||
      namespace === 'kube-system' ||
      namespace.startsWith('openshift-') ||
      this.byNamespace.get(namespace)?.worst === 'critical'
    );
  }

  /** The worst that ServiceAccounts of a namespace can do, one of them left out: nobody gains by becoming oneself. */
  of(namespace: string, except?: Subject): Severity | undefined {
    const found = this.byNamespace.get(namespace);
    return except && found?.by === subjectKey(except) ? found.ofOthers : found?.worst;
  }

  /** The worst that certain subjects can do. */
  ofSubjects(subjects: readonly Subject[]): Severity | undefined {
    let worst: Severity | undefined;
    for (const subject of subjects) {
      const power = this.bySubject.get(subjectKey(subject));
      if (power) worst = worst ? worse(worst, power) : power;
    }
    return worst;
  }

  /** Raises what a subject can do; tells whether that is new of it, and of which namespaces. */
  raise(subject: Subject, severity: Severity, namespaces: readonly string[]): { own: boolean; namespaces: string[] } {
    const own = raiseIn(this.bySubject, subjectKey(subject), severity);
    return { own, namespaces: namespaces.filter((namespace) => this.raiseNamespace(namespace, subjectKey(subject), severity)) };
  }

  private raiseNamespace(namespace: string, by: string, severity: Severity): boolean {
    const known = this.byNamespace.get(namespace);
    const next = known ? withMore(known, by, severity) : { worst: severity, by, ofOthers: undefined };
    if (next === known) return false;
    this.byNamespace.set(namespace, next);
    return true;
  }
}

/** The worst that can be done in a namespace, by whom (`subjectKey`), and the worst that others can do there. */
interface Neighbours {
  worst: Severity;
  by: string;
  ofOthers: Severity | undefined;
}

function withMore(known: Neighbours, by: string, severity: Severity): Neighbours {
  const { worst, ofOthers } = known;
  const isWorse = (than: Severity | undefined) => than === undefined || rank(severity) < rank(than);
  if (by === known.by) return isWorse(worst) ? { worst: severity, by, ofOthers } : known;
  if (isWorse(worst)) return { worst: severity, by, ofOthers: worst };
  return isWorse(ofOthers) ? { worst, by: known.by, ofOthers: severity } : known;
}

function raiseIn(map: Map<string, Severity>, key: string, severity: Severity): boolean {
  const known = map.get(key);
  if (known !== undefined && rank(known) <= rank(severity)) return false;
  map.set(key, severity);
  return true;
}

/**
 * Computes the power of all ServiceAccounts, and of whom somebody may become, from the facts about them. A fact is looked at again only when its namespace, or one
 * of those whom its subject becomes, has got worse; there are five severities, so each is looked at a few times at most.
 */
export function powerOf(access: Access, entries: readonly PowerEntry[], named: ReadonlySet<string>): Power {
  const power = new Power(named);
  const become = new Set(entries.flatMap(({ levels }) => levels.flatMap(({ becomes = [] }) => becomes.map(subjectKey))));
  const counted = entries.flatMap((entry) => {
    const { subject } = entry.fact;
    const namespaces = subject ? namespacesOf(subject, access) : [];
    return subject && (namespaces.length > 0 || become.has(subjectKey(subject))) ? [{ entry, subject, namespaces }] : [];
  });
  const inNamespace = Map.groupBy(counted, ({ entry }) => entry.fact.scope);
  const becoming = counted.filter(({ entry }) => entry.levels.some((levels) => levels.becomes));
  let pending: Iterable<(typeof counted)[number]> = counted;
  for (;;) {
    const changed = new Set<string>();
    let anyOwn = false;
    for (const { entry, subject, namespaces } of pending) {
      const raised = power.raise(subject, entry.severity(power), namespaces);
      anyOwn ||= raised.own;
      for (const namespace of raised.namespaces) changed.add(namespace);
    }
    if (changed.size === 0 && !anyOwn) return power;
    pending = new Set([...[...changed].flatMap((namespace) => inNamespace.get(namespace) ?? []), ...(anyOwn ? becoming : [])]);
  }
}

/** The namespaces whose pods have what the subject has. Every ServiceAccount's power is in every namespace that is known. */
function namespacesOf({ kind, namespace, name }: Subject, access: Access): readonly string[] {
  if (kind === 'ServiceAccount') return [namespace ?? ''];
  if (kind !== 'Group' || !name.startsWith(allServiceAccounts)) return [];
  return name === allServiceAccounts ? knownNamespaces(access) : [name.slice(allServiceAccounts.length + 1)];
}

const known = new WeakMap<Access, readonly string[]>();

function knownNamespaces(access: Access): readonly string[] {
  let namespaces = known.get(access);
  if (!namespaces) {
    const { snapshot, bindings, subjects } = access;
    const all = [
      ...snapshot.namespaces.map(({ name }) => name),
      ...bindings.map((one) => one.namespace),
      ...subjects.map((one) => one.namespace),
    ];
    namespaces = [...new Set(all.filter((name) => name !== undefined))];
    known.set(access, namespaces);
  }
  return namespaces;
}
