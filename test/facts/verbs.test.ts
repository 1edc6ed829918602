import { describe, expect, it } from 'vitest';
import { isKnownVerb, nearestVerb } from '../../src/facts/verbs.ts';

describe('a verb', () => {
  it.each([
    'get',
    'deletecollection',
    'proxy',
    '*',
    'impersonate',
    'bind',
    'escalate',
    'use',
    'approve',
    'attest',
    'sign',
    'impersonate:user-info',
    'impersonate:associated-node',
    'impersonate-on:user-info:list',
    'associated-node:update',
    'request-serviceaccounts-token-audience',
  ])('%s is known', (verb) => {
    expect(isKnownVerb(verb)).toBe(true);
  });

  it.each(['Get', 'read', 'post', 'gets', '', 'constructor'])('%j is unknown', (verb) => {
    expect(isKnownVerb(verb)).toBe(false);
  });

  it.each([
    ['Create', 'create'],
    ['updaet', 'update'],
    ['wacth', 'watch'],
    ['lists', 'list'],
    ['deletecolection', 'deletecollection'],
    ['read', undefined],
  ])('%s: did you mean %s?', (verb, meant) => {
    expect(nearestVerb(verb)).toBe(meant);
  });
});
