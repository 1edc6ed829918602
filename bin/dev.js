#!/usr/bin/env node
// Runs the sources as they are, under Node's own type stripping; the commands are found by their files.
import { fileURLToPath } from 'node:url';

process.env.RBAC_AUDIT_DEV = '1';
const { main } = await import('../src/cli/main.ts');
await main(process.argv.slice(2), fileURLToPath(new URL('..', import.meta.url)), process.argv[1] ?? '');
