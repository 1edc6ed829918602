import type { Request } from '../../model/request.ts';
import type { Identity } from '../../model/subject.ts';
import { parseJson } from '../fields.ts';
import { detached } from './detached.ts';
import { identityOf, requestOf } from './kubernetes-event.ts';
import { isStage, type LoggedRequest } from './logged-request.ts';

/** Text in which nothing is escaped: printable ASCII without quote and backslash. */
const plain = '[ !#-[\\]-~]*';
/** Printable ASCII, and what JSON escapes. */
const escaped = `${plain}(?:\\\\(?:["\\\\/bfnrt]|u[0-9a-fA-F]{4})${plain})*`;
/** An object without escapes, and in it one more at most. Whether it is JSON has to be seen. */
const object = '{[ -[\\]-z|~]*(?:{[ -[\\]-z|~]*}[ -[\\]-z|~]*)?}';
const annotation = `"(?!authorization\\.k8s\\.io/)${plain}":"${escaped}"`;

/**
 * An event of audit.k8s.io/v1 at level Metadata on a line, as kube-apiserver prints it: its fields in the order of Go's struct,
 * no blanks. What matches is JSON, the user apart, and means what JSON.parse makes of it.
 */
const pattern = new RegExp(
  [
    '{"kind":"Event","apiVersion":"audit\\.k8s\\.io/v1","level":"Metadata"',
    `,"auditID":"(${plain})"`,
    ',"stage":"(RequestReceived|ResponseStarted|ResponseComplete|Panic)"',
    `,"requestURI":"(${escaped})"`,
    `,"verb":"(${plain})"`,
    `,"user":(${object})`,
    `,"sourceIPs":\\["${plain}"(?:,"${plain}")*\\]`,
    `(?:,"userAgent":"${plain}")?`,
    `(?:,"objectRef":{("resource":"(${plain})"(?:,"namespace":"(${plain})")?)(?:,"name":"(${plain})")?(?:,"uid":"${plain}")?(?:,"apiGroup":"(${plain})")?`,
    `(?:,"apiVersion":"${plain}")?(?:,"resourceVersion":"${plain}")?(?:,"subresource":"(${plain})")?})?`,
    `(?:,"responseStatus":{"metadata":{}(?:,"status":"${plain}")?(?:,"message":"${escaped}")?(?:,"reason":"${plain}")?`,
    `(?:,"details":{"${plain}":"${plain}"(?:,"${plain}":"${plain}")*})?,"code":([1-5]\\d\\d)})?`,
    `,"requestReceivedTimestamp":"(${plain})","stageTimestamp":"${plain}"`,
    `(?:,"annotations":{(?:${annotation},)*`,
    `"authorization\\.k8s\\.io/decision":"(${plain})","authorization\\.k8s\\.io/reason":"(RBAC:)?${escaped}"`,
    `(?:,${annotation})*})?}\\r?\\n`,
  ].join(''),
  'y',
);

/** The beginning of an event that tells no more than that a request came in; nothing else of it is looked at. */
const reception = new RegExp(
  `{"kind":"Event","apiVersion":"audit\\.k8s\\.io/v1","level":"(Metadata|Request|RequestResponse)","auditID":"(${plain})","stage":"RequestReceived",`,
  'y',
);
/** Where the stage stands at level Metadata, if the id is a UUID. */
const stagePlace = '{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"","stage":"'.length + 36;

/** As Go prints metav1.MicroTime. */
const usualTime = '2026-10-18T09:00:00.123456Z';
const dot = usualTime.indexOf('.');
/** What is known of a request that has only come in. */
const received: LoggedRequest = {
  id: '',
  stage: 'RequestReceived',
  level: '',
  time: Number.NaN,
  identity: { user: '', groups: [] },
  actingAs: undefined,
  request: { verb: '', path: '' },
  code: 0,
  decision: '',
  reason: '',
  withoutGroups: false,
};
/** The beginning of no time. */
const never = '-';

