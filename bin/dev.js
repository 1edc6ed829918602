#!/usr/bin/env node
// Runs the sources as they are, under Node's own type stripping, without a build.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { main } from '../src/cli/main.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const pjson = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
pjson.oclif.commands = './src/commands';
await main(process.argv.slice(2), { root, pjson, ignoreManifest: true }, process.argv[1] ?? '');
