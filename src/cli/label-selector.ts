import { UserError } from '../model/error.ts';
import type { LabelRequirement, LabelSelector } from '../model/role.ts';

/**
 * Reads a label selector as kubectl's -l takes it: `app=shop`, `tier!=test`, `env in (a,b)`, `env notin (c)`, `team`, `!team`,
 * separated by commas. Throws a UserError for anything else.
 */
export function parseLabelSelector(text: string): LabelSelector {
  // A comma inside parentheses belongs to a list of values.
  const parts = text.split(/,(?![^(]*\))/).map((part) => part.trim());
  return { matchLabels: new Map(), matchExpressions: parts.map((part) => requirement(part)) };
}

const key = String.raw`([\w./-]+)`;
const equality = new RegExp(`^${key}\\s*(==?|!=)\\s*([\\w.-]*)$`);
const set = new RegExp(`^${key}\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const existence = new RegExp(`^(!?)\\s*${key}$`);

function requirement(part: string): LabelRequirement {
  const [, labelled = '', sign, value = ''] = equality.exec(part) ?? [];
  if (sign !== undefined) return { key: labelled, operator: sign === '!=' ? 'NotIn' : 'In', values: [value] };
  const [, listed = '', word, values = ''] = set.exec(part) ?? [];
  if (word !== undefined)
    return { key: listed, operator: word === 'in' ? 'In' : 'NotIn', values: values.split(',').map((one) => one.trim()) };
  const [, not, own = ''] = existence.exec(part) ?? [];
  if (not !== undefined) return { key: own, operator: not === '!' ? 'DoesNotExist' : 'Exists', values: [] };
  throw new UserError(
    `${JSON.stringify(part)} is no label selector`,
    'write app=shop, tier!=test, env in (a,b), team or !team, separated by commas',
  );
}
