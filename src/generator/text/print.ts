import { DEFAULT_SCALAR_STYLE_RULES, dump, SCALAR_STYLE, type ScalarStyleRule } from 'js-yaml';
import { isBlank } from './lines.ts';
import type { Quote } from './nodes.ts';
import type { Style } from './style.ts';

/** A value as YAML in lines of its own. */
export function printYaml(value: unknown, style: Style): string {
  return printed(value, style, style.brackets ? depthOfWords(value) : -1);
}

/** A field of a block mapping, its key at a column. */
export function printEntry(name: string, value: unknown, column: number, style: Style): string {
  return indented(printYaml({ [name]: value }, style), column);
}

/** An item of a block sequence, its dash at a column. However deep fields stand elsewhere, here they are two behind the dash. */
export function printItem(value: unknown, column: number, style: Style): string {
  if (typeof value === 'string') return indented(printYaml([value], { ...style, brackets: false }), column);
  return `${' '.repeat(column)}- ${indented(printYaml(value, style), column + 2).trimStart()}`;
}

/** A value in brackets on one line, in YAML. */
export function printInline(value: unknown, style: Style): string {
  return printed(value, style, 0).trimEnd();
}

/** One word as it can stand in a list, or as the value of a field. */
export function printWord(word: string, quote: Quote, style: Style): string {
  return printInline([word], { ...style, quote }).slice(1, -1);
}

/** A value as JSON; on lines of its own where there is an indentation to go by, which is not put in front of the first line. */
export function printJson(value: unknown, style: Style, indent: string | undefined): string {
  const step = indent === undefined ? undefined : indent.includes('\t') ? '\t' : ' '.repeat(style.step);
  const text = JSON.stringify(value, undefined, step).replace(formatCharacters, escapeUnits);
  return text.replaceAll('\n', `\n${indent}`);
}

/** Lines put deeper; those without content stay empty. */
function indented(text: string, column: number): string {
  const lines = text.split(/(?<=\n)/);
  return lines.map((line) => (isBlank(line) ? line : ' '.repeat(column) + line)).join('');
}

function printed(value: unknown, style: Style, flowLevel: number): string {
  const text = dump(value, {
    indent: style.step,
    seqNoIndent: style.flushDashes,
    lineWidth: -1,
    noRefs: true,
    flowLevel,
    quoteStyle: style.needed ?? 'single',
    scalarStyleRules: [quoteOdd(style), quoteWords(style), ...Object.values(DEFAULT_SCALAR_STYLE_RULES)],
  });
  return text.replace(formatCharacters, escapeCharacter);
}

/** How deep the lists of words lie; -1 where there are none. */
function depthOfWords(value: unknown): number {
  if (typeof value !== 'object' || value === null) return -1;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return 0;
  const depths = Object.values(value).map(depthOfWords);
  return depths.some((depth) => depth >= 0) ? Math.max(...depths) + 1 : -1;
}

// They print as nothing or turn the direction of what follows, so that one name looks like another.
const formatCharacters = /\p{Cf}/gu;

/** Strings that no style but double quotes can hold as one sees them, and the empty one. */
function quoteOdd({ needed }: Style): ScalarStyleRule {
  return (layout) => {
    const { value } = layout.node;
    if (/[\r\n\p{Cf}]/u.test(value)) layout.style = SCALAR_STYLE.DOUBLE_QUOTED;
    else if (value === '') layout.style = needed === 'single' ? SCALAR_STYLE.SINGLE_QUOTED : SCALAR_STYLE.DOUBLE_QUOTED;
  };
}

/** Words in lists, where their neighbours are quoted. */
function quoteWords({ quote }: Style): ScalarStyleRule {
  return (layout) => {
    if (quote === 'plain' || layout.style !== SCALAR_STYLE.PLAIN || layout.parent?.kind !== 'sequence') return;
    layout.style = quote === 'single' ? SCALAR_STYLE.SINGLE_QUOTED : SCALAR_STYLE.DOUBLE_QUOTED;
  };
}

/** Valid in double-quoted scalars, which is where `quoteOdd` has put all format characters. */
function escapeCharacter(character: string): string {
  return `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`;
}

function escapeUnits(character: string): string {
  return [...character.split('')].map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
}
