import { describe, expect, it } from 'vitest';
import { buildAccess } from '../../../../../src/analyzer/access/build.ts';
import { runChecks } from '../../../../../src/analyzer/checks/index.ts';
import { admit } from '../../../../../src/collector/admit/admit.ts';
import { nothingAdmitted } from '../../../../../src/collector/admit/admitted.ts';
import { assemble } from '../../../../../src/collector/assemble.ts';
import { type PolicyRule, role } from '../../../snapshot.ts';
import { titlesIn } from '../../judge.ts';

const check = 'empty-role';

describe('empty-role', () => {
  it('finds roles without rules', () => {
    expect(titlesIn(check, 'fires')).toEqual(['Role clinic/reception has no rules']);
  });

  it('passes over aggregated roles', () => {
    expect(titlesIn(check, 'quiet')).toEqual([]);
  });

  it('says nothing of a role whose rules could not be read', () => {
    const admitted = nothingAdmitted();
    const broken = role('clinic', 'reception', { resources: 'pods' } as unknown as PolicyRule);
    for (const object of [broken, role('clinic', 'ward')]) admit(object, { source: 'test', origin: undefined }, 'default', admitted);
    expect(admitted.gaps).toHaveLength(1);
    const { findings } = runChecks(buildAccess(assemble(admitted, { sources: ['test'] })));
    expect(findings.filter((finding) => finding.check === check).map(({ title }) => title)).toEqual(['Role clinic/ward has no rules']);
  });
});
