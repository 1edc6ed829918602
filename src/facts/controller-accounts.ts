import { builtinVersions, defaultBindings } from './kubernetes.ts';

let cached: ReadonlySet<string> | undefined;

/**
 * True for the ServiceAccounts in kube-system that the controllers inside kube-controller-manager act as (controller_policy.go):
 * they exist like others and tokens can be had for them, but no pod runs as one.
 */
export function isControllerAccount({ namespace, name }: { namespace?: string; name: string }): boolean {
  cached ??= new Set(
    builtinVersions
      .flatMap((version) => defaultBindings(version))
      .filter((binding) => binding.name.startsWith('system:controller:'))
      .flatMap(({ subjects }) => subjects.filter(({ kind }) => kind === 'ServiceAccount').map((one) => `${one.namespace}/${one.name}`)),
  );
  return cached.has(`${namespace}/${name}`);
}
