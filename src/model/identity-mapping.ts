import type { Origin } from './position.ts';

/** On EKS, an IAM role or user and the groups that the ConfigMap kube-system/aws-auth puts it in. */
export interface IdentityMapping {
  arn: string;
  groups: readonly string[];
  origins: readonly Origin[];
}
