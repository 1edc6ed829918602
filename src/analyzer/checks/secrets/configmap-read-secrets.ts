import { attack, docs } from '../references.ts';
import { factsOfRequests, requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';
import { isNamed } from '../rules.ts';

const read = requestsFor('get list watch', '', 'configmaps');

export const configmapReadSecrets = risk({
  id: 'configmap-read-secrets',
  title: 'A subject can read the ConfigMaps of all namespaces or of kube-system',
  requests: read,
  // In one namespace of its own reading ConfigMaps is what they are for, and so it is where they are named.
  run: (access) =>
    factsOfRequests(access, read).flatMap((fact) => {
      const because = fact.because.filter(({ rule }) => rule && !isNamed(rule));
      return because.length > 0 && (fact.scope === '*' || fact.scope === 'kube-system') ? [{ ...fact, because }] : [];
    }),
  levels: byScope('low', 'low', 'medium'),
  statement: 'can read every ConfigMap',
  detail:
    'ConfigMaps are not for credentials, and hold them often enough: connection strings, kubeconfig files, tokens. Those of kube-system tell how the cluster is built and who may log in.',
  remediation: 'Grant it in the namespaces that the subject serves, or name the ConfigMaps with resourceNames.',
  references: [docs.configMaps, attack('T1613'), attack('T1552.007')],
  impliedBy: ['secrets-list-watch', 'secrets-read'],
});
