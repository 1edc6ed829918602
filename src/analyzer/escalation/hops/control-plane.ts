import { verbMatches } from '../../access/match.ts';
import { clusterWide, forName, type Holder, type Right, together, unnamed } from '../holder.ts';
import { reaches } from '../reach.ts';
import type { Step, World } from '../step.ts';

/** Every right there is, or reading every Secret. */
export function* goalsHeld(holder: Holder, { places }: World): Generator<Step> {
  for (const { needs } of together(holder, clusterWide(holder.own('everything')).filter(isUnlimited))) {
    yield { kind: 'everything', to: places.clusterAdmin(), needs };
  }
  for (const { reach, needs } of together(holder, holder.own('read-secrets').filter(isUnlimited))) {
    if (reach === '') yield { kind: 'read-secrets', to: places.allSecrets(), needs };
  }
}

/** The kubelet's API runs commands in every container of a node, privileged ones of the system among them. */
export function* kubelets(holder: Holder, { places }: World): Generator<Step> {
  for (const right of clusterWide(holder.own('proxy-nodes'))) {
    yield { kind: 'node-proxy', to: right.names === undefined ? places.anyNode() : places.someNode(), needs: [[right]] };
  }
}

/** Mutating admission sees and rewrites every object that is written, roles and bindings of administrators among them. */
export function* mutations(holder: Holder, { places }: World): Generator<Step> {
  for (const right of clusterWide(holder.own('write-webhooks')).filter(allowsSome)) {
    yield { kind: 'mutating-webhook', to: places.clusterAdmin(), needs: [[right]] };
  }
  const policies = clusterWide(holder.all('write-policies')).filter(allowsSome);
  for (const { needs } of together(holder, policies, clusterWide(unnamed(holder.all('create-policybindings'))))) {
    yield { kind: 'mutating-policy', to: places.clusterAdmin(), needs };
  }
}

/** ConfigMaps in kube-system that say who is who. */
export function* identityConfig(holder: Holder, { places, mayHaveAwsAuth }: World): Generator<Step> {
  const changing = holder.all('change-configmaps');
  const lists = {
    'aws-auth': mayHaveAwsAuth ? [...unnamed(holder.all('create-configmaps')), ...forName(changing, 'aws-auth')] : [],
    // The API server makes this one itself, so there is nothing to create.
    'front-proxy': forName(changing, 'extension-apiserver-authentication'),
  };
  for (const kind of ['aws-auth', 'front-proxy'] as const) {
    for (const { reach, needs } of together(holder, lists[kind])) {
      if (reaches(reach, 'kube-system')) yield { kind, to: places.clusterAdmin(), needs };
    }
  }
}

function isUnlimited({ names }: Right): boolean {
  return names === undefined;
}

/** A rule with names allows changes only; a request to create has no name. */
function allowsSome({ names, rule }: Right): boolean {
  return names === undefined || (rule !== undefined && (verbMatches(rule, 'patch') || verbMatches(rule, 'update')));
}
