import { atomsOf } from '../../analyzer/access/covers.ts';
import type { RuleBody } from '../../analyzer/access/match.ts';
import type { Box } from '../../analyzer/access/permission-set.ts';
import type { WhyInert } from '../../model/inert.ts';
import type { KeptBy, UnseenArea } from '../../model/usage.ts';
import { classOfResource } from '../classes.ts';
import type { Wildcards } from '../wildcards.ts';
import type { Evidence } from './evidence.ts';

/** A permission that stays although it was not seen in use, and why. */
export interface Kept {
  box: Box;
  by: KeptBy;
}

/**
 * What of a subject's rights stays whatever was seen: rights for identity and delegation and those that admission asks for,
 * unless they were given up by name, and what the log shows of nobody. `used` may prove that a right of these was needed.
 */
export function keptUnseen(
  old: readonly Box[],
  used: readonly Box[],
  { dropUnseen, blind }: Evidence,
  { wildcards, whyInert }: { wildcards: Wildcards; whyInert: WhyInert },
): Kept[] {
  const needed = neededUnseen(used);
  return old.flatMap(({ scope, rule }): Kept[] => [
    ...(blind.reads ? reads(rule).map((one): Kept => ({ box: { scope, rule: one }, by: 'reads' })) : []),
    ...(blind.urls && scope === '*' && rule.nonResourceURLs.length > 0
      ? [{ box: { scope, rule: { ...rule, apiGroups: [], resources: [], resourceNames: [] } }, by: 'urls' as const }]
      : []),
    ...[...unseenParts(rule, wildcards)].flatMap(({ area, atom }): Kept[] => {
      const isGivenUp = dropUnseen.has(area) && !needed.some((pattern) => isOf(atom, pattern));
      const isInert = whyInert(atom, scope === '*' ? 'anywhere' : 'in a namespace') !== undefined;
      return isGivenUp || isInert ? [] : [{ box: { scope, rule: atom }, by: area }];
    }),
  ]);
}

/** The reads of a rule, wildcards and all. */
function reads(rule: RuleBody): RuleBody[] {
  const verbs = ['get', 'list', 'watch'].filter((verb) => rule.verbs.includes(verb) || rule.verbs.includes('*'));
  return verbs.length > 0 && rule.resources.length > 0 && rule.apiGroups.length > 0 ? [{ ...rule, verbs, nonResourceURLs: [] }] : [];
}

/** The parts of a rule whose use a log does not show, wildcards written out. */
function* unseenParts(rule: RuleBody, wildcards: Wildcards): Generator<{ area: UnseenArea; atom: RuleBody }> {
  const { rules, left } = wildcards.expand(rule);
  for (const one of [...rules, ...left]) {
    for (const atom of atomsOf(one)) {
      const area = areaOf(atom);
      if (area) yield { area, atom };
    }
  }
  // What may be impersonated besides users and groups has names that nobody can list.
  const covers = (list: readonly string[], value: string) => list.includes('*') || list.includes(value);
  if (rule.resources.includes('*') && covers(rule.verbs, 'impersonate') && covers(rule.apiGroups, authentication)) {
    const extras = { verbs: ['impersonate'], apiGroups: [authentication], resources: ['*'], resourceNames: rule.resourceNames };
    yield { area: 'identity', atom: { ...extras, nonResourceURLs: [] } };
  }
}

const authentication = 'authentication.k8s.io';

function areaOf({ verbs: [verb = ''], apiGroups: [group = ''], resources: [resource] }: RuleBody): UnseenArea | undefined {
  if (resource === undefined || verb === '*') return undefined;
  if (verb === 'use' || (resource.endsWith('/finalizers') && (verb === 'update' || verb === 'patch'))) return 'admission';
  const found = classOfResource(verb, group, resource);
  if (found.class !== 'privileged') return undefined;
  return found.area === 'identity' || found.area === 'delegation' ? found.area : undefined;
}

interface Pattern {
  verb: string;
  group: string;
  resources: readonly string[];
}

const rbac = 'rbac.authorization.k8s.io';
const certificates = 'certificates.k8s.io';

/** Who writes one thing is asked for another on the way (the RBAC storages, certificate approval and signing). */
const consequences: readonly { of: { group: string; resources: readonly string[] }; need: Pattern }[] = [
  {
    of: { group: rbac, resources: ['rolebindings', 'clusterrolebindings'] },
    need: { verb: 'bind', group: rbac, resources: ['roles', 'clusterroles'] },
  },
  {
    of: { group: rbac, resources: ['roles', 'clusterroles'] },
    need: { verb: 'escalate', group: rbac, resources: ['roles', 'clusterroles'] },
  },
  {
    of: { group: certificates, resources: ['certificatesigningrequests/approval'] },
    need: { verb: 'approve', group: certificates, resources: ['signers'] },
  },
  {
    of: { group: certificates, resources: ['certificatesigningrequests/status'] },
    need: { verb: 'sign', group: certificates, resources: ['signers'] },
  },
];

const writes: ReadonlySet<string> = new Set(['create', 'update', 'patch']);

function neededUnseen(used: readonly Box[]): Pattern[] {
  return consequences.filter(({ of }) => used.some((box) => isWrite(box, of.group, of.resources))).map(({ need }) => need);
}

function isOf({ verbs: [verb = ''], apiGroups: [group = ''], resources: [resource = ''] }: RuleBody, pattern: Pattern): boolean {
  return verb === pattern.verb && group === pattern.group && pattern.resources.includes(resource);
}

function isWrite({ rule }: Box, group: string, resources: readonly string[]): boolean {
  const [verb = ''] = rule.verbs;
  const [resource = ''] = rule.resources;
  return writes.has(verb) && rule.apiGroups[0] === group && resources.includes(resource);
}

/**
 * True if a subject writes roles or bindings and may do so only because it holds what it gives: then any of its rights may be
 * needed, and no log shows which (validation.ConfirmNoEscalation).
 */
export function givesWhatItHolds(old: readonly Box[], used: readonly Box[]): boolean {
  return consequences
    .filter(({ of }) => of.group === rbac)
    .some(({ of, need }) =>
      used.some(
        (box) =>
          isWrite(box, of.group, of.resources) &&
          !need.resources.some((resource) => old.some((own) => reaches(own, box.scope) && isGranted(own.rule, { ...need, resource }))),
      ),
    );
}

function reaches({ scope }: Box, other: string): boolean {
  return scope === '*' || scope === other;
}

function isGranted(rule: RuleBody, { verb, group, resource }: { verb: string; group: string; resource: string }): boolean {
  const has = (list: readonly string[], value: string) => list.includes('*') || list.includes(value);
  return has(rule.verbs, verb) && has(rule.apiGroups, group) && has(rule.resources, resource);
}
