import type { Access } from '../analyzer/access/access.ts';
import { buildAccess } from '../analyzer/access/build.ts';
import { type CheckEntry, type CheckOptions, checks, runChecks } from '../analyzer/checks/index.ts';
import { Escalation } from '../analyzer/escalation/escalation.ts';
import { anyoneCanLogIn } from '../facts/platform.ts';
import { UserError } from '../model/error.ts';
import type { Judgement, Severity } from '../model/finding.ts';
import type { Limitation } from '../model/gap.ts';
import { byKeys } from '../model/order.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { atLeast, withoutImplied } from '../report/report-view.ts';
import { accept } from '../review/acceptance.ts';
import { annotationsIn } from '../review/annotations.ts';
import { identitiesOf } from '../review/expectations.ts';
import { entryAcceptance } from '../review/ignore-entries.ts';
import { sensitiveNamespacesOf } from '../review/sensitive-namespaces.ts';
import { type CheckFlags, checkOptions } from './check-options.ts';
import { type ExpectationFlags, Expectations } from './expectations.ts';
import { linkPaths } from './finding-paths.ts';
import { today } from './today.ts';

interface ReviewFlags extends CheckFlags, ExpectationFlags {
  'strict-ignores': boolean;
  'fail-on'?: Severity | 'none' | undefined;
  'min-severity'?: Severity | undefined;
}

/** What was read, with what is to be said about the settings, and what it amounts to by them. */
export interface Reviewed {
  snapshot: Snapshot;
  access: Access;
  judgement: Judgement;
  /** How many acceptances count for nothing. */
  idle: number;
}

/** A judgement by the user's settings. Flags go before the environment, that before the file. */
export class Review {
  readonly minSeverity: Severity | undefined;
  readonly expectations: Expectations;
  /** The checks that run. */
  readonly checks: readonly CheckEntry[];
  private readonly options: CheckOptions;
  private readonly failOn: Severity | 'none';
  private readonly isStrict: boolean;
  private readonly today: string;

  /** Reads the settings. Throws a UserError for what is wrong in them. */
  static async open(flags: ReviewFlags, folder: string, env: NodeJS.ProcessEnv): Promise<Review> {
    return new Review(flags, await Expectations.open(flags, folder, env), today(env));
  }

  private constructor(flags: ReviewFlags, expectations: Expectations, today: string) {
    const { config } = expectations.settings;
    const { platform, isAdmin, isExpected } = expectations;
    const asked = checkOptions(flags);
    this.expectations = expectations;
    this.today = today;
    this.isStrict = flags['strict-ignores'];
    this.failOn = flags['fail-on'] ?? config.failOn ?? 'none';
    this.minSeverity = flags['min-severity'] ?? config.minSeverity;
    // A check that was asked for by a flag is not skipped by the file.
    const skip = new Set([...(asked.skip ?? []), ...config.skipChecks.filter((id) => !asked.only?.has(id))]);
    this.checks = checks.filter(({ id }) => (asked.only?.has(id) ?? true) && !skip.has(id));
    this.options = {
      ...asked,
      skip,
      isAdmin,
      isExpected,
      severities: config.severities,
      anyoneCanLogIn: anyoneCanLogIn(platform),
      platform,
      isKnownIdentity: identitiesOf(config),
    };
  }

  /** Throws a UserError for idle acceptances where they are not to be. */
  judge(read: Snapshot): Reviewed {
    const access = buildAccess(read);
    const ids = checks.map(({ id }) => id);
    const { config, file = '' } = this.expectations.settings;
    const annotations = annotationsIn(access, ids);
    const acceptances = [...config.ignore.map((entry) => entryAcceptance(entry, file)), ...annotations.acceptances];
    const idle = [...annotations.idle];
    const sensitive = sensitiveNamespacesOf(config, read, file);
    const judgement = runChecks(access, {
      ...this.options,
      sensitiveNamespaces: sensitive.namespaces,
      accept: (judged) => {
        const result = accept(judged, acceptances, this.today);
        idle.push(...result.idle);
        return result.accepted;
      },
    });
    linkPaths(judgement.findings, new Escalation(access, { platform: this.expectations.platform }));
    if (this.isStrict) refuseIdle(idle);
    const said = [...read.limitations, ...annotations.limitations, ...idle, ...this.skipped(), ...sensitive.limitations];
    const limitations = said.sort(byKeys(({ code, source, message }) => [code, source, message]));
    return { snapshot: { ...read, limitations }, access, judgement, idle: idle.length };
  }

  /** True if there is something to read at or above the gate. */
  fails({ findings }: Judgement): boolean {
    const gate = this.failOn;
    return gate !== 'none' && withoutImplied(findings).some(({ severity }) => atLeast(severity, gate));
  }

  /** What a file leaves out is said: whoever reads the answer did not see the file. */
  private skipped(): Limitation[] {
    const { config, file = '' } = this.expectations.settings;
    if (config.skipChecks.length === 0) return [];
    const message = `${file} skips ${config.skipChecks.join(', ')}`;
    return [{ code: 'checks-skipped', source: file, message }];
  }
}

function refuseIdle([first, ...others]: readonly Limitation[]): void {
  if (!first) return;
  const more = others.length === 0 ? '' : ` (and ${others.length} more like it)`;
  throw new UserError(`${first.message}${more}`, 'mend or delete the entry, or run without --strict-ignores');
}
