import { kindAndName, type Role } from '../../../model/role.ts';
import { subjectLabel } from '../../../model/subject.ts';
import type { Access } from '../../access/access.ts';
import type { Check, Circumstance, Fact, Link } from '../check.ts';
import { fullControlGrants } from '../full-control.ts';
import { factsOfUses } from '../grants.ts';
import { countsInNamespaces } from '../reach.ts';
import { attack, docs } from '../references.ts';
import { weakerEditors } from '../role-writers.ts';
import { always } from '../severity.ts';
import type { Surroundings } from '../surroundings.ts';
import { list } from '../wording.ts';
import { saysMore } from './says-more.ts';

/** What is special about a ClusterRole, whoever uses it in a namespace. */
interface Peculiarity {
  circumstances: Circumstance[];
  notes: string[];
  /** Further evidence. */
  links: Link[];
}

export const clusterRoleNonAdminNamespacedUse: Check = {
  id: 'clusterrole-non-admin-namespaced-use',
  title: 'Somebody who is no admin uses a ClusterRole in a namespace',
  kind: 'risk',
  base: 'info',
  references: [docs.userFacingRoles, docs.roleBindings, docs.leastPrivilege, attack('T1098.006')],
  impliedBy: saysMore,
  remediation: 'Where one namespace needs less, or other rights than the rest, give it a Role of its own.',
  run: facts,
  levels: () => always('info'),
  say: ({ role, notes = [] }) => ({
    statement: `can use ClusterRole/${role?.name ?? ''}`,
    detail: ['A RoleBinding to a ClusterRole grants it in one namespace only, which is the usual way to share a role.', ...notes].join(' '),
  }),
};

function* facts(access: Access, { isAdmin }: Surroundings): Generator<Fact> {
  const peculiarities = peculiaritiesOf(access);
  const clusterRoles = access.roles.filter(({ kind, rules }) => kind === 'ClusterRole' && rules.length > 0);
  const uses = clusterRoles.flatMap((role) => access.usesOf(role).filter(({ scope, subject }) => scope !== '*' && !isAdmin(subject)));
  const found = new Map<string, Peculiarity>();
  for (const { use, fact } of factsOfUses(uses)) {
    const known = found.get(use.role.name) ?? peculiarities(use.role);
    found.set(use.role.name, known);
    yield { ...fact, because: [...fact.because, ...known.links], circumstances: known.circumstances, notes: known.notes };
  }
}

function peculiaritiesOf(access: Access): (role: Role) => Peculiarity {
  const fullControl = new Set(fullControlGrants(access).map(({ role }) => role));
  const weakerEditor = weakerEditors(access);
  return (role) => {
    const circumstances: Circumstance[] = [];
    const notes: string[] = [];
    const links: Link[] = [];
    if (role.name === 'admin') {
      circumstances.push({
        id: 'admin-role',
        to: 'medium',
        reason: 'admin includes its roles and bindings, Secrets and impersonating its ServiceAccounts',
      });
    }
    if (fullControl.has(role)) circumstances.push({ id: 'full-control', to: 'high', reason: `${kindAndName(role)} grants everything` });
    const editor = weakerEditor(role);
    if (editor) {
      circumstances.push({
        id: 'mutable-role',
        to: 'high',
        reason: `${subjectLabel(editor.subject)} may change ${kindAndName(role)} and does not hold all that it grants`,
      });
      links.push({ binding: editor.binding, role: editor.role, rule: editor.rule });
    }
    const inert = role.rules.filter((rule) => !countsInNamespaces(rule, access.snapshot.discovery));
    if (inert.length > 0) {
      const places = inert.map(({ index }) => `rules[${index}]`);
      notes.push(
        `${list(places)} ${inert.length === 1 ? 'grants' : 'grant'} nothing through a RoleBinding (cluster-scoped resources, URLs).`,
      );
    }
    if (role.aggregation) notes.push('The role is aggregated: whoever labels another ClusterRole to match adds to it.');
    return { circumstances, notes, links };
  };
}
