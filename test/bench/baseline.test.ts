import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { plainAuthorizer } from '../../bench/baseline.ts';
import { readAnswers, readCluster } from '../../bench/oracle.ts';

const fixtures = fileURLToPath(new URL('../fixtures/oracle/', import.meta.url));
const realCluster = fileURLToPath(new URL('../../../shared/oracle/real', import.meta.url));

/** Asks everything that the API server was asked, and returns the questions with another answer. */
function disagreements(folder: string): unknown[] {
  const allowed = plainAuthorizer(readCluster(folder));
  return readAnswers(folder).filter((answer) => allowed(answer.request) !== answer.allowed);
}

describe('plainAuthorizer answers as a real API server does', () => {
  it.each(['adversarial-102', 'adversarial-103'])('on %s', (name) => {
    const answers = readAnswers(`${fixtures}${name}`);
    expect(answers).toHaveLength(30_000);
    expect(answers.some((answer) => answer.allowed)).toBe(true);
    expect(disagreements(`${fixtures}${name}`)).toEqual([]);
  });

  it('on the RBAC of 82 public projects', (context) => {
    if (!existsSync(realCluster)) context.skip('../shared/oracle/real is not here');
    expect(disagreements(realCluster)).toEqual([]);
  });
});
