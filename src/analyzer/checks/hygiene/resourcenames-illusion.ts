import { isDefaultRoleName } from '../../../facts/expected.ts';
import { refOf } from '../../../model/ref.ts';
import type { Rule } from '../../../model/rule.ts';
import type { Access } from '../../access/access.ts';
import type { Check, Fact } from '../check.ts';
import { docs } from '../references.ts';
import { isNamed } from '../rules.ts';
import { list, ruleList } from '../wording.ts';

/** Verbs of one rule that its resourceNames do not limit in the way that they look. */
interface Illusion {
  code: string;
  verbs: string[];
  why: string;
}

export const resourceNamesIllusion: Check = {
  id: 'resourcenames-illusion',
  title: 'resourceNames beside verbs that they do not fit',
  kind: 'lint',
  base: 'info',
  references: [docs.referringToResources],
  impliedBy: [],
  remediation: 'Move the verbs into a rule of their own, with or without names, as was meant.',
  run: facts,
  say({ because, notes: [verbs = '', why = ''] = [] }) {
    return { statement: `limits ${verbs} to names`, where: '', detail: `${ruleList(because)}: ${why}.` };
  },
};

function* facts(access: Access): Generator<Fact> {
  for (const role of access.roles) {
    if (role.aggregation || isDefaultRoleName(role)) continue;
    const found = new Map<string, { illusion: Illusion; rules: Rule[] }>();
    for (const rule of role.rules) {
      for (const illusion of illusionsIn(rule)) {
        const same = found.get(illusion.code);
        if (same) same.rules.push(rule);
        else found.set(illusion.code, { illusion, rules: [rule] });
      }
    }
    for (const { illusion, rules } of found.values()) {
      yield {
        object: refOf(role),
        role,
        scope: role.namespace ?? '*',
        because: rules.map((rule) => ({ role, rule })),
        args: [illusion.code],
        notes: [list(illusion.verbs), illusion.why],
      };
    }
  }
}

function illusionsIn(rule: Rule): Illusion[] {
  if (!isNamed(rule) || rule.resources.every((resource) => resource === '*' || resource.includes('/'))) return [];
  const illusions: Illusion[] = [];
  const inert = inertVerbs(rule);
  // Where nothing else is granted, the rule is dead: see dead-rule.
  if (inert.length > 0 && inert.length < rule.verbs.length) {
    illusions.push({
      code: 'inert',
      verbs: inert,
      why: `requests to ${list(inert)} carry no name, so the names never match and nothing of it is granted`,
    });
  }
  const collections = rule.verbs.filter((verb) => verb === 'list' || verb === 'watch');
  if (collections.length > 0) {
    const why = 'the names match only requests with the field selector metadata.name=NAME; clients that ask for all objects are refused';
    illusions.push({ code: 'field-selector', verbs: collections, why });
  }
  return illusions;
}

/** An object that an apply or an update creates is checked for create with its name (create-on-update), so beside those create works. */
function inertVerbs({ verbs }: Rule): string[] {
  const createsByName = verbs.some((verb) => verb === 'patch' || verb === 'update' || verb === '*');
  return verbs.filter((verb) => verb === 'deletecollection' || (verb === 'create' && !createsByName));
}
