import { join, relative } from 'node:path';
import type { Access } from '../../src/analyzer/access/access.ts';
import { buildAccess } from '../../src/analyzer/access/build.ts';
import { equal, permissionsOf } from '../../src/analyzer/access/permission-set.ts';
import { suggestionFor } from '../../src/cli/suggestion.ts';
import { assemble } from '../../src/collector/assemble.ts';
import { readManifests } from '../../src/collector/manifests.ts';
import { isExpectedSubject } from '../../src/facts/expected.ts';
import type { Proposal, ProposalKind } from '../../src/model/proposal.ts';
import { subjectKey } from '../../src/model/subject.ts';
import { scratch } from '../cli/scratch.ts';

export type Files = Readonly<Record<string, string>>;

/** What manifests say, read as the commands read them, and how their files are named below the folder in which they are. */
export interface Reading {
  folder: string;
  access: Access;
  pathOf(file: string): string;
}

/** Reads manifests from files in a new folder. */
export function inFiles(files: Files): Reading {
  const folder = scratch(files);
  return readFolder(folder, Object.keys(files));
}

export function readFolder(folder: string, paths: readonly string[]): Reading {
  const admitted = readManifests({
    paths: paths.map((path) => join(folder, path)),
    recursive: false,
    exclude: [],
    defaultNamespace: 'default',
  });
  const access = buildAccess(assemble(admitted, { sources: ['files'], input: 'manifests' }));
  return { folder, access, pathOf: (file) => relative(folder, file) };
}

/** What the command proposes, of the kinds that are named or else of those that it makes by itself. */
export function proposalsFor(access: Access, only?: readonly ProposalKind[]): Proposal[] {
  const choice = { only: only && new Set(only), skip: undefined };
  return suggestionFor(access, { selection: {}, choice }, { isRestored: isExpectedSubject, isAdmin: () => false }, () => {}).proposals;
}

/** The subjects who may do something else than before. */
export function changedSubjects(before: Access, after: Access): string[] {
  const subjects = new Map([...before.subjects, ...after.subjects].map((subject) => [subjectKey(subject), subject]));
  const rightsIn = (access: Access) => (subject: Access['subjects'][number]) => permissionsOf(access.grantsOf(subject));
  return [...subjects].filter(([, subject]) => !equal(rightsIn(before)(subject), rightsIn(after)(subject))).map(([key]) => key);
}
