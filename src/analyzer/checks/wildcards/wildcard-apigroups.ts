import { kindAndName } from '../../../model/role.ts';
import type { Check } from '../check.ts';
import { factsOf, grantsOfRules } from '../grants.ts';
import { attack, cis, docs } from '../references.ts';
import { isInert, rulesOf, writes } from '../rules.ts';
import { always } from '../severity.ts';
import { list, ruleList, verbList } from '../wording.ts';

export const wildcardApiGroups: Check = {
  id: 'wildcard-apigroups',
  title: 'A rule grants a resource in every API group',
  kind: 'risk',
  base: 'medium',
  references: [docs.leastPrivilege, docs.referringToResources, cis('5.1.3'), attack('T1078')],
  impliedBy: ['cluster-admin-binding', 'cluster-admin-equivalent'],
  remediation: 'Name the API group of each resource: "" for core resources such as pods, apps for deployments.',
  run: (access) =>
    factsOf(grantsOfRules(access, (rule) => rule.apiGroups.includes('*') && !rule.resources.includes('*') && !isInert(rule))),
  levels: ({ rule }) => always(rule && writes(rule) ? 'medium' : 'low'),
  say({ because, role }) {
    const rules = rulesOf(because);
    const worst = rules.find(writes) ?? rules[0];
    return {
      statement: `can ${worst ? verbList(worst) : 'use'} ${list(worst?.resources ?? [])} of every API group`,
      detail: `${ruleList(because)} of ${role ? kindAndName(role) : 'the role'} says apiGroups "*": resources of the same name that other API groups have, or that a custom resource brings later, are granted with it.`,
    };
  },
};
