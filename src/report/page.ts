import wrapAnsi from 'wrap-ansi';

/**
 * A Markdown page with its paragraphs and items broken to a width; code, tables and headings stay as they are, and so do words,
 * since links are words. Without a width all stays.
 */
export function pageText(page: string, width: number | undefined): string {
  if (width === undefined) return page;
  const lines: string[] = [];
  let text: { label: string; words: string[] } | undefined;
  let inCode = false;
  const end = () => {
    if (text) lines.push(...broken(text.label, text.words.join(' '), width));
    text = undefined;
  };
  for (const line of page.split('\n')) {
    const isFence = line.startsWith('```');
    const [, label = '', rest = ''] = /^(\s*(?:[-*]|\d+\.) )?(.*)$/.exec(line) ?? [];
    if (isFence || inCode || line === '' || /^[#|]/.test(line)) {
      end();
      lines.push(line);
      if (isFence) inCode = !inCode;
    } else if (text && label === '') text.words.push(rest.trim());
    else {
      end();
      text = { label, words: [rest] };
    }
  }
  end();
  return lines.join('\n');
}

function broken(label: string, text: string, width: number): string[] {
  const lines = wrapAnsi(text, Math.max(width - label.length, 1)).split('\n');
  return lines.map((line, index) => (index === 0 ? label : ' '.repeat(label.length)) + line);
}
