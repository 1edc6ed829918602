import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pageText } from '../../src/report/page.ts';

describe('a page on a terminal', () => {
  it('has its paragraphs and items broken to the width, whatever the lines of the file', () => {
    const page = `# Reading Secrets

Whoever reads a Secret has the password that stands in it,
and what that opens.

- names the Secrets that are needed, in a Role of their namespace,
  and nothing else
- mounts them
1. first
`;
    expect(pageText(page, 30)).toBe(`# Reading Secrets

Whoever reads a Secret has the
password that stands in it,
and what that opens.

- names the Secrets that are
  needed, in a Role of their
  namespace, and nothing else
- mounts them
1. first
`);
  });

  it('keeps code, tables and headings as they are', () => {
    const page = `## A heading that is longer than the width

| a table | that is longer than the width |
| --- | --- |

\`\`\`yaml
- { apiGroups: [""], resources: [secrets], verbs: [get] }

# a comment in code
\`\`\`
`;
    expect(pageText(page, 20)).toBe(page);
  });

  it('is the file where there is no width', () => {
    expect(pageText('as long as it likes to be\nand so on\n', undefined)).toBe('as long as it likes to be\nand so on\n');
  });

  const pages = new URL('../../docs/checks/', import.meta.url);
  it.each(readdirSync(pages))('loses no word: %s', (name) => {
    const page = readFileSync(new URL(name, pages), 'utf8');
    const words = (text: string) => text.split(/\s+/).join(' ');
    expect(words(pageText(page, 80))).toBe(words(page));
  });
});
