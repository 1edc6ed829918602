/** A comment in a document, from its `#` to the end of its line. */
export interface Comment {
  start: number;
  text: string;
}

/** All comments of a document, in their order; `scalars` are the places where a `#` is text, in their order. */
export function commentsIn(text: string, scalars: readonly { start: number; end: number }[]): Comment[] {
  const comments: Comment[] = [];
  const mark = /(?<=^|\s)#[^\r\n]*/g;
  let next = 0;
  for (let match = mark.exec(text); match; match = mark.exec(text)) {
    let scalar = scalars[next];
    while (scalar && scalar.end <= match.index) scalar = scalars[++next];
    if (scalar && scalar.start <= match.index) mark.lastIndex = scalar.end;
    else comments.push({ start: match.index, text: match[0].trimEnd() });
  }
  return comments;
}
