import type { Evidence } from '../../model/finding.ts';
import type { FieldPath, Position } from '../../model/position.ts';
import { refOf } from '../../model/ref.ts';
import type { Role } from '../../model/role.ts';
import type { Rule } from '../../model/rule.ts';
import type { Access } from '../access/access.ts';
import { ruleText } from '../access/aggregate.ts';
import type { Link } from './check.ts';

/**
 * A link as findings show it. The position is looked up when it is read: finding one costs more than all the rest, and most
 * findings are counted, not shown.
 */
export function evidenceOf(link: Link, access: Access): Evidence {
  const { binding, role, rule } = link;
  const written = role?.aggregation && rule ? writtenIn(role, rule, access) : role;
  const evidence: Evidence = {};
  if (binding) evidence.binding = refOf(binding);
  if (role) evidence.role = refOf(role);
  if (rule) evidence.rule = rule.index;
  if (written && written !== role) evidence.source = refOf(written);
  const place = placeOf(link, written);
  if (!place) return evidence;
  return Object.defineProperty(evidence, 'position', { enumerable: true, get: place });
}

/** The role that a rule was written in: the last one of the chain where roles aggregate roles that aggregate. */
function writtenIn(role: Role, rule: Rule, access: Access): Role {
  const seen = new Set<Role>();
  let written = role;
  while (!seen.has(written)) {
    seen.add(written);
    const source = access.sourceOf(written, rule);
    written = (source && access.role(source)) ?? written;
  }
  return written;
}

/** How to find where the rule, else the role, else the binding stands; undefined for what no file holds. */
function placeOf({ binding, role, rule, origin: ownOrigin }: Link, written: Role | undefined): (() => Position) | undefined {
  const origin = written?.origins[0];
  if (written && origin) return () => origin.locate(rule ? rulePath(written, rule, role) : []);
  const other = binding?.origins[0] ?? ownOrigin;
  return other && (() => other.locate([]));
}

/** Where a rule stands in the role that it was written in; a role that aggregates it has it at another index. */
function rulePath(written: Role, rule: Rule, holder: Role | undefined): FieldPath {
  if (written === holder) return ['rules', rule.index];
  const text = ruleText(rule);
  const found = written.rules.find((candidate) => ruleText(candidate) === text);
  return found ? ['rules', found.index] : [];
}
