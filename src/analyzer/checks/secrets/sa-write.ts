import type { ServiceAccount } from '../../../model/workload.ts';
import type { Access } from '../../access/access.ts';
import type { Check, Circumstance, Fact } from '../check.ts';
import { attack, docs } from '../references.ts';
import { factsOfRequests, requestsFor, writeVerbs } from '../requests.ts';
import { risk } from '../risk.ts';
import { namesOf, rulesOf } from '../rules.ts';
import { always } from '../severity.ts';

const requests = requestsFor(writeVerbs, '', 'serviceaccounts');

/** Annotations that give a ServiceAccount's pods an identity in a cloud. */
const cloudIdentities: readonly string[] = [
  'eks.amazonaws.com/role-arn',
  'iam.gke.io/gcp-service-account',
  'azure.workload.identity/client-id',
];

/** A ServiceAccount with the annotation that gives it a cloud identity. */
interface CloudAccount {
  account: ServiceAccount;
  annotation: string;
}

/** Those that have one: few, so that facts need not look through all. */
function cloudAccounts(accounts: readonly ServiceAccount[]): CloudAccount[] {
  return accounts.flatMap((account) => {
    const annotation = cloudIdentities.find((key) => account.annotations.has(key));
    return annotation === undefined ? [] : [{ account, annotation }];
  });
}

/** Where ServiceAccounts have cloud identities, changing the annotation is a way to them. */
function* facts(access: Access): Generator<Fact> {
  const everywhere = cloudAccounts(access.snapshot.serviceAccounts);
  const byNamespace = Map.groupBy(everywhere, ({ account }) => account.namespace);
  for (const fact of factsOfRequests(access, requests)) {
    const names = namesOf(rulesOf(fact.because));
    const reached = fact.scope === '*' ? everywhere : (byNamespace.get(fact.scope) ?? []);
    const meant = reached.find(({ account }) => names === undefined || names.includes(account.name));
    yield { ...fact, circumstances: meant ? [circumstanceOf(meant)] : [] };
  }
}

function circumstanceOf({ account, annotation }: CloudAccount): Circumstance {
  return { id: 'cloud-identity', to: 'high', reason: `ServiceAccount ${account.namespace}/${account.name} has ${annotation}` };
}

export const saWrite: Check = {
  ...risk({
    id: 'sa-write',
    title: 'A subject can make or change ServiceAccounts',
    requests,
    levels: always('medium'),
    statement: 'can make or change ServiceAccounts',
    detail:
      'Annotations of a ServiceAccount decide which cloud identity its pods have, and imagePullSecrets where their images may come from. A ServiceAccount that is made with the name of a deleted one has all that is still bound to that name.',
    remediation: 'Leave ServiceAccounts to the pipeline that also writes their bindings, or limit update and patch with resourceNames.',
    references: [docs.serviceAccounts, attack('T1098')],
  }),
  run: facts,
  // The name of a ServiceAccount with an identity in the cloud is no limit that matters.
  levels: (_link, _access, { circumstances = [] }) => ({ ...always('medium'), ...(circumstances.length > 0 && { names: 'high' }) }),
};
