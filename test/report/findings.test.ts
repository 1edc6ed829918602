import { existsSync } from 'node:fs';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { buildAccess } from '../../src/analyzer/access/build.ts';
import { checks, runChecks } from '../../src/analyzer/checks/index.ts';
import { assemble } from '../../src/collector/assemble.ts';
import { readManifests } from '../../src/collector/manifests.ts';
import { findingsText, severityReason } from '../../src/report/findings.ts';
import { markdown } from '../../src/report/markdown.ts';
import { evidence, finding, fingerprint, view } from './clinic.ts';

const pipe = { width: undefined, color: false };
const terminal = { width: 80, color: false };
const lines = (text: string) => text.trimEnd().split('\n');

/** Findings of as many checks, each about a subject of its own. */
function crowd(checkCount: number, subjects: number) {
  return Array.from({ length: checkCount * subjects }, (_, index) => {
    const check = `check-${String.fromCharCode(97 + (index % checkCount))}`;
    const subject = { kind: 'User', name: `nurse-${index}` } as const;
    const role = { kind: 'ClusterRole', name: `role-${index}` } as const;
    const ids = { id: fingerprint(index), cause: fingerprint(index), check, subject, evidence: [evidence({ role })] };
    return finding({ ...ids, title: `User nurse-${index} can read every Secret in clinic`, severity: index < 20 ? 'critical' : 'high' });
  });
}

describe('an entry of the table', () => {
  it('says what, whom, through what, where, why, how bad and what to do', () => {
    const [, , , ...entry] = lines(findingsText(view([finding()]), pipe));
    expect(entry.slice(0, 8)).toEqual([
      'HIGH      Group nurses can read every Secret in clinic',
      '  check     secrets-list-watch',
      '  bound by  RoleBinding clinic/nurses',
      '  role      Role clinic/records-reader rules[0]',
      '  at        clinic/records.yaml:7',
      '  why       list and watch return the whole content of Secrets.',
      '  severity  critical -> high (only in namespace clinic)',
      '  do        Take list and watch away.',
    ]);
  });

  it('is one for one cause, and says how many findings it stands for', () => {
    const forty = Array.from({ length: 40 }, (_, index) => finding({ id: fingerprint(index), scope: `ward-${index}` }));
    const text = findingsText(view(forty), pipe);
    expect(text.match(/^HIGH /gm)).toHaveLength(1);
    expect(text).toContain('Group nurses in ward-0, Group nurses in ward-1, Group nurses in ward-2, Group nurses in ward-3 and 36 more');
    expect(text).toContain('40 findings in 1 entry: those with one cause stand together. All of them: --format json');
  });

  it('leaves out what a stronger one implies', () => {
    const weaker = finding({ id: fingerprint(2), check: 'secrets-read', severity: 'high' });
    const text = findingsText(view([finding({ severity: 'critical', implied: [fingerprint(2)] }), weaker]), pipe);
    expect(text).not.toContain('secrets-read');
  });
});

describe('the reason for a severity', () => {
  it.each([
    ['each step with its reason', finding(), 'critical -> high (only in namespace clinic)'],
    ['the whole cluster', finding({ severity: 'critical', scope: '*' }), 'critical: it holds in the whole cluster'],
    ['nothing special', finding({ severity: 'low', modifiers: [], base: 'low' }), 'low: nothing makes it better or worse'],
  ])('is %s', (_, one, reason) => {
    expect(severityReason(one)).toBe(reason);
  });
});

describe('what is left of the findings', () => {
  it('is said where flags leave out a part, in table and comment', () => {
    const part = { ...view([finding()]), coverage: { ...view([]).coverage, limits: ['namespace clinic', 'check pods-exec'] } };
    expect(findingsText(part, pipe).split('\n')[1]).toBe('only namespace clinic, check pods-exec');
    expect(markdown(part)).toContain('only namespace clinic, check pods-exec');
    expect(findingsText(view([finding()]), pipe)).not.toMatch(/^only /m);
  });
});

describe('many entries', () => {
  it('become an overview, with the worst of each check in full, on two screens', () => {
    const text = findingsText(view(crowd(12, 30)), terminal);
    expect(lines(text).length).toBeLessThanOrEqual(100);
    expect(lines(text).filter((line) => stringWidth(line) > 80)).toEqual([]);
    expect(text).toMatch(/^CHECK +CRITICAL +HIGH +SUBJECTS$/m);
    expect(text).toMatch(/^check-a +2 +28 +30$/m);
    expect(text).toMatch(/^CRITICAL +User nurse-0 can read/m);
    expect(text).toContain('360 entries in full: --min-severity high');
  });

  it('name the checks up to thirty, and count the rest', () => {
    const findings = Array.from({ length: 45 }, (_, index) =>
      finding({ ...crowd(1, 45)[index], check: `check-${'x'.repeat(index + 1)}`, severity: 'high' }),
    );
    const text = findingsText(view(findings), terminal);
    expect(text).toContain('and 15 checks more');
    expect(lines(text).length).toBeLessThanOrEqual(100);
  });

  it('are all written out where one asks for it', () => {
    expect(findingsText(view(crowd(12, 30), { full: true, minSeverity: 'high' }), terminal).match(/^(CRITICAL|HIGH) /gm)).toHaveLength(360);
  });

  it('have room for examples on a wide terminal and in a pipe', () => {
    expect(findingsText(view(crowd(12, 30)), pipe)).toMatch(/^check-a .* User nurse-0, User nurse-12, User nurse-24 and 27 more$/m);
  });
});

const real = '../shared/oracle/real/cluster.json.gz';

describe.skipIf(!existsSync(real))(`the RBAC of 82 projects (${existsSync(real) ? 'there' : 'skipped: it is not there'})`, () => {
  it('fits on two screens, with what is folded counted', () => {
    const snapshot = assemble(readManifests({ paths: [real], recursive: false, exclude: [], defaultNamespace: 'default' }), {
      sources: [real],
    });
    const judgement = runChecks(buildAccess(snapshot));
    const text = findingsText(view([], { judgement, checks }), terminal);
    expect(lines(text).length).toBeGreaterThan(40);
    expect(lines(text).length).toBeLessThanOrEqual(100);
    expect(text).toContain(`${judgement.summary.medium} medium, ${judgement.summary.low} low, ${judgement.summary.info} info not shown`);
  });
});
