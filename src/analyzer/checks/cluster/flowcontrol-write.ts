import { attack, docs } from '../references.ts';
import { requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';

export const flowControlWrite = risk({
  id: 'flowcontrol-write',
  title: 'A subject can write the flow control of the API server',
  requests: requestsFor(
    'create update patch delete deletecollection',
    'flowcontrol.apiserver.k8s.io',
    'flowschemas',
    'prioritylevelconfigurations',
  ),
  levels: byScope('medium', 'medium'),
  statement: 'can starve or exempt requests to the API server',
  detail: 'Flow schemas decide whose requests wait: the holder can put the kubelets and controllers last, and itself past every queue.',
  remediation: 'Leave it to those who run the control plane.',
  references: [docs.flowControl, attack('T1499')],
});
