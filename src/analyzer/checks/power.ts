import type { Severity } from '../../model/finding.ts';
import { type Subject, subjectKey } from '../../model/subject.ts';
import { serviceAccountsOf } from '../access/audience.ts';
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
  /** What every ServiceAccount can do, as one of their group. */
  private everywhere: Severity | undefined;

  /** `named` are namespaces that are sensitive whoever lives there. */
  constructor(named: ReadonlySet<string>) {
    this.named = named;
  }

  isSensitive(namespace: string): boolean {
    return (
      this.named.has(namespace) ||
      namespace === 'kube-system' ||
      namespace.startsWith('openshift-') ||
      this.everywhere === 'critical' ||
      this.byNamespace.get(namespace)?.worst === 'critical'
    );
  }

  /** The worst that ServiceAccounts of a namespace can do, one of them left out: nobody gains by becoming oneself. */
  of(namespace: string, except?: Subject): Severity | undefined {
    const found = this.byNamespace.get(namespace);
    const without = except && subjectKey(except);
    const there = without !== undefined && found?.by === without ? found.ofOthers : found?.worst;
    return without === everyAccount ? there : worstOf(there, this.everywhere);
  }

  /** The worst that certain subjects can do. */
  ofSubjects(subjects: readonly Subject[]): Severity | undefined {
    let worst: Severity | undefined;
    for (const subject of subjects) {
      worst = worstOf(worst, this.bySubject.get(subjectKey(subject)));
    }
    return worst;
  }

  /** Raises what a subject can do; tells whether that is new of it, and whether it is of its home. */
  raise(subject: Subject, severity: Severity, home: Home | undefined): { own: boolean; home: boolean } {
    const by = subjectKey(subject);
    return { own: raiseIn(this.bySubject, by, severity), home: home !== undefined && this.raiseHome(home, by, severity) };
  }

  private raiseHome(home: Home, by: string, severity: Severity): boolean {
    if (home !== 'everywhere') return this.raiseNamespace(home.namespace, by, severity);
    if (this.everywhere !== undefined && rank(this.everywhere) <= rank(severity)) return false;
    this.everywhere = severity;
    return true;
  }

  private raiseNamespace(namespace: string, by: string, severity: Severity): boolean {
    const known = this.byNamespace.get(namespace);
    const next = known ? withMore(known, by, severity) : { worst: severity, by, ofOthers: undefined };
    if (next === known) return false;
    this.byNamespace.set(namespace, next);
    return true;
  }
}

const everyAccount = subjectKey({ kind: 'Group', name: allServiceAccounts });

/** Where the pods are that have what a subject has: in one namespace, or in all for the group of all ServiceAccounts. */
type Home = 'everywhere' | { namespace: string };

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

function worstOf(one: Severity | undefined, other: Severity | undefined): Severity | undefined {
  return one && other ? worse(one, other) : (one ?? other);
}

/**
 * Computes the power of all ServiceAccounts, and of whom somebody may become, from the facts about them. A fact is looked at again only when its namespace, or one
 * of those whom its subject becomes, has got worse; there are five severities, so each is looked at a few times at most.
 */
export function powerOf(entries: readonly PowerEntry[], named: ReadonlySet<string>): Power {
  const power = new Power(named);
  const become = new Set(entries.flatMap(({ levels }) => levels.flatMap(({ becomes = [] }) => becomes.map(subjectKey))));
  const counted = entries.flatMap((entry) => {
    const { subject } = entry.fact;
    const home = subject && homeOf(subject);
    return subject && (home || become.has(subjectKey(subject))) ? [{ entry, subject, home }] : [];
  });
  const inNamespace = Map.groupBy(counted, ({ entry }) => entry.fact.scope);
  const becoming = counted.filter(({ entry }) => entry.levels.some((levels) => levels.becomes));
  let pending: Iterable<(typeof counted)[number]> = counted;
  for (;;) {
    const changed = new Set<string>();
    let anyOwn = false;
    for (const { entry, subject, home } of pending) {
      const raised = power.raise(subject, entry.severity(power), home);
      anyOwn ||= raised.own;
      if (raised.home && home) changed.add(home === 'everywhere' ? '*' : home.namespace);
    }
    if (changed.size === 0 && !anyOwn) return power;
    // What got worse everywhere concerns whatever is about some namespace.
    const concerned = changed.has('*') ? counted : [...changed].flatMap((namespace) => inNamespace.get(namespace) ?? []);
    pending = new Set([...concerned, ...(anyOwn ? becoming : [])]);
  }
}

function homeOf(subject: Subject): Home | undefined {
  if (subject.kind === 'ServiceAccount') return { namespace: subject.namespace ?? '' };
  const accounts = serviceAccountsOf(subject);
  if (accounts === '*') return 'everywhere';
  return accounts === undefined ? undefined : { namespace: accounts };
}