/** Tokens of ServiceAccounts are good for an hour, and what an event says of its user changes with them. */
const mostUsers = 10_000;

/**
 * Reads events that are written exactly as kube-apiserver does it, which nearly all are, in a fraction of the time of JSON.parse.
 * All else is left to the reader that takes any JSON. An event that a request came in is read by its beginning only.
 */
export class PrintedEvents {
  private readonly users = new Map<string, Identity>();
  /** The beginning of the last time, up to its fraction of a second, and its milliseconds. */
  private second = never;
  private secondTime = 0;
  /** Where the line ends that was read last. */
  end = 0;

  /** The event on the line that starts there; undefined where it is written in another way. `text` holds one character for each byte. */
  read(text: string, start: number): LoggedRequest | undefined {
    return text.startsWith('RequestReceived"', start + stagePlace) ? this.readReception(text, start) : this.readWhole(text, start);
  }

  private readReception(text: string, start: number): LoggedRequest | undefined {
    reception.lastIndex = start;
    const match = reception.exec(text);
    const end = text.indexOf('\n', reception.lastIndex);
    if (!match || end < 0 || text.charAt(end - 1) !== '}') return undefined;
    this.end = end + 1;
    return { ...received, level: match[1] ?? '', id: match[2] ?? '' };
  }

  private readWhole(text: string, start: number): LoggedRequest | undefined {
    pattern.lastIndex = start;
    const match = pattern.exec(text);
    if (!match) return undefined;
    const stage = match[2];
    const identity = this.identityOf(match[5] ?? '');
    if (!identity || !isStage(stage)) return undefined;
    this.end = pattern.lastIndex;
    return {
      id: match[1] ?? '',
      stage,
      level: 'Metadata',
      time: this.timeOf(match[13] ?? ''),
      identity,
      actingAs: undefined,
      request: requestIn(match),
      place: match[6],
      code: match[12] === undefined ? 0 : Number(match[12]),
      decision: match[14] ?? '',
      reason: match[15] ?? '',
      withoutGroups: false,
    };
  }

  /** Most events came in within the same second as the one before: `2026-10-18T09:00:00.123456Z`. */
  private timeOf(text: string): number {
    const isUsual = text.length === usualTime.length && text.charCodeAt(dot) === usualTime.charCodeAt(dot);
    if (!isUsual || !text.startsWith(this.second)) {
      const time = Date.parse(text);
      this.second = isUsual && !Number.isNaN(time) ? detached(text.slice(0, dot + 1)) : never;
      this.secondTime = time - (time % 1_000);
      return time;
    }
    const fraction = Number(text.slice(dot + 1, dot + 4));
    return text.endsWith('Z') && fraction >= 0 ? this.secondTime + fraction : Date.parse(text);
  }

  /** The user as one object for the same text, so that it need not be read nor looked up again. */
  private identityOf(text: string): Identity | undefined {
    const known = this.users.get(text);
    if (known) return known;
    const user = parseJson(text);
    if (user === undefined) return undefined;
    if (this.users.size >= mostUsers) this.users.clear();
    const identity = identityOf(user);
    this.users.set(detached(text), identity);
    return identity;
  }
}

function requestIn(match: RegExpExecArray): Request {
  const resource = match[7];
  return requestOf(
    resource === undefined
      ? undefined
      : { resource, namespace: match[8] ?? '', name: match[9] ?? '', apiGroup: match[10] ?? '', subresource: match[11] ?? '' },
    unescaped(match[3] ?? ''),
    match[4] ?? '',
  );
}

/** Of the query, only a selector of fields matters. */
function unescaped(uri: string): string {
  const backslash = uri.indexOf('\\');
  if (backslash < 0) return uri;
  const query = uri.indexOf('?');
  const isRead = query < 0 || backslash < query || uri.includes('ieldSelector');
  return isRead ? String(parseJson(`"${uri}"`)) : uri;
}
