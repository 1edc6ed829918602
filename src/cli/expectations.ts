import { isExpectedSubject } from '../facts/expected.ts';
import { likelyPlatform, type Platform } from '../facts/platform.ts';
import { platformGrants } from '../facts/platform-grants.ts';
import type { Binding } from '../model/binding.ts';
import type { Role } from '../model/role.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Subject } from '../model/subject.ts';
import { adminsOf, expectationsOf } from '../review/expectations.ts';
import { type ConfigFlags, type Settings, settingsFor } from './config.ts';

export interface ExpectationFlags extends ConfigFlags {
  platform?: Platform | undefined;
}

/** A grant, or, without a subject, a binding or a role by itself. */
interface Link {
  binding?: Binding;
  role?: Role;
}

type PlatformGrants = Awaited<ReturnType<typeof platformGrants>>;

/** What is there on purpose besides Kubernetes' own grants: by the platform, and by the user's settings. Flags go before the file. */
export class Expectations {
  readonly settings: Settings;
  readonly platform: Platform | undefined;
  /** How an answer is made, besides its input. */
  readonly made: { config?: string; platform?: Platform };
  /** Whose grants count as expected, in words. */
  readonly expectedOf: string;
  /** Whom the user calls admins. */
  readonly isAdmin: (subject: Subject) => boolean;
  /** True for what the platform grants or the user expects. */
  readonly isExpected: (link: Link, subject: Subject | undefined) => boolean;

  private readonly isPlatforms: PlatformGrants | undefined;

  /** Reads the settings. Throws a UserError for what is wrong in them. */
  static async open(flags: ExpectationFlags, folder: string, env: NodeJS.ProcessEnv): Promise<Expectations> {
    const settings = await settingsFor(flags, folder, env);
    const platform = flags.platform ?? settings.config.platform;
    return new Expectations(settings, platform, platform && (await platformGrants(platform)));
  }

  private constructor(settings: Settings, platform: Platform | undefined, isPlatforms: PlatformGrants | undefined) {
    const { config, file } = settings;
    const isConfigured = expectationsOf(config);
    this.settings = settings;
    this.isPlatforms = isPlatforms;
    this.platform = platform;
    this.made = { ...(file !== undefined && { config: file }), ...(platform && { platform }) };
    this.expectedOf = ['Kubernetes itself', ...Object.values(this.made)].join(', ');
    this.isAdmin = adminsOf(config);
    this.isExpected = (link, subject) => isPlatforms?.(link, subject) || isConfigured(link, subject);
  }

  /** True for a grant that Kubernetes makes itself, or that is expected besides. */
  readonly isExpectedGrant = (binding: Binding, role: Role, subject: Subject): boolean =>
    isExpectedSubject(binding, role, subject) || this.isExpected({ binding, role }, subject);

  /** True for a grant that Kubernetes or the platform makes, and makes again if somebody changes it. */
  readonly isRestored = (binding: Binding, role: Role, subject: Subject): boolean =>
    isExpectedSubject(binding, role, subject) || (this.isPlatforms?.({ binding, role }, subject) ?? false);

  /** Says which settings hold, and which platform may be meant. */
  announce(snapshot: Snapshot, notice: (line: string) => void): void {
    if (this.made.config !== undefined) notice(`settings from ${this.made.config}; --no-config leaves them out`);
    const likely = this.platform ? undefined : likelyPlatform(snapshot);
    if (likely) {
      const { mark, platform } = likely;
      notice(`${mark} looks like ${platform}: --platform ${platform} takes what the platform itself grants as expected`);
    }
  }
}
