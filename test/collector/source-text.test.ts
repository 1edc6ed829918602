import { describe, expect, it } from 'vitest';
import { SourceText } from '../../src/collector/source-text.ts';

describe('an offset in a text', () => {
  const text = new SourceText('ward.yaml', 'kind: Role\r\n\nrules: []\n');

  it.each([
    [0, 1, 1],
    [6, 1, 7],
    [11, 1, 12],
    [12, 2, 1],
    [13, 3, 1],
    [22, 3, 10],
    [23, 4, 1],
  ])('%i is on line %i, column %i', (offset, line, column) => {
    expect(text.positionAt(offset)).toEqual({ file: 'ward.yaml', line, column });
  });
});
