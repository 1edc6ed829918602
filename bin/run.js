#!/usr/bin/env node
// Nothing is imported statically here: an old Node must get as far as the line that tells its age.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(`error: rbac-audit needs Node.js 22.19 or newer, this is ${process.versions.node}\n`);
  process.exit(2);
}

const argv = process.argv.slice(2);
if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
  const { readFileSync, writeSync } = await import('node:fs');
  const { name, version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  try {
    writeSync(1, `${name} ${version}\n`);
  } catch (error) {
    // A reader that went away is no failure; a disk that is full is one.
    if (error.code !== 'EPIPE') {
      process.stderr.write(`error: stdout cannot be written: ${error.code}\n`);
      process.exitCode = 2;
    }
  }
} else {
  const [{ enableCompileCache }, { fileURLToPath }] = await Promise.all([import('node:module'), import('node:url')]);
  enableCompileCache?.();
  const { main } = await import('../dist/main.js');
  await main(argv, { root: fileURLToPath(new URL('..', import.meta.url)) }, process.argv[1] ?? '');
}
