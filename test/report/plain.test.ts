import { describe, expect, it } from 'vitest';
import { plain } from '../../src/report/plain.ts';

describe('a text that is printed', () => {
  it.each(['', 'system:serviceaccount:shop:checkout', 'ines müller', '看護師', '🏥', 'a\\u001b', "'; rm -rf / #"])(
    'stays as it is: %s',
    (text) => {
      expect(plain(text)).toBe(text);
    },
  );

  it.each([
    ['that recolour the terminal', '\u001b[31mred\u001b[0m', '\\u001b[31mred\\u001b[0m'],
    ['that end lines', 'a\r\nb\u2028c\u2029d\u0085e', 'a\\u000d\\u000ab\\u2028c\\u2029d\\u0085e'],
    ['that move the cursor', '\ta\u0008b\u007f', '\\u0009a\\u0008b\\u007f'],
    ['that begin sequences in eight bits', '\u009b31m', '\\u009b31m'],
    [
      'that turn the direction of writing',
      '\u202eseni\u202c \u2066x\u2069 \u200e\u200f\u061c',
      '\\u202eseni\\u202c \\u2066x\\u2069 \\u200e\\u200f\\u061c',
    ],
    ['that show nothing', 'in\u200bes\u00ad\ufeff\u{e0041}', 'in\\u200bes\\u00ad\\ufeff\\u{e0041}'],
    ['that are half a character', 'a\ud800b', 'a\\ud800b'],
  ])('has characters escaped %s', (_what, text, expected) => {
    expect(plain(text)).toBe(expected);
  });

  it('acts on no terminal, whatever it holds', () => {
    const everything = Array.from({ length: 0x3000 }, (_, code) => String.fromCharCode(code)).join('');
    expect(plain(everything)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]|\p{Bidi_Control}/u);
  });
});
