import type { Rule } from './rule.ts';

/** Whether a request carries a namespace. */
export type Place = 'in a namespace' | 'outside namespaces' | 'anywhere';

/**
 * Tells why no request of that place can match a rule of one verb and one resource (with at most one name) or URL, or
 * undefined where one may: what the API does not serve cannot be asked for. `*` stands for what nobody has named.
 */
export type WhyInert = (rule: Omit<Rule, 'index'>, place: Place) => string | undefined;
