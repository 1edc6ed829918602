import type { Finding, Ignored } from '../model/finding.ts';
import { plain } from './plain.ts';
import { type Layout, severityText } from './style.ts';
import { wrap } from './wrap.ts';

/** What was accepted, each with why, until when and where that is written; nothing where nothing was. */
export function ignoredBlocks(findings: readonly Finding[], layout: Layout): string[] {
  const lines = findings.flatMap(({ ignored, severity, check, title }) => {
    if (!ignored) return [];
    return [
      wrap('  ', `${severityText(layout, severity)} ${plain(title)} (${check})`, layout.width, 2),
      wrap('    ', plain(acceptanceText(ignored)), layout.width, 4),
    ];
  });
  return lines.length === 0 ? [] : [`Ignored:\n${lines.join('\n')}`];
}

/** Why something was accepted, until when, and where that is written. */
export function acceptanceText({ reason, expires, ticket, by }: Ignored): string {
  const until = expires === undefined ? [] : [`until ${expires}`];
  const where = ticket === undefined ? [] : [ticket];
  return `${reason} (${[...until, ...where, by].join(', ')})`;
}
