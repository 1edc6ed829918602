export const certificates = 'certificates.k8s.io';

/**
 * What a signer named in resourceNames is good for: certificates of any user of the API server, of nodes, or of something else.
 * Kubernetes asks for the signer itself and for its domain with a star (certauthorization.IsAuthorizedForSignerName).
 */
export function signerKind(name: string): 'client' | 'kubelet-client' | 'kubelet-serving' | 'other' {
  switch (name) {
    case 'kubernetes.io/kube-apiserver-client':
    case 'kubernetes.io/*':
      return 'client';
    case 'kubernetes.io/kube-apiserver-client-kubelet':
      return 'kubelet-client';
    case 'kubernetes.io/kubelet-serving':
      return 'kubelet-serving';
    default:
      return 'other';
  }
}
