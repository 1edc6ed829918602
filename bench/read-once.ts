import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { readManifests } from '../src/collector/manifests.ts';
import { millisecondsOf } from './measure.ts';

/** A process of its own: reads the file that the second argument names with the reader that the first names, and prints the milliseconds. */
const [reader, path = ''] = process.argv.slice(2);
const milliseconds = millisecondsOf(() =>
  reader === 'js-yaml'
    ? load(readFileSync(path, 'utf8'))
    : readManifests({ paths: [path], recursive: false, exclude: [], defaultNamespace: 'default' }),
);
process.stdout.write(String(milliseconds));
