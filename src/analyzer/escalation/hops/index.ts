import type { Steps } from '../step.ts';
import { bindings } from './bindings.ts';
import { goalsHeld, identityConfig, kubelets, mutations } from './control-plane.ts';
import { deployments } from './deploy.ts';
import { exec } from './exec.ts';
import { bootstrapTokens, certificates, impersonatedGroups, impersonatedUsers } from './identities.ts';
import { pods } from './pods.ts';
import { roles } from './roles.ts';
import { impersonatedAccounts, legacyTokens, recreatedAccounts, tokenSecrets, tokens } from './tokens.ts';

/** All that a holder of rights can do to get further. What is not listed here is not modelled. */
export const steps: readonly Steps[] = [
  goalsHeld,
  tokens,
  impersonatedAccounts,
  impersonatedUsers,
  impersonatedGroups,
  tokenSecrets,
  legacyTokens,
  pods,
  recreatedAccounts,
  exec,
  deployments,
  bindings,
  roles,
  kubelets,
  certificates,
  bootstrapTokens,
  mutations,
  identityConfig,
];
