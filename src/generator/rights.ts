import type { Access } from '../analyzer/access/access.ts';
import { atomsOf } from '../analyzer/access/covers.ts';
import type { RuleBody } from '../analyzer/access/match.ts';
import { bindingOfManifest, isRoleManifest, roleOfManifest } from '../analyzer/access/read-manifest.ts';
import { type Binding, bindingKey } from '../model/binding.ts';
import { objectKey } from '../model/gap.ts';
import type { Place, WhyInert } from '../model/inert.ts';
import { byCodeUnit } from '../model/order.ts';
import type { Draft, Rights } from '../model/proposal.ts';
import { isRoleRef, type Role, roleKey } from '../model/role.ts';
import { classOfPath, classOfResource, type RuleClass } from './classes.ts';
import { Wildcards } from './wildcards.ts';

/** Rights by a key of verb, group and resource or URL. */
type Classified = ReadonlyMap<string, RuleClass>;

/**
 * Counts what the bindings that a draft touches grant, before and after: verbs on resources and URLs that the API serves, each
 * once however often and wherever it is granted. Wildcards count as what they stand for now.
 */
export class RightsCounter {
  private readonly access: Access;
  private readonly whyInert: WhyInert;
  private readonly wildcards: Wildcards;
  private readonly bindings: ReadonlyMap<string, readonly Binding[]>;
  private readonly known = new Map<string, Classified>();

  constructor(access: Access, whyInert: WhyInert) {
    this.access = access;
    this.whyInert = whyInert;
    this.wildcards = new Wildcards(access.snapshot.discovery);
    this.bindings = Map.groupBy(access.bindings, bindingKey);
  }

  of({ creates, removes }: Draft): { before: Rights; after: Rights } {
    const removed = new Set(removes.map(objectKey));
    const roles = creates.filter(isRoleManifest).map(roleOfManifest);
    const made = new Map(roles.map((role) => [roleKey(role), role]));
    const bindings = creates.flatMap((manifest) => (isRoleManifest(manifest) ? [] : [bindingOfManifest(manifest)]));

    const touchedRoles = [...removes.filter(isRoleRef), ...roles].flatMap((ref) => this.access.bindingsOf(ref));
    const touched = new Set([...removes.flatMap((ref) => this.bindings.get(objectKey(ref)) ?? []), ...touchedRoles]);
    const after = [...[...touched].filter((binding) => !removed.has(bindingKey(binding))), ...bindings];
    return {
      before: this.count([...touched], (binding) => this.access.roleOf(binding)),
      after: this.count(after, (binding) => made.get(roleKeyOf(binding)) ?? this.access.roleOf(binding)),
    };
  }

  private count(bindings: readonly Binding[], roleOf: (binding: Binding) => Role | undefined): Rights {
    const rights = new Map<string, RuleClass>();
    const scopes = new Set<string>();
    for (const binding of bindings) {
      const place = binding.namespace === undefined ? 'anywhere' : 'in a namespace';
      for (const rule of roleOf(binding)?.rules ?? []) {
        const granted = this.rightsOf(rule, place);
        for (const [right, found] of granted) rights.set(right, found);
        if (granted.size > 0) scopes.add(binding.namespace ?? '*');
      }
    }
    const number = (name: RuleClass): number => [...rights.values()].filter((found) => found === name).length;
    return { scopes: [...scopes].sort(byCodeUnit), read: number('read'), write: number('write'), privileged: number('privileged') };
  }

  private rightsOf(rule: RuleBody, place: Place): Classified {
    const key = JSON.stringify([place, rule.verbs, rule.apiGroups, rule.resources, rule.nonResourceURLs]);
    const known = this.known.get(key) ?? this.classify({ ...rule, resourceNames: [] }, place);
    this.known.set(key, known);
    return known;
  }

  private classify(rule: RuleBody, place: Place): Classified {
    const { rules, left } = this.wildcards.expand(rule);
    const rights = new Map<string, RuleClass>();
    for (const one of [...rules, ...left]) {
      for (const atom of atomsOf(one)) {
        if (this.whyInert(atom, place) !== undefined) continue;
        const [verb = ''] = atom.verbs;
        const [group = ''] = atom.apiGroups;
        const [resource] = atom.resources;
        const found = resource === undefined ? classOfPath(verb) : classOfResource(verb, group, resource);
        rights.set(JSON.stringify([verb, group, resource, atom.nonResourceURLs]), found.class);
      }
    }
    return rights;
  }
}

function roleKeyOf({ roleRef, namespace }: Binding): string {
  return objectKey(roleRef.kind === 'Role' && namespace !== undefined ? { ...roleRef, namespace } : roleRef);
}
