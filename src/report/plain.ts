// Control characters move the cursor or recolour the terminal; bidirectional overrides make text read as something else.
const unsafe = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** A text from a cluster or a file, safe to print on one line: what would act on the terminal is shown as an escape. */
export function plain(text: string): string {
  return text.replace(unsafe, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
