import { applyEdits } from '../../../src/generator/splice.ts';
import { editDocument } from '../../../src/generator/text/edit-document.ts';
import type { ObjectChange } from '../../../src/generator/text/object-change.ts';
import type { FieldPath } from '../../../src/model/position.ts';
import type { BindingManifest, Manifest, ManifestRule, RoleManifest } from '../../../src/model/proposal.ts';

const apiGroup = 'rbac.authorization.k8s.io';

/** A Role in the namespace clinic. Rules are given as `get list: pods services`, those of a group as `get: apps/deployments`. */
export function role(name: string, rules: readonly string[], labels: Record<string, string> = {}): RoleManifest {
  return { apiVersion: `${apiGroup}/v1`, kind: 'Role', metadata: { labels, name, namespace: 'clinic' }, rules: rules.map(ruleOf) };
}

/** A RoleBinding in the namespace clinic, of users. */
export function binding(name: string, roleName: string, ...users: string[]): BindingManifest {
  return {
    apiVersion: `${apiGroup}/v1`,
    kind: 'RoleBinding',
    metadata: { labels: {}, name, namespace: 'clinic' },
    roleRef: { apiGroup, kind: 'Role', name: roleName },
    subjects: users.map((user) => ({ apiGroup, kind: 'User', name: user })),
  };
}

function ruleOf(text: string): ManifestRule {
  const [verbs = '', targets = ''] = text.split(': ');
  const resources = targets.split(' ').map((target) => target.replace(/^\w+\//, ''));
  const group = /^(\w+)\//.exec(targets)?.[1];
  return { apiGroups: [group ?? ''], resources, verbs: verbs.split(' ') };
}

interface Surroundings extends Partial<Pick<ObjectChange, 'stays' | 'before' | 'behind' | 'ref'>> {
  path?: FieldPath;
  format?: 'yaml' | 'json';
}

/** What becomes of a text when these objects take the place of the Role `nurse` in it; undefined where it cannot be edited. */
export function edited(text: string, successors: readonly Manifest[], some: Surroundings = {}): string | undefined {
  const { path = [], format = 'yaml', ...rest } = some;
  const change = {
    ref: { kind: 'Role', namespace: 'clinic', name: 'nurse' },
    stays: false,
    before: [],
    behind: [],
    ...rest,
    path,
    successors,
  };
  const edits = editDocument({ text, start: 0, end: text.length, path, format }, [change]);
  return edits && applyEdits(text, edits);
}
