/** What names an object of some kind. */
export interface Ref<Kind extends string> {
  kind: Kind;
  namespace?: string;
  name: string;
}

/** Only what names an object, with another name where one is given. */
export function refOf<Kind extends string>({ kind, namespace, name }: Ref<Kind>, newName = name): Ref<Kind> {
  return namespace === undefined ? { kind, name: newName } : { kind, namespace, name: newName };
}
