import { attack, docs } from '../references.ts';
import { requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';

export const apiServicesWrite = risk({
  id: 'apiservices-write',
  title: 'A subject can write APIServices',
  requests: requestsFor('create update patch', 'apiregistration.k8s.io', 'apiservices'),
  levels: byScope('critical', 'critical'),
  statement: 'can take over API groups',
  where: '',
  detail:
    'An APIService tells the API server where to send the requests for a group. It sends them on with the names of their users, and believes the answers: who owns the other end reads what is written and answers what it likes.',
  remediation: 'Leave APIServices to those who may have the cluster, or name the one that the controller keeps up to date.',
  references: [docs.aggregationLayer, attack('T1557')],
});
