import fc from 'fast-check';
import type { ManifestRule, RoleManifest } from '../../../src/model/proposal.ts';

/** How somebody may write a role by hand. */
interface Hand {
  brackets: boolean;
  quote: '' | "'" | '"';
  step: 2 | 4;
  flushDashes: boolean;
  lineEnd: '\n' | '\r\n';
  finalLineEnd: boolean;
  /** For each line in turn, whether comments and blank lines stand above it, and whether one stands behind it. */
  remarks: readonly ('none' | 'above' | 'behind' | 'both' | 'blank')[];
}

export const hands: fc.Arbitrary<Hand> = fc.record({
  brackets: fc.boolean(),
  quote: fc.constantFrom('', "'", '"'),
  step: fc.constantFrom(2, 4),
  flushDashes: fc.boolean(),
  lineEnd: fc.constantFrom('\n', '\r\n'),
  finalLineEnd: fc.boolean(),
  remarks: fc.array(fc.constantFrom('none', 'none', 'none', 'above', 'behind', 'both', 'blank'), { minLength: 1, maxLength: 40 }),
});

const words = (...some: string[]): fc.Arbitrary<string[]> => fc.uniqueArray(fc.constantFrom(...some), { minLength: 1, maxLength: 4 });

const rules: fc.Arbitrary<ManifestRule> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      apiGroups: words('', 'apps', 'batch'),
      resources: words('pods', 'jobs', 'pods/log', '*'),
      verbs: words('get', 'list', 'create', 'delete'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      apiGroups: words(''),
      resourceNames: words('rota', 'menu'),
      resources: words('configmaps'),
      verbs: words('get', 'update'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ nonResourceURLs: words('/metrics', '/healthz/*'), verbs: words('get', 'post') }) },
);

const labels: fc.Arbitrary<Record<string, string>> = fc.dictionary(
  fc.constantFrom('team', 'tier', 'app.kubernetes.io/name'),
  fc.constantFrom('night', 'day', ''),
  {
    maxKeys: 2,
  },
);

export const roles: fc.Arbitrary<RoleManifest> = fc
  .record({ labels, rules: fc.array(rules, { minLength: 1, maxLength: 5 }) })
  .map((some) => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role' as const,
    metadata: { labels: some.labels, name: 'nurse', namespace: 'clinic' },
    rules: some.rules,
  }));

/** Roles that come next: some of the rules of one, with some of their words, and now and then a new one. */
export function successorsOf(role: RoleManifest): fc.Arbitrary<RoleManifest[]> {
  const fewer = (some: ManifestRule): fc.Arbitrary<ManifestRule> =>
    fc
      .record({ verbs: fc.shuffledSubarray(some.verbs, { minLength: 1 }), more: fc.subarray(some.resources ?? []) })
      .map(({ verbs, more }) => ({
        ...some,
        verbs,
        ...(more.length > 0 ? { resources: more } : {}),
      }));
  const next = fc
    .tuple(
      ...role.rules.map((one) =>
        fc.oneof(
          fc.constant([]),
          fc.constant([one]),
          fewer(one).map((rule) => [rule]),
        ),
      ),
    )
    .map((some) => some.flat());
  const some = fc.tuple(next, fc.array(rules, { maxLength: 1 }), labels).map(([kept, added, own]) => ({
    ...role,
    metadata: { ...role.metadata, labels: own },
    rules: [...kept, ...added],
  }));
  return fc
    .array(
      some.filter((one) => one.rules.length > 0),
      { minLength: 1, maxLength: 3 },
    )
    .map((all) => all.map((one, index) => ({ ...one, metadata: { ...one.metadata, name: `nurse-${index}` } })));
}

/** A role in a person's hand, each comment with a number of its own. */
export function written(role: RoleManifest, hand: Hand): string {
  const writer = new Writer(hand);
  const { name, namespace, labels: own = {} } = role.metadata;
  writer.line(0, `apiVersion: ${role.apiVersion}`);
  writer.line(0, `kind: ${role.kind}`);
  writer.line(0, 'metadata:');
  writer.line(hand.step, `name: ${name}`);
  if (Object.keys(own).length > 0) {
    writer.line(hand.step, 'labels:');
    for (const [key, value] of Object.entries(own)) writer.line(2 * hand.step, `${key}: ${value === '' ? '""' : value}`);
  }
  writer.line(hand.step, `namespace: ${namespace}`);
  writer.line(0, 'rules:');
  const dash = hand.flushDashes ? 0 : hand.step;
  for (const rule of role.rules) {
    for (const [index, [field, list]] of Object.entries(rule).entries()) {
      writer.list(index === 0 ? dash : dash + 2, index === 0 ? '- ' : '', field, list);
    }
  }
  return writer.text();
}

class Writer {
  private readonly lines: string[] = [];
  private readonly hand: Hand;
  private count = 0;

  constructor(hand: Hand) {
    this.hand = hand;
  }

  line(column: number, text: string): void {
    const remark = this.hand.remarks[this.count++ % this.hand.remarks.length] ?? 'none';
    const indent = ' '.repeat(column);
    if (remark === 'blank') this.lines.push('');
    if (remark === 'above' || remark === 'both') this.lines.push(`${indent}# above ${this.count}`);
    this.lines.push(`${indent}${text}${remark === 'behind' || remark === 'both' ? ` # behind ${this.count}` : ''}`);
  }

  list(column: number, dash: string, field: string, list: readonly string[]): void {
    if (this.hand.brackets) {
      this.line(column, `${dash}${field}: [${list.map((word) => this.word(word)).join(', ')}]`);
      return;
    }
    this.line(column, `${dash}${field}:`);
    const inside = column + dash.length + (this.hand.flushDashes ? 0 : this.hand.step);
    for (const word of list) this.line(inside, `- ${this.word(word)}`);
  }

  private word(word: string): string {
    const quote = this.hand.quote || (/^$|\*/.test(word) ? '"' : '');
    return quote + word + quote;
  }

  text(): string {
    const text = this.lines.join(this.hand.lineEnd);
    return this.hand.finalLineEnd ? text + this.hand.lineEnd : text;
  }
}
