import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readCluster } from '../../../bench/oracle.ts';
import { createRandom } from '../../../bench/random.ts';
import type { Access } from '../../../src/analyzer/access/access.ts';
import { identityOf, superuserGroup, userOf } from '../../../src/analyzer/access/identity.ts';
import { ruleMatches } from '../../../src/analyzer/access/match.ts';
import { canI } from '../../../src/analyzer/questions/can-i.ts';
import { whatCan } from '../../../src/analyzer/questions/what-can.ts';
import { whoCan } from '../../../src/analyzer/questions/who-can.ts';
import type { WhatCan, WhoCan } from '../../../src/model/answer.ts';
import { isPathRequest, type Request } from '../../../src/model/request.ts';
import { type Identity, type Subject, subjectKey } from '../../../src/model/subject.ts';
import { accessTo, accessToFile } from '../snapshot.ts';
import { randomRequests } from './random-requests.ts';

const requestsPerCluster = 2_500;
const real = '../shared/oracle/real';

const clusters = [
  ['adversarial-102', 'test/fixtures/oracle/adversarial-102', fromOracle],
  ['adversarial-103', 'test/fixtures/oracle/adversarial-103', fromOracle],
  ['the clinic and the shop', 'examples/clinic-and-shop', accessToFile],
  ['82 public projects', real, fromOracle],
] as const;

function fromOracle(folder: string): Access {
  return accessTo([{ ...readCluster(folder) }]);
}

/** The authorizer's answer for nobody but this subject: a user without groups, or a member of a group of whom nothing else is known. */
function isAllowedByItself(access: Access, subject: Subject, request: Request): boolean {
  const user = userOf(subject);
  return access.allows(user === undefined ? { user: '', groups: [subject.name] } : { user, groups: [] }, request);
}

function listed(access: Access, request: Request): WhoCan {
  return whoCan(access, isPathRequest(request) ? request : { request, namespaced: undefined });
}

function keys(subjects: readonly Subject[]): string[] {
  return subjects.map(subjectKey);
}

/** True if some permission of what-can allows the request where it holds. */
function isCovered({ superuser, permissions }: WhatCan, request: Request): boolean {
  const namespace = isPathRequest(request) ? '' : request.namespace;
  return superuser || permissions.some(({ scope, rule }) => (scope === '*' || scope === namespace) && ruleMatches(rule, request));
}

/** Someone who asks: an identity, the subjects that count for it, and all that it may do. */
interface Asker {
  identity: Identity;
  counts: string[];
  permissions: WhatCan;
}

function askerOf(access: Access, subject: Subject, groups: string[]): Asker {
  const identity = identityOf(subject, groups);
  const own = [...(subject.kind === 'Group' ? [] : [subject]), ...identity.groups.map((name): Subject => ({ kind: 'Group', name }))];
  return { identity, counts: keys(own), permissions: whatCan(access, subject, groups) };
}

describe.each(clusters)('asked at random about %s', (_name, path, read) => {
  it('who-can, can-i, what-can and the authorizer agree', ({ skip }) => {
    skip(!existsSync(path), `there is no ${path}`);
    const access = read(path);
    const random = createRandom(3);
    const masters: Subject = { kind: 'Group', name: superuserGroup };
    const subjects = [...access.subjects.filter((subject) => subjectKey(subject) !== subjectKey(masters)), masters];
    const groups = subjects.filter(({ kind }) => kind === 'Group').map(({ name }) => name);
    const askers = new Map<string, Asker>();

    const wrong: object[] = [];
    let yes = 0;
    for (const request of randomRequests(access, requestsPerCluster, 1)) {
      const holders = listed(access, request).subjects;
      const allowed = subjects.filter((subject) => isAllowedByItself(access, subject, request));
      if (JSON.stringify(keys(holders)) !== JSON.stringify(keys(allowed).sort())) {
        wrong.push({ request, listed: keys(holders), allowed: keys(allowed) });
      }

      const subject: Subject = random.pick([random.pick(holders), random.pick(subjects), { kind: 'User', name: 'nobody' }]);
      const ownGroups = random.chance(0.2) ? [random.pick(groups)] : [];
      const key = JSON.stringify([subjectKey(subject), ownGroups]);
      const asker = askers.get(key) ?? askerOf(access, { ...subject }, ownGroups);
      askers.set(key, asker);
      const isListed = keys(holders).some((holder) => asker.counts.includes(holder));
      const answers = {
        'can-i': canI(access, asker.identity, request).allowed,
        'what-can': isCovered(asker.permissions, request),
        authorizer: access.allows(asker.identity, request),
      };
      if (Object.values(answers).some((answer) => answer !== isListed)) wrong.push({ request, asker: key, isListed, answers });
      if (isListed) yes++;
    }
    expect(wrong).toEqual([]);
    // Neither yes nor no is right by chance.
    expect(yes).toBeGreaterThan(requestsPerCluster * 0.35);
    expect(yes).toBeLessThan(requestsPerCluster * 0.65);
  });

  it('who-can lists under "only by name" those who may for that name, and not without', ({ skip }) => {
    skip(!existsSync(path), `there is no ${path}`);
    const access = read(path);
    const wrong: object[] = [];
    let names = 0;
    for (const request of randomRequests(access, 500, 2)) {
      if (isPathRequest(request)) continue;
      const unnamed = { ...request, name: '' };
      const { subjects, limited } = listed(access, unnamed);
      const unlimited = new Set(keys(subjects));
      for (const holder of limited) {
        for (const name of holder.names) {
          names++;
          if (!isAllowedByItself(access, holder, { ...unnamed, name })) wrong.push({ holder, unnamed, name });
        }
        const expected = isAllowedByItself(access, holder, unnamed);
        if (unlimited.has(subjectKey(holder)) !== expected) wrong.push({ holder, unnamed });
      }
    }
    expect(wrong).toEqual([]);
    expect(names).toBeGreaterThan(0);
  });
});
