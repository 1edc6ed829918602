import * as z from 'zod/mini';
import { bindingPattern, rolePattern, subjectPattern } from '../facts/pattern.ts';
import { platforms } from '../facts/platform.ts';
import { severities } from '../model/finding.ts';

/** A text that is not empty. `description` goes into docs/schema, where editors show it. */
function text(description: string) {
  return z.string().check(z.minLength(1), z.describe(description));
}

/** A text of a certain form; `advice` says which, where somebody wrote another. */
function pattern(form: RegExp, advice: string, description: string) {
  return z.string().check(z.regex(form, { error: advice }), z.describe(description));
}

const globs = 'An asterisk stands for any characters.';

const subject = pattern(
  subjectPattern,
  'write user:NAME, group:NAME or sa:NAMESPACE/NAME; an asterisk stands for any characters',
  `user:NAME, group:NAME or sa:NAMESPACE/NAME. ${globs}`,
);
const role = pattern(
  rolePattern,
  'write ClusterRole/NAME, Role/NAME or Role/NAMESPACE/NAME; an asterisk stands for any characters',
  `ClusterRole/NAME, Role/NAME (in any namespace) or Role/NAMESPACE/NAME. ${globs}`,
);
const binding = pattern(
  bindingPattern,
  'write ClusterRoleBinding/NAME, RoleBinding/NAME or RoleBinding/NAMESPACE/NAME; an asterisk stands for any characters',
  `ClusterRoleBinding/NAME, RoleBinding/NAME (in any namespace) or RoleBinding/NAMESPACE/NAME. ${globs}`,
);
const namespace = text(`The namespace in which it holds. ${globs} What holds cluster-wide is in no namespace.`);
const severity = z.enum(severities);
const checkId = text('The id of a check.');

const when = z.strictObject({
  onlyInNamespaces: z.optional(
    z.array(text('A namespace.')).check(z.minLength(1), z.describe(`All that the entry matches holds in these namespaces. ${globs}`)),
  ),
  onlySubjects: z.optional(z.array(subject).check(z.minLength(1), z.describe('All that the entry matches is held by these subjects.'))),
  onlyVerbs: z.optional(
    z.array(text('A verb.')).check(z.minLength(1), z.describe('The rules behind all that the entry matches have no other verbs.')),
  ),
  resourceNames: z.optional(
    z
      .array(text('The name of an object.'))
      .check(z.minLength(1), z.describe('The rules behind all that the entry matches are limited to these names.')),
  ),
});

const ignoreEntry = z
  .strictObject({
    check: text('The id of the check, or a glob with which one of subject, role, binding and namespace has to stand.'),
    subject: z.optional(subject),
    role: z.optional(role),
    binding: z.optional(binding),
    namespace: z.optional(namespace),
    reason: text('Why it is accepted. Shown wherever the finding is.'),
    expires: z.optional(
      z.iso
        .date({ error: 'write a day that there is, as 2026-12-31' })
        .check(z.describe('The last day (UTC) on which the entry holds, as 2026-12-31.')),
    ),
    ticket: z.optional(text('Where it was discussed.')),
    when: z.optional(when.check(z.describe('What has to hold, or else the entry counts for nothing. Looked at in every run.'))),
  })
  .check(
    z.refine(({ check, subject, role, binding, namespace }) => !check.includes('*') || [subject, role, binding, namespace].some(Boolean), {
      error: 'name a check, or say whose findings: subject, role, binding or namespace',
      path: ['check'],
    }),
  );

const expectedEntry = z
  .strictObject({
    subject: z.optional(subject),
    role: z.optional(role),
    binding: z.optional(binding),
    reason: text('Why it is expected.'),
  })
  .check(
    z.refine(({ subject, role, binding }) => [subject, role, binding].some(Boolean), {
      error: 'say what is expected: subject, role or binding',
    }),
  );

const inventory = z.strictObject({
  users: z.optional(z.array(text('The name of a user.')).check(z.describe(`All users there are. ${globs}`))),
  groups: z.optional(z.array(text('The name of a group.')).check(z.describe(`All groups there are. ${globs}`))),
});

/** The form of .rbac-audit.yaml. Published as docs/schema/config.v1.json. */
export const configSchema = z
  .strictObject({
    admins: z.optional(z.array(subject).check(z.describe('Subjects that may hold much: what they hold is expected.'))),
    expected: z.optional(
      z
        .array(expectedEntry)
        .check(
          z.describe("Grants that are there on purpose. What rests on them alone is counted as expected, as Kubernetes' own grants are."),
        ),
    ),
    platform: z.optional(
      z.enum(platforms).check(z.describe('The platform whose own grants are expected, as --platform, which goes first.')),
    ),
    inventory: z.optional(
      inventory.check(
        z.describe('Who exists: bindings that name others are findings. Without users, or groups, no user, or group, is looked for.'),
      ),
    ),
    severity: z.optional(
      z.record(checkId, severity).check(z.describe('The severity of all findings of a check, whatever the judgement says.')),
    ),
    sensitiveNamespaces: z.optional(
      z
        .array(text('A namespace.'))
        .check(z.describe(`Namespaces whose capture is as good as the cluster, besides those that are found to be so. ${globs}`)),
    ),
    failOn: z.optional(z.enum([...severities, 'none']).check(z.describe('As --fail-on, which goes first.'))),
    minSeverity: z.optional(severity.check(z.describe('As --min-severity, which goes first.'))),
    skipChecks: z.optional(z.array(checkId).check(z.describe('As --skip-check, which adds to it.'))),
    ignore: z.optional(
      z
        .array(ignoreEntry)
        .check(z.describe('Findings that are accepted as they are. They stay in every format, are counted as ignored, and fail no gate.')),
    ),
  })
  .check(z.describe('Settings of rbac-audit report, read from .rbac-audit.yaml.'));

export type ConfigData = z.infer<typeof configSchema>;
export type IgnoreData = z.infer<typeof ignoreEntry>;
export type ExpectedData = z.infer<typeof expectedEntry>;

/** The keys there are, by where they stand, so that a misspelt one can be named. */
export const keysAt: ReadonlyMap<string, readonly string[]> = new Map([
  ['', Object.keys(configSchema.shape)],
  ['expected', Object.keys(expectedEntry.shape)],
  ['inventory', Object.keys(inventory.shape)],
  ['ignore', Object.keys(ignoreEntry.shape)],
  ['ignore.when', Object.keys(when.shape)],
]);

/** The schema as JSON Schema, for editors. */
export function configJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(configSchema);
  return { $schema, $id: 'config.v1.json', title: 'Config', ...schema };
}
