/**
 * The folder with etcd, kube-apiserver and kube-controller-manager (envtest's convention), undefined where there is none:
 * end-to-end suites are skipped then, and say so.
 */
export const assets = process.env.KUBEBUILDER_ASSETS || undefined;

if (assets === undefined)
  console.warn('e2e: skipped, because KUBEBUILDER_ASSETS names no folder with etcd, kube-apiserver and kube-controller-manager');
