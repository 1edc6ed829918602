import { type Fields, isFields } from '../fields.ts';
import { readCloudAudit } from './cloud-audit.ts';
import { readKubernetesEvent } from './kubernetes-event.ts';
import type { LoggedRequest } from './logged-request.ts';

/** What a record of a log turned out to be. */
export interface Sink {
  event(logged: LoggedRequest): void;
  /** An audit event of a version that is not known. */
  otherVersion(): void;
  /** JSON that is no audit event. */
  otherRecord(): void;
  /** Text that is no JSON. */
  otherLine(): void;
  /** What begins as JSON and is none. */
  broken(): void;
}

/** Fields that hold a list of records: an EventList, and the forms in which CloudWatch gives out and sends on what it keeps. */
export const listFields: readonly string[] = ['items', 'events', 'logEvents'];

/** A record within a record within a list is as deep as exports nest. */
const deepest = 4;

/** Reads the text of one record: JSON, or JSON behind a time stamp as CloudWatch exports it. Blank text is nothing. */
export function readText(text: string, sink: Sink, depth = 0): void {
  const [opening] = text.trimStart();
  if (opening === undefined) return;
  const isBare = opening === '{' || opening === '[';
  const start = isBare ? 0 : text.indexOf('{');
  const value = start < 0 ? undefined : parsed(text.slice(start));
  if (value !== undefined) readValue(value, sink, depth);
  else if (opening === '{') sink.broken();
  else sink.otherLine();
}

function readValue(value: unknown, sink: Sink, depth: number): void {
  if (depth > deepest) sink.otherRecord();
  else if (isFields(value)) readFields(value, sink, depth);
  else if (Array.isArray(value)) for (const item of value) readValue(item, sink, depth + 1);
  else sink.otherRecord();
}

function readFields(value: Fields, sink: Sink, depth: number): void {
  const logged = value.protoPayload === undefined ? readKubernetesEvent(value) : readCloudAudit(value);
  if (logged === 'other-version') {
    sink.otherVersion();
    return;
  }
  if (logged) {
    sink.event(logged);
    return;
  }
  const list = listFields.map((field) => value[field]).find(Array.isArray);
  const message = value.message ?? value['@message'];
  if (list) readValue(list, sink, depth + 1);
  else if (typeof message === 'string') readText(message, sink, depth + 1);
  else sink.otherRecord();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
