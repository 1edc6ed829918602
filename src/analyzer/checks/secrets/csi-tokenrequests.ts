import { attack, docs } from '../references.ts';
import { requestsFor, writeVerbs } from '../requests.ts';
import { risk } from '../risk.ts';
import { always } from '../severity.ts';

export const csiTokenRequests = risk({
  id: 'csi-tokenrequests',
  title: 'A subject can have tokens of pods handed to CSI drivers',
  requests: requestsFor(writeVerbs, 'storage.k8s.io', 'csidrivers'),
  levels: always('medium'),
  statement: 'can have tokens of pods handed to CSI drivers',
  detail:
    'spec.tokenRequests of a CSIDriver makes the kubelet hand a token of its ServiceAccount to the driver for each pod that mounts a volume of it, for the audiences that it names. Whoever runs the driver, or reads its log, has these tokens.',
  remediation: 'Leave CSIDriver objects to the installation of the driver; a driver that runs needs no right to change them.',
  references: [docs.serviceAccounts, 'https://kubernetes-csi.github.io/docs/token-requests.html', attack('T1528')],
});
