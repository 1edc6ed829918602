import { selects } from '../analyzer/access/selector.ts';
import { type LabelSelector, type Role, roleKey } from '../model/role.ts';

interface Collector {
  target: string;
  selector: LabelSelector;
}

/** The selectors of all aggregated ClusterRoles, by one label that each of them requires, so that few are asked about a role. */
export class Aggregators {
  private readonly byLabel = new Map<string, Collector[]>();
  private readonly withoutLabel: Collector[] = [];

  constructor(roles: readonly Role[]) {
    for (const role of roles) for (const selector of role.aggregation ?? []) this.add({ target: roleKey(role), selector });
  }

  private add(collector: Collector): void {
    const [label] = collector.selector.matchLabels;
    if (!label) {
      this.withoutLabel.push(collector);
      return;
    }
    const list = this.byLabel.get(keyOf(label));
    if (list) list.push(collector);
    else this.byLabel.set(keyOf(label), [collector]);
  }

  /** The keys of the aggregated ClusterRoles that take the rules of this role, which none does of itself. */
  collectorsOf(role: Role): string[] {
    if (role.kind !== 'ClusterRole') return [];
    const asked = [...this.withoutLabel, ...[...role.labels].flatMap((label) => this.byLabel.get(keyOf(label)) ?? [])];
    return asked.filter(({ target, selector }) => target !== roleKey(role) && selects(selector, role.labels)).map(({ target }) => target);
  }
}

function keyOf([key, value]: readonly [string, string]): string {
  return `${key}\u0000${value}`;
}
