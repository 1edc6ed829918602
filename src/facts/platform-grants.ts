import type { Binding } from '../model/binding.ts';
import type { Role } from '../model/role.ts';
import type { Rule } from '../model/rule.ts';
import type { Subject } from '../model/subject.ts';
import { grantsDefaultsOnly, grantsNoMore, isDefaultRoleName } from './expected.ts';
import { ruleFrom } from './kubernetes.ts';
import { objectMatcher, subjectMatcher } from './pattern.ts';
import type { Platform } from './platform.ts';

/**
 * What a platform grants, as data/platforms has it, in patterns (pattern.ts). `{namespace}` in a subject is the namespace of
 * the RoleBinding. `rules`, in the form of the default roles, is all that the role may grant; without it, see `isWithin`.
 */
interface GrantData {
  binding: string;
  role: string;
  subjects: readonly string[];
  rules?: readonly (readonly (readonly string[])[])[];
}

/** Tells whether the platform makes a grant, or, without a subject, a binding or a role. */
type PlatformGrants = (link: { binding?: Binding; role?: Role }, subject: Subject | undefined) => boolean;

/** Loaded one by one, since nobody has two platforms and most starts need none. */
const data: Readonly<Record<Platform, () => Promise<{ default: readonly GrantData[] }>>> = {
  eks: () => import('./data/platforms/eks.json', { with: { type: 'json' } }),
  gke: () => import('./data/platforms/gke.json', { with: { type: 'json' } }),
  aks: () => import('./data/platforms/aks.json', { with: { type: 'json' } }),
  openshift: () => import('./data/platforms/openshift.json', { with: { type: 'json' } }),
  kubeadm: () => import('./data/platforms/kubeadm.json', { with: { type: 'json' } }),
};

/**
 * What a platform grants by itself. A grant is the platform's by the names of its binding, role and subject together, each
 * within what only the platform makes, and by what the role grants, as far as that is known: never by a prefix alone.
 */
export async function platformGrants(platform: Platform): Promise<PlatformGrants> {
  const { default: grants } = await data[platform]();
  const known = grants.map((grant) => new PlatformGrant(grant));
  return ({ binding, role }, subject) => known.some((grant) => grant.makes(binding, role, subject));
}

class PlatformGrant {
  private readonly isBinding: ReturnType<typeof objectMatcher>;
  private readonly isRole: ReturnType<typeof objectMatcher>;
  private readonly subjects: readonly string[];
  private readonly rules: readonly Rule[] | undefined;
  private readonly isAdmin: boolean;

  constructor({ binding, role, subjects, rules }: GrantData) {
    this.isBinding = objectMatcher(binding);
    this.isRole = objectMatcher(role);
    this.subjects = subjects;
    this.rules = rules?.map(ruleFrom);
    this.isAdmin = role === 'ClusterRole/cluster-admin';
  }

  makes(binding: Binding | undefined, role: Role | undefined, subject: Subject | undefined): boolean {
    if (subject) return this.isGrant(binding, role) && this.isSubject(subject, binding);
    if (binding) return this.isGrant(binding, role);
    return role !== undefined && !isDefaultRoleName(role) && this.isRole(role) && this.isWithin(role);
  }

  private isGrant(binding: Binding | undefined, role: Role | undefined): boolean {
    return binding !== undefined && role !== undefined && this.isBinding(binding) && this.isRole(role) && this.isWithin(role);
  }

  private isSubject(subject: Subject, binding: Binding | undefined): boolean {
    return this.subjects.some((pattern) => subjectMatcher(pattern.replace('{namespace}', () => binding?.namespace ?? ''))(subject));
  }

  /**
   * Where a role's rules are not known, a default role has to be as Kubernetes makes it, and no other may grant everything.
   * What an aggregated role grants is judged by what it is aggregated from.
   */
  private isWithin(role: Role): boolean {
    if (this.rules) return grantsNoMore(role.rules, this.rules);
    if (isDefaultRoleName(role) && !role.aggregation) return grantsDefaultsOnly(role);
    return this.isAdmin || !role.rules.some(isEverything);
  }
}

function isEverything({ verbs, apiGroups, resources }: Rule): boolean {
  return [verbs, apiGroups, resources].every((list) => list.includes('*'));
}
