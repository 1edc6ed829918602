import type { PodSecurity } from '../../facts/pod-security.ts';
import { type Modifier, type Severity, severities } from '../../model/finding.ts';
import type { Scope } from '../../model/grant.ts';
import type { Subject } from '../../model/subject.ts';
import { isAnonymous, isAuthenticated, serviceAccountsOf } from '../access/audience.ts';
import type { Circumstance, Levels, Link } from './check.ts';

/** Everything that the severity of one link depends on; what is left out does not count. */
export interface Situation {
  levels: Levels;
  scope: Scope;
  isSensitive?: boolean;
  podSecurity?: PodSecurity;
  /** The worst that other ServiceAccounts of the namespace can do, as far as any risk was found. */
  neighbours?: Severity | undefined;
  circumstances: readonly Circumstance[];
  /** True where only objects of certain names are concerned. */
  isNamed?: boolean;
  /** The worst that those can do whom the holder becomes (`Levels.becomes`). */
  become?: Severity | undefined;
  subject?: Subject | undefined;
  /** True for anything that changes, runs or sends something, or reads Secrets. */
  isExposing?: () => boolean;
  /** True where logging in takes no more than an account that anybody can get, as on GKE. */
  anyoneCanLogIn?: boolean;
}

/** A severity and the way to it. */
export interface Assessment {
  base: Severity;
  severity: Severity;
  modifiers: Modifier[];
  /** Of several links, the one that is as bad. */
  decisive?: Link;
}

/** Held by many facts, hence made once. */
const constant: Record<Severity, Levels> = {
  critical: { everywhere: 'critical', namespace: 'critical', sensitive: 'critical' },
  high: { everywhere: 'high', namespace: 'high', sensitive: 'high' },
  medium: { everywhere: 'medium', namespace: 'medium', sensitive: 'medium' },
  low: { everywhere: 'low', namespace: 'low', sensitive: 'low' },
  info: { everywhere: 'info', namespace: 'info', sensitive: 'info' },
};

/** What comes to nothing does so for whomever. */
export const nothing: Levels = { ...constant.info };

/** The same severity wherever it holds. */
export function always(severity: Severity): Levels {
  return constant[severity];
}

/** 0 for critical, rising as it gets milder. */
export function rank(severity: Severity): number {
  return severities.indexOf(severity);
}

/** The more severe of two. */
export function worse(a: Severity, b: Severity): Severity {
  return rank(a) <= rank(b) ? a : b;
}

/** The milder of two. */
export function milder(a: Severity, b: Severity): Severity {
  return rank(a) <= rank(b) ? b : a;
}

function up(severity: Severity): Severity {
  return severities[rank(severity) - 1] ?? 'critical';
}

/** One step milder. */
export function down(severity: Severity): Severity {
  return severities[rank(severity) + 1] ?? 'info';
}

/**
 * Walks from the base (the cluster-wide value) to the severity, in this order, one modifier for each step that changes it:
 *   1. `namespace`: it holds in one namespace only;
 *   2. `pod-security`: pods there are kept off the node;
 *   3. `service-accounts`: but what its ServiceAccounts can do is bad in itself;
 *   4. `sensitive-namespace`: what lives there is as good as the cluster;
 *   5. the circumstances that the check found, which only raise it;
 *   6. `resource-names`: it holds for named objects only;
 *   7. `identity`: but the identities behind these names can do worse;
 *   8. unless it comes to nothing, `anonymous` or `everyone` or `default-service-account`: who the subject is.
 */
export function assess(situation: Situation): Assessment {
  const { levels, scope, isSensitive, podSecurity = 'privileged', neighbours = 'info', circumstances, isNamed, become } = situation;
  const modifiers: Modifier[] = [];
  let severity = levels.everywhere;
  const step = (id: string, to: Severity, reason: string) => {
    if (to === severity) return;
    modifiers.push({ id, from: severity, to, reason });
    severity = to;
  };

  if (scope !== '*') {
    step('namespace', levels.namespace, `only in namespace ${scope}`);
    if (levels.confined !== undefined && podSecurity !== 'privileged') {
      step(
        'pod-security',
        milder(severity, levels.confined),
        `${scope} enforces the Pod Security level ${podSecurity}, so its pods do not reach the node`,
      );
      step(
        'service-accounts',
        worse(severity, milder(levels.namespace, neighbours)),
        `what another ServiceAccount of ${scope} can do is rated ${neighbours}`,
      );
    }
    if (isSensitive) step('sensitive-namespace', levels.sensitive, `${scope} is sensitive: whoever captures it has the cluster`);
  }
  for (const { id, to, inSensitive = to, reason } of circumstances) {
    step(id, worse(severity, isSensitive && scope !== '*' ? inSensitive : to), reason);
  }
  if (isNamed) step('resource-names', levels.names ? milder(severity, levels.names) : down(severity), 'only for named objects');
  if (become) step('identity', worse(severity, become), `whom it becomes is rated ${become} itself`);
  const audience = situation.subject && levels !== nothing && audienceOf(situation.subject, situation.anyoneCanLogIn ?? false);
  if (audience) step(audience.id, audience.id === 'anonymous' && situation.isExposing?.() ? 'critical' : up(severity), audience.reason);

  return { base: levels.everywhere, severity, modifiers };
}

/** What is special about who holds a grant, as far as the name tells. */
function audienceOf(subject: Subject, anyoneCanLogIn: boolean): { id: string; reason: string } | undefined {
  if (isAnonymous(subject)) {
    return { id: 'anonymous', reason: 'anybody who reaches the API server, without logging in' };
  }
  if (isAuthenticated(subject)) {
    return anyoneCanLogIn
      ? { id: 'anonymous', reason: 'anybody in the world who has an account of the platform' }
      : { id: 'everyone', reason: 'everybody who can log in, and every ServiceAccount' };
  }
  const accounts = serviceAccountsOf(subject);
  if (accounts !== undefined) {
    return { id: 'everyone', reason: `every ServiceAccount of ${accounts === '*' ? 'the cluster' : `namespace ${accounts}`}` };
  }
  const { kind, namespace, name } = subject;
  if (kind === 'ServiceAccount' && name === 'default') {
    return { id: 'default-service-account', reason: `every pod in ${namespace} that names no ServiceAccount runs as it` };
  }
  return undefined;
}
