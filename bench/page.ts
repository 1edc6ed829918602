import { type Figure, limitText, ratioText } from './figure.ts';

/** docs/performance.md: what is demanded, what was measured, and how to measure it again. */
export function performancePage(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => `| ${figure.what} | ${figure.comparedWith} | ${ratioText(figure.ratio)} | ${limitText(figure)} |`);
  return `# Performance

How fast rbac-audit is, as multiples of something that everybody can measure. Both sides of a comparison are measured in the same
run and take turns, so the ratios differ little between machines, while seconds would differ a lot.

| what | compared with | ratio | limit |
| --- | --- | ---: | --- |
${rows.join('\n')}

- The command is measured as it is installed from the package, from the start of its process to the end. Its first run is a
  little slower: it fills Node's compile cache.
- Decisions are made in one process, after parsing. The time includes building the index, and that of the loop its tables. The
  loop is the API server's own way: each binding, then each rule, with roles looked up by name.
- Synthetic clusters have the proportions that were measured on the RBAC of 82 public projects. Reading and reporting covers a
  JSON dump on disk, all checks and all findings, each run in a new process; what an idle process takes is not counted as memory. In the clusters with a role for everybody, a
  RoleBinding in each namespace names every ServiceAccount, so that each of them holds something in each namespace.
- Audit logs are made up, at level Metadata and with a month of requests, however long they are. The loop parses each line and does nothing
  with it; rbac-audit counts who used which right. How much the second core helps depends on what else the machine does.

## Measure it again

\`\`\`sh
npm run bench:full   # all sizes; writes this page
npm run bench        # smaller sizes, two minutes
\`\`\`

Both end with exit code 1 where a figure is more than 1.5 times worse than its limit. Less than that may be noise, so close other
programs first and look at the figure again. Each benchmark is one file in \`bench/\`.
`;
}
