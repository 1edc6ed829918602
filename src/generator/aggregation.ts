import { aggregateRoles, aggregationSources, ruleText } from '../analyzer/access/aggregate.ts';
import { selects } from '../analyzer/access/selector.ts';
import { byCodeUnit } from '../model/order.ts';
import type { RoleManifest } from '../model/proposal.ts';
import { type Role, roleKey } from '../model/role.ts';
import { newLabels } from './manifests.ts';

/**
 * What aggregated ClusterRoles take from other roles: the existing ones, and those that a proposal would add. It is that of the
 * cluster as it is, also while steps change it, since nobody knows which of the proposals will be carried out.
 */
export class Aggregation {
  private readonly existing: ReadonlySet<string>;
  private readonly targets = new Map<string, Role[]>();
  /** The few aggregated ClusterRoles that select by nothing but labels of new objects, or by none at all. */
  private readonly open: readonly Role[];
  /** Aggregated ClusterRoles that do not hold what they should: the controller has yet to write them. */
  private readonly unsettled: ReadonlySet<string>;
  /** All label keys by which some aggregated ClusterRole selects. */
  readonly labelKeys: ReadonlySet<string>;

  constructor(roles: readonly Role[]) {
    this.existing = new Set(roles.map(roleKey));
    this.unsettled = new Set(unsettledOf(roles).map(roleKey));
    const aggregated = roles.filter((role) => role.aggregation !== undefined);
    const sources = aggregationSources(roles);
    const selectors = aggregated.flatMap((role) => role.aggregation ?? []);
    this.labelKeys = new Set(
      selectors.flatMap(({ matchLabels, matchExpressions }) => [...matchLabels.keys(), ...matchExpressions.map(({ key }) => key)]),
    );
    for (const target of aggregated) {
      for (const source of sources.get(roleKey(target)) ?? []) {
        const list = this.targets.get(roleKey(source));
        if (list) list.push(target);
        else this.targets.set(roleKey(source), [target]);
      }
    }
    this.open = aggregated.filter((role) =>
      role.aggregation?.some(({ matchLabels }) => [...matchLabels.keys()].every((label) => newLabels.has(label))),
    );
  }

  /** The aggregated ClusterRoles that hold the rules of this role. */
  targetsOf(role: Role): readonly Role[] {
    if (this.existing.has(roleKey(role))) return this.targets.get(roleKey(role)) ?? [];
    return role.kind === 'ClusterRole' ? this.takersOf(role.labels) : [];
  }

  /** True if an aggregated ClusterRole would collect the new role and has not held the rules of its original before. */
  isWidenedBy({ kind, metadata }: RoleManifest, original: Role): boolean {
    if (kind !== 'ClusterRole') return false;
    const labels = new Map(Object.entries(metadata.labels ?? {}));
    const holders = new Set([original, ...this.targetsOf(original)].map(roleKey));
    return this.takersOf(labels).some((target) => !holders.has(roleKey(target)));
  }

  /** An aggregated ClusterRole that takes rules of the role and has yet to be written: what it will hold is not what it holds. */
  unsettledTargetOf(role: Role): Role | undefined {
    return this.targetsOf(role).find((target) => this.unsettled.has(roleKey(target)));
  }

  private takersOf(labels: ReadonlyMap<string, string>): Role[] {
    return this.open.filter((target) => target.aggregation?.some((selector) => selects(selector, labels)));
  }
}

function unsettledOf(roles: readonly Role[]): Role[] {
  const texts = ({ rules }: Role): string => JSON.stringify(rules.map(ruleText).sort(byCodeUnit));
  return aggregateRoles(roles).filter((role, place) => {
    const asItStands = roles[place];
    return role.aggregation !== undefined && asItStands !== undefined && texts(role) !== texts(asItStands);
  });
}
