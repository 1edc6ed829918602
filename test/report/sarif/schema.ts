// The schema of SARIF 2.1.0 as the JSON Schema Store has it, from a package that carries it; nothing else of the package is used.
import schema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import DraftFour from 'ajv-draft-04';
import formats from 'ajv-formats';
import type { Log } from 'sarif';
import { expect } from 'vitest';

const ajv = new DraftFour.default({ strict: false, allErrors: true, unicodeRegExp: false });
formats.default(ajv);
const validate = ajv.compile(schema);

/** What is wrong with a log by the schema of SARIF 2.1.0. */
export function schemaErrors(log: unknown): string[] {
  validate(log);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** A log that was read from text, valid by the schema. */
export function validLog(text: string): Log {
  const log: Log = JSON.parse(text);
  expect(schemaErrors(log).slice(0, 5)).toEqual([]);
  return log;
}
