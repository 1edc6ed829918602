import { builtinDiscovery, builtinVersions } from '../../../facts/kubernetes.ts';
import { resolveResource } from '../../../facts/resolve.ts';
import { verbsOf } from '../../../facts/served.ts';
import { metricGroups, syntheticResources } from '../../../facts/synthetic.ts';
import type { Discovery } from '../../../model/discovery.ts';
import { resourceName } from '../wording.ts';

/** Its resources moved to other groups one by one, before the oldest built-in version: the tables do not tell what it served when. */
const formerGroup = 'extensions';

/**
 * What can be said about groups and resources that are not served. Where an API server told all that it serves, everything
 * else is not served; a built-in table knows only Kubernetes' own groups, and those of every version that is built in,
 * because nobody knows for which version a manifest was written.
 */
export class ServedResources {
  readonly discovery: Discovery;
  readonly isComplete: boolean;
  private readonly tables: readonly Discovery[];
  private readonly groups: ReadonlySet<string>;
  private readonly builtinGroups: ReadonlySet<string>;
  private readonly subresources: ReadonlySet<string>;
  private readonly known = new Map<string, readonly string[] | undefined>();
  private readonly hints = new Map<string, string>();

  constructor(discovery: Discovery) {
    const builtin = builtinVersions.map((version) => builtinDiscovery(version));
    this.discovery = discovery;
    this.isComplete = discovery.complete;
    this.tables = discovery.complete ? [discovery] : [discovery, ...builtin];
    this.groups = new Set([...this.tables.flatMap(groupsOf), ...syntheticResources.map(({ group }) => group), ...metricGroups]);
    this.builtinGroups = new Set(builtin.flatMap(groupsOf).filter((group) => group !== formerGroup));
    this.subresources = new Set(
      builtin.flatMap(({ resources }) => resources.flatMap(({ subresources }) => subresources.map(({ name }) => name))),
    );
  }

  hasGroup(group: string): boolean {
    return this.groups.has(group);
  }

  isBuiltinGroup(group: string): boolean {
    return this.builtinGroups.has(group);
  }

  /** True if nothing of the group can be unknown to us. */
  isWhollyKnown(group: string): boolean {
    return this.isComplete || this.builtinGroups.has(group);
  }

  /**
   * True if the group (`*` for all) certainly serves no such resource. Of subresources only common names are judged: vendors
   * make up others for questions of their own (OpenShift: endpoints/restricted), and Kubernetes asks for those of owners
   * (OwnerReferencesPermissionEnforcement: deployments/finalizers).
   */
  isKnownNotToServe(group: string, resource: string): boolean {
    const [, subresource] = resource.split('/');
    if (subresource !== undefined && !this.subresources.has(subresource)) return false;
    if (group === '*') return this.isComplete && ![...this.groups].some((one) => this.verbs(one, resource));
    return this.isWhollyKnown(group) && this.verbs(group, resource) === undefined;
  }

  /** The verbs that can be asked for, in any of the tables; undefined where the resource is not known. */
  verbs(group: string, resource: string): readonly string[] | undefined {
    const key = `${group}\u0000${resource}`;
    if (!this.known.has(key)) {
      const verbs = this.tables.flatMap((table) => verbsOf(table, group, resource) ?? []);
      this.known.set(key, verbs.length === 0 ? undefined : [...new Set(verbs)]);
    }
    return this.known.get(key);
  }

  /** What may have been meant, as the end of a sentence. */
  hint(resource: string): string {
    let hint = this.hints.get(resource);
    if (hint === undefined) {
      const meant = this.meant(resource);
      hint = meant === undefined || meant === resource ? '' : `; perhaps ${meant} is meant`;
      this.hints.set(resource, hint);
    }
    return hint;
  }

  private meant(resource: string): string | undefined {
    const resolution = resolveResource(this.discovery, resource);
    if (resolution.outcome === 'unknown') return resolution.nearest;
    const { group, resource: name, subresource } = resolution.resource;
    return resourceName(group, subresource === '' ? name : `${name}/${subresource}`);
  }
}

function groupsOf(discovery: Discovery): string[] {
  return discovery.resources.map(({ group }) => group);
}
