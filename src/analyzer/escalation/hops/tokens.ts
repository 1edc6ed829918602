import { isBefore } from '../../../facts/kubernetes.ts';
import type { HopKind } from '../../../model/path.ts';
import { creations } from '../creations.ts';
import { forName, type Holder, namesIn, together, unnamed } from '../holder.ts';
import { inNamespaces } from '../reach.ts';
import type { RightId } from '../rights.ts';
import type { Step, World } from '../step.ts';
import { podRuns } from './pods.ts';

/** Tokens of ServiceAccounts through the TokenRequest API: `create serviceaccounts/token`, by name of the ServiceAccount. */
export function* tokens(holder: Holder, world: World): Generator<Step> {
  const rights = holder.own('create-tokens');
  for (const { reach, needs } of together(holder, unlimited(rights))) yield { kind: 'token', to: world.places.accounts(reach), needs };
  yield* named('token', 'create-tokens', holder, world);
}

/** Impersonation of ServiceAccounts is checked in their namespace, whether or not they exist (impersonation.go). */
export function* impersonatedAccounts(holder: Holder, world: World): Generator<Step> {
  const rights = holder.own('impersonate-accounts');
  for (const { reach, needs } of together(holder, unlimited(rights))) {
    yield { kind: 'impersonate-account', to: world.places.accounts(reach), needs };
    yield { kind: 'impersonate-account', to: world.places.absentAccounts(reach), needs };
  }
  yield* named('impersonate-account', 'impersonate-accounts', holder, world);
}

function* named(kind: HopKind, id: RightId, holder: Holder, { places }: World): Generator<Step> {
  for (const right of holder.own(id)) {
    for (const name of namesIn([right])) {
      const reach = inNamespaces(right.reach);
      const to = kind === 'token' ? places.accountNamed(name, reach) : places.nameOfAccount(name, reach);
      if (to) yield { kind, to, needs: [[right]] };
    }
  }
}

/** A Secret of type kubernetes.io/service-account-token is filled with a token of the ServiceAccount that it names (tokens_controller.go). */
export function* tokenSecrets(holder: Holder, world: World): Generator<Step> {
  const readers = holder.all('read-secrets');
  for (const { name, needs: making } of creations(holder, 'create-secrets', 'change-secrets')) {
    // Whoever chooses the name chooses one that they may read.
    const reading = name === undefined ? readers : forName(readers, name);
    for (const { reach, needs } of together(holder, ...making, reading)) {
      yield { kind: 'token-secret', to: world.places.accounts(reach), needs };
    }
  }
}

/** Up to Kubernetes 1.23, every ServiceAccount had a Secret with a token. */
export function* legacyTokens(holder: Holder, world: World): Generator<Step> {
  const { kubernetesVersion, isVersionAssumed } = world.snapshot;
  if (isVersionAssumed === true || isBefore(kubernetesVersion, '1.24') !== true) return;
  for (const { reach, needs } of together(holder, unlimited(holder.own('read-secrets')))) {
    yield { kind: 'legacy-token', to: world.places.accounts(reach), needs };
  }
}

/** Bindings name ServiceAccounts only: whoever makes a ServiceAccount of a bound name anew, and can act as it, has what is bound to it. */
export function* recreatedAccounts(holder: Holder, world: World): Generator<Step> {
  const making = unnamed(holder.all('create-accounts'));
  if (making.length === 0) return;
  const acting = [[unlimited(holder.all('create-tokens'))], ...podRuns(holder, world).map(({ needs }) => needs)];
  for (const needed of acting) {
    for (const { reach, needs } of together(holder, making, ...needed)) {
      yield { kind: 'recreate-account', to: world.places.absentAccounts(reach), needs };
    }
  }
}

/** A request for a Secret or a token of any name is one that no rule with names allows. */
function unlimited<T extends { names: readonly string[] | undefined }>(rights: readonly T[]): T[] {
  return rights.filter(({ names }) => names === undefined);
}
