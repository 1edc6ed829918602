import type { ObjectRef } from '../model/gap.ts';

/** File systems take at most 255 bytes; the rest is for numbers and endings. */
const longest = 200;

/** A file name made of an object's names, which come from the input: no separators, no `..`, nothing hidden, not too long. */
export function fileStem({ kind, namespace, name }: ObjectRef): string {
  const words = [kind.toLowerCase(), ...(namespace === undefined ? [] : [namespace]), name];
  return words
    .join('-')
    .replace(/[^A-Za-z0-9._-]/g, '-')
    .slice(0, longest);
}

/** Takes a path that none has taken yet, with a number where it has to be; upper and lower case are one on many file systems. */
export function takePath(taken: Set<string>, stem: string, ending: string): string {
  let path = `${stem}${ending}`;
  for (let count = 2; taken.has(path.toLowerCase()); count++) path = `${stem}-${count}${ending}`;
  taken.add(path.toLowerCase());
  return path;
}
