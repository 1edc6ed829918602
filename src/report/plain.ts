// Control characters move the cursor or recolour the terminal; format characters turn the direction of writing or show nothing at
// all, so that one name reads as another. The rest ends lines or is no character (half of a surrogate pair, U+FFFE).
const unsafe = /[\p{Control}\p{Format}\p{Surrogate}\p{Line_Separator}\p{Paragraph_Separator}\p{Noncharacter_Code_Point}]/gu;

/** A text from a cluster or a file, safe to print on one line: what would act on the terminal is shown as an escape. */
export function plain(text: string): string {
  return text.replace(unsafe, escaped);
}

function escaped(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
}
