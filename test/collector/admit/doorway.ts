import { load } from 'js-yaml';
import { admit } from '../../../src/collector/admit/admit.ts';
import { type Admitted, nothingAdmitted } from '../../../src/collector/admit/admitted.ts';
import { parseDocuments } from '../../../src/collector/documents.ts';
import { SourceText } from '../../../src/collector/source-text.ts';

/** What the door lets in of objects as a live cluster answers them, in namespace `clinic` where they name none. */
export function admitted(...objects: unknown[]): Admitted {
  const result = nothingAdmitted();
  for (const object of objects) admit(object, { source: '/apis', origin: undefined }, 'clinic', result);
  return result;
}

/** What the door lets in of a file `ward.yaml`. */
export function admittedFile(text: string): Admitted {
  const result = nothingAdmitted();
  for (const { value, origin } of parseDocuments(new SourceText('ward.yaml', text)).documents) {
    admit(value, { source: 'ward.yaml', origin }, 'clinic', result);
  }
  return result;
}

/** An RBAC object of this kind with the fields that a YAML mapping gives. */
export function rbac(kind: string, fields: string): object {
  return { apiVersion: 'rbac.authorization.k8s.io/v1', kind, ...Object(load(fields)) };
}

/** Gaps in short: `line: message`, or the message alone where there is no position. */
export function complaints({ gaps }: Admitted): string[] {
  return gaps.map(({ position, message }) => (position ? `${position.line}: ${message}` : message));
}
