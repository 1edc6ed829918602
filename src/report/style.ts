import { styleText } from 'node:util';
import type { Severity } from '../model/finding.ts';

/** How text is laid out: the terminal's width in columns (undefined: no wrapping), and whether colour may be used. */
export interface Layout {
  width: number | undefined;
  color: boolean;
}

type Format = Parameters<typeof styleText>[0];

/** Colours a text where colour may be used. Nothing is ever said by colour alone. */
export function paint(layout: Layout, format: Format, text: string): string {
  return layout.color ? styleText(format, text, { validateStream: false }) : text;
}

const severityFormats: Readonly<Record<Severity, Format>> = {
  critical: ['bold', 'red'],
  high: 'red',
  medium: 'yellow',
  low: 'cyan',
  info: 'gray',
};

/** The name of a severity in its colour. `text` is what is shown, the name itself by default. */
export function severityText(layout: Layout, severity: Severity, text: string = severity): string {
  return paint(layout, severityFormats[severity], text);
}
