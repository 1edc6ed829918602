import XMLBuilder from 'fast-xml-builder';
import { type Gap, gapSentence } from '../model/gap.ts';
import { chainsOf } from './chains.ts';
import { severityReason } from './findings.ts';
import { acceptanceText } from './ignored.ts';
import { plain } from './plain.ts';
import { type ListedFinding, listed, type ReportView } from './report-view.ts';

/** An element: attributes by names with `@`, elements inside by their names, `#text` for what it says. */
interface Element {
  [name: string]: string | Element;
}

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', format: true, suppressBooleanAttributes: false });

/** The tests of one check, or the gaps. */
interface Suite {
  name: string;
  cases: readonly Case[];
}

interface Case {
  result: 'passed' | 'failure' | 'skipped' | 'error';
  element(): Element;
}

/**
 * The report as JUnit XML, in pieces: a suite for each check, a test for each finding. Findings fail, accepted and implied ones
 * are skipped, gaps are errors, and a check that found nothing has passed.
 */
export function* junit(view: ReportView): Generator<string> {
  const suites = suitesOf(view);
  const all = { name: 'rbac-audit', cases: suites.flatMap(({ cases }) => cases) };
  yield `<?xml version="1.0" encoding="UTF-8"?>\n${opening('testsuites', all)}`;
  for (const suite of suites) {
    yield opening('testsuite', suite);
    for (const one of suite.cases) yield builder.build({ testcase: one.element() });
    yield '</testsuite>\n';
  }
  yield '</testsuites>\n';
}

/** The opening tag of an element whose content comes in further pieces. */
function opening(name: string, { name: title, cases }: Suite): string {
  const number = (result: Case['result']) => String(cases.filter((one) => one.result === result).length);
  const counts = { '@failures': number('failure'), '@errors': number('error'), '@skipped': number('skipped') };
  const element = builder.build({ [name]: { '@name': plain(title), '@tests': String(cases.length), ...counts } });
  return element.replace(`></${name}>`, '>');
}

function suitesOf(view: ReportView): Suite[] {
  const byCheck = Map.groupBy(listed(view), ({ finding }) => finding.check);
  const ids = new Set([...view.checks.map(({ id }) => id), ...byCheck.keys()]);
  const titles = new Map(view.checks.map(({ id, title }) => [id, title]));
  const suites = [...ids].map((id) => {
    const found = byCheck.get(id)?.map(findingCase);
    return { name: id, cases: found ?? [passed(id, titles.get(id) ?? id)] };
  });
  return view.gaps.length === 0 ? suites : [...suites, { name: 'gaps', cases: view.gaps.map(gapCase) }];
}

function passed(check: string, title: string): Case {
  return { result: 'passed', element: () => ({ '@classname': check, '@name': `No finding: ${title}` }) };
}

function findingCase(item: ListedFinding): Case {
  const reason = skipReason(item);
  return { result: reason === undefined ? 'failure' : 'skipped', element: () => findingElement(item, reason) };
}

/** Why a finding needs no attention, if that is so. */
function skipReason({ finding: { ignored }, impliedBy }: ListedFinding): string | undefined {
  if (ignored) return `accepted: ${acceptanceText(ignored)}`;
  return impliedBy && `follows from: ${impliedBy.title} (${impliedBy.check})`;
}

function findingElement({ finding }: ListedFinding, reason: string | undefined): Element {
  const [decisive] = finding.evidence;
  const title = plain(finding.title);
  const position = decisive?.position;
  return {
    '@classname': finding.check,
    '@name': `${title} [${finding.id}]`,
    ...(position && { '@file': plain(position.file), '@line': String(position.line) }),
    ...(reason === undefined
      ? { failure: { '@type': finding.severity, '@message': `${finding.severity}: ${title}`, '#text': bodyOf(finding) } }
      : { skipped: { '@message': plain(reason) } }),
  };
}

function bodyOf(finding: ListedFinding['finding']): string {
  const { bindings, roles, places } = chainsOf({ findings: [finding] });
  const lines: [string, string][] = [
    ['bound by', `${bindings.shown.join(', ')} ${bindings.more}`],
    ['role', `${roles.shown.join(', ')} ${roles.more}`],
    ['at', `${places.shown.join(', ')} ${places.more}`],
    ['why', finding.detail],
    ['severity', severityReason(finding)],
    ['do', finding.remediation],
  ];
  return lines.flatMap(([label, text]) => (text.trim() === '' ? [] : [`${label}: ${plain(text.trim())}`])).join('\n');
}

function gapCase(gap: Gap): Case {
  const message = plain(gapSentence(gap));
  const text = [message, ...(gap.advice === undefined ? [] : [plain(gap.advice)])].join('\n');
  return {
    result: 'error',
    element: () => ({
      '@classname': 'gaps',
      '@name': message,
      ...(gap.position && { '@file': plain(gap.position.file), '@line': String(gap.position.line) }),
      error: { '@type': gap.code, '@message': message, '#text': text },
    }),
  };
}
