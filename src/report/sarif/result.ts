import type { CodeFlow, Result, Suppression, ThreadFlowLocation } from 'sarif';
import type { Evidence, Finding, Ignored } from '../../model/finding.ts';
import type { ObjectRef } from '../../model/gap.ts';
import { type Subject, subjectLabel } from '../../model/subject.ts';
import { severityReason } from '../findings.ts';
import { chainText } from '../hops.ts';
import { acceptanceText } from '../ignored.ts';
import type { Place, Places } from '../places.ts';
import type { ListedFinding } from '../report-view.ts';
import { objectText } from '../words.ts';
import { location, messageText } from './location.ts';
import { levelOf, type Rules } from './rules.ts';

/** As many chains as one can look at; GitHub takes 10,000 steps and 1,000 places for a result. */
export const mostChains = 10;

/**
 * A finding with its place, the chains from the subject to the rule, and a fingerprint that survives edits elsewhere.
 * `occurrence` tells apart findings that are the same but for their place.
 */
export function resultOf({ finding, impliedBy }: ListedFinding, occurrence: number, rules: Rules, places: Places): Result {
  const { id, cause, severity, base, modifiers, subject, scope, implied, remediation } = finding;
  const evidence = finding.evidence.slice(0, mostChains);
  const suppressions = suppressionsOf(finding.ignored, impliedBy);
  return {
    ruleId: rules.idOf(finding),
    ruleIndex: rules.indexOf(finding),
    level: levelOf(severity),
    message: { text: messageOf(finding) },
    locations: [primary(finding, evidence, places)],
    codeFlows: subject ? evidence.map((chain) => codeFlow(subject, chain, places)) : [],
    // GitHub knows alerts again by the first of them, and would take two subjects of one rule for one alert without it.
    partialFingerprints: { primaryLocationLineHash: `${id}:${occurrence}`, 'rbacAudit/v1': id },
    ...(suppressions.length > 0 && { suppressions }),
    properties: {
      ...{ severity, base, modifiers, scope, cause, ...(subject && { subject }), implied, remediation },
      ...(finding.path && { path: chainText(finding.path) }),
    },
  };
}

function messageOf(finding: Finding): string {
  const { title, detail, remediation } = finding;
  return messageText(`${title}. ${detail} Severity: ${severityReason(finding)}. ${remediation}`);
}

/** Accepted findings, and those that follow from another one, are there and need no attention. */
function suppressionsOf(ignored: Ignored | undefined, impliedBy: Finding | undefined): Suppression[] {
  const reasons = [
    ...(ignored ? [acceptanceText(ignored)] : []),
    ...(impliedBy ? [`follows from ${impliedBy.title} (${impliedBy.check}, ${impliedBy.id})`] : []),
  ];
  return reasons.map((reason) => ({ kind: 'external', status: 'accepted', justification: messageText(reason) }));
}

/** Where the decisive rule stands; for what no file holds, the binding, which is what is particular about the finding. */
function primary({ object }: Finding, [decisive]: readonly Evidence[], places: Places) {
  const { binding, role, position } = decisive ?? {};
  const objects = [role, binding].filter((one) => one !== undefined);
  const about: ObjectRef = object ?? binding ?? role ?? { kind: 'Cluster', name: 'cluster' };
  return location(position ? places.ofPosition(position) : places.ofObject(about), objects.length > 0 ? objects : [about]);
}

/** The chain: the subject, its binding, the role, the rule. */
function codeFlow(subject: Subject, { binding, role, rule, source, position }: Evidence, places: Places): CodeFlow {
  const start = binding ?? role;
  const steps: ThreadFlowLocation[] = [];
  const step = (place: Place, object: ObjectRef, message: string) => steps.push({ location: location(place, [object], message) });
  if (start) step(places.ofObject(start), subject, subjectLabel(subject));
  if (binding) step(places.ofObject(binding), binding, `is named by ${objectText(binding)}`);
  if (role) step(places.ofObject(role), role, `which gives ${objectText(role)}`);
  if (role && rule !== undefined) {
    const written = source ?? role;
    const where = source ? `, aggregated from ${objectText(source)}` : '';
    step(position ? places.ofPosition(position) : places.ofObject(written), written, `which has rules[${rule}]${where}`);
  }
  return { threadFlows: [{ locations: steps }] };
}
