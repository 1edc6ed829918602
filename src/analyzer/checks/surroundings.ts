import type { Platform } from '../../facts/platform.ts';
import type { PodSecurity } from '../../facts/pod-security.ts';
import type { Severity } from '../../model/finding.ts';
import type { Subject } from '../../model/subject.ts';
import type { Link } from './check.ts';

/** What checks and judgement may ask besides who may do what. */
export interface Surroundings {
  /** Who may hold much without a finding about it: found by what they can do, or named by the user. */
  isAdmin(subject: Subject): boolean;
  /** True for what Kubernetes or the platform grants, and for what the user expects. */
  isExpected(link: Link, subject: Subject | undefined): boolean;
  /** True where logging in takes no more than an account that anybody can get, as on GKE. */
  anyoneCanLogIn: boolean;
  /** Whether the user's inventory knows a user or group; missing without an inventory. */
  isKnownIdentity: ((subject: Subject) => boolean) | undefined;
  /** The platform, where the user has named it. */
  platform: Platform | undefined;
  /** The Pod Security level that a namespace enforces. */
  podSecurityOf(namespace: string): PodSecurity;
  /** Late checks only: true if whoever captures the namespace has the cluster. */
  isSensitive(namespace: string): boolean;
  /** Late checks only: the worst severity of any risk that a subject's own bindings give it; undefined where there is none. */
  worstOf(subject: Subject): Severity | undefined;
}
