import type { Binding } from '../../model/binding.ts';
import type { ApiResource } from '../../model/discovery.ts';
import type { Gap } from '../../model/gap.ts';
import type { IdentityMapping } from '../../model/identity-mapping.ts';
import type { Role } from '../../model/role.ts';
import type { Namespace, ServiceAccount, Workload } from '../../model/workload.ts';
import { SharedLists } from './shared-lists.ts';

/** What the door let in so far, in the order of reading; objects may repeat. */
export interface Admitted {
  roles: Role[];
  bindings: Binding[];
  namespaces: Namespace[];
  serviceAccounts: ServiceAccount[];
  workloads: Workload[];
  identityMappings: IdentityMapping[];
  /** Resources that CustomResourceDefinitions in the input define. */
  customResources: ApiResource[];
  gaps: Gap[];
  /** How many Kubernetes objects were seen, of kinds that do not matter here too. */
  objects: number;
  /** How many of the namespaced objects taken named no namespace. */
  withoutNamespace: number;
  /** The lists of the rules taken. */
  lists: SharedLists;
}

export function nothingAdmitted(): Admitted {
  return {
    roles: [],
    bindings: [],
    namespaces: [],
    serviceAccounts: [],
    workloads: [],
    identityMappings: [],
    customResources: [],
    gaps: [],
    objects: 0,
    withoutNamespace: 0,
    lists: new SharedLists(),
  };
}
