/**
 * A resource whose writers get pods run for them.
 *
 * - `pods`: its controller runs pods that the writer describes, in the object's namespace, as a ServiceAccount of that namespace
 *   that the writer chooses. Writing it is as good as creating pods there.
 * - `controller`: its controller makes whatever objects the writer describes, with the controller's own rights.
 */
export interface PodCreator {
  group: string;
  resource: string;
  namespaced: boolean;
  gives: 'pods' | 'controller';
  product: string;
  /** True where what an object runs cannot be changed once it was made, so that only `create` counts. */
  fixed?: true;
  /** For `controller`: true where it acts on objects in its own namespace only, unless it is told otherwise. */
  ownNamespace?: true;
  /**
   * For `controller`: the ends of the names of the ServiceAccounts that it runs as (`application-controller` is also
   * `argocd-application-controller`), or `cluster-admin` where the product binds that role to what it deploys. Absent where no
   * name is usual.
   */
  runsAs?: string;
}

type Rest = Partial<Omit<PodCreator, 'group' | 'resource' | 'product'>>;

/** ApplicationSets make Applications, and it is the application controller that deploys those. */
const argoCd = { gives: 'controller', ownNamespace: true, runsAs: 'application-controller' } as const;
const crossplane = { gives: 'controller', namespaced: false, runsAs: 'crossplane' } as const;
const longhorn = { gives: 'controller', runsAs: 'longhorn-service-account' } as const;
const olm = { gives: 'controller', runsAs: 'olm-operator-serviceaccount' } as const;
const clusterWide = { namespaced: false } as const;
const fixed = { fixed: true } as const;

/**
 * Kubernetes' own workloads and the operators' resources known to run pods, sorted by group and resource. Pods themselves are
 * not among them: who updates a pod changes its image only, and cannot choose its ServiceAccount.
 */
export const podCreators: readonly PodCreator[] = [
  ...of('', 'Kubernetes', ['replicationcontrollers']),
  ...of('actions.github.com', 'Actions Runner Controller', ['autoscalingrunnersets', 'ephemeralrunners', 'ephemeralrunnersets']),
  ...of('actions.summerwind.dev', 'Actions Runner Controller', ['runnerdeployments', 'runnerreplicasets', 'runners', 'runnersets']),
  ...of('apiextensions.crossplane.io', 'Crossplane', ['compositions'], crossplane),
  ...of('apps', 'Kubernetes', ['daemonsets', 'deployments', 'replicasets', 'statefulsets']),
  ...of('apps.kruise.io', 'OpenKruise', [
    'advancedcronjobs',
    'broadcastjobs',
    'clonesets',
    'daemonsets',
    'statefulsets',
    'uniteddeployments',
  ]),
  ...of('apps.openshift.io', 'OpenShift', ['deploymentconfigs']),
  ...of('argoproj.io', 'Argo Rollouts', ['analysisruns', 'analysistemplates']),
  ...of('argoproj.io', 'Argo CD', ['applications', 'applicationsets'], argoCd),
  ...of('argoproj.io', 'Argo Rollouts', ['clusteranalysistemplates'], clusterWide),
  ...of('argoproj.io', 'Argo Workflows', ['clusterworkflowtemplates'], clusterWide),
  ...of('argoproj.io', 'Argo Workflows', ['cronworkflows']),
  ...of('argoproj.io', 'Argo Events', ['eventsources']),
  ...of('argoproj.io', 'Argo Rollouts', ['experiments', 'rollouts']),
  ...of('argoproj.io', 'Argo Events', ['sensors']),
  ...of('argoproj.io', 'Argo Workflows', ['workflows', 'workflowtemplates']),
  ...of('batch', 'Kubernetes', ['cronjobs']),
  ...of('batch', 'Kubernetes', ['jobs'], fixed),
  ...of('batch.volcano.sh', 'Volcano', ['cronjobs', 'jobs']),
  ...of('build.openshift.io', 'OpenShift', ['buildconfigs', 'builds']),
  ...of('configsync.gke.io', 'Config Sync', ['rootsyncs'], { gives: 'controller', runsAs: 'root-reconciler' }),
  ...of('core.oam.dev', 'KubeVela', ['applications'], { gives: 'controller', runsAs: 'vela-core' }),
  ...of('extensions', 'Kubernetes', ['daemonsets', 'deployments', 'replicasets']),
  ...of('fleet.cattle.io', 'Rancher Fleet', ['bundles', 'gitrepos'], { gives: 'controller', runsAs: 'fleet-agent' }),
  ...of('flink.apache.org', 'Flink', ['flinkdeployments', 'flinksessionjobs']),
  ...of('helm.cattle.io', 'K3s Helm controller', ['helmchartconfigs', 'helmcharts'], { gives: 'controller', runsAs: 'cluster-admin' }),
  ...of('helm.crossplane.io', 'Crossplane', ['releases'], { gives: 'controller', namespaced: false }),
  ...of('helm.toolkit.fluxcd.io', 'Flux', ['helmreleases'], { gives: 'controller', runsAs: 'helm-controller' }),
  ...of('infra.contrib.fluxcd.io', 'Flux', ['terraforms']),
  ...of('jaegertracing.io', 'Jaeger', ['jaegers']),
  ...of('jobset.x-k8s.io', 'JobSet', ['jobsets']),
  ...of('keda.sh', 'KEDA', ['scaledjobs']),
  ...of('kubeflow.org', 'Kubeflow', [
    'experiments',
    'jaxjobs',
    'mpijobs',
    'mxjobs',
    'notebooks',
    'paddlejobs',
    'pytorchjobs',
    'tfjobs',
    'trials',
  ]),
  ...of('kubeflow.org', 'Kubeflow', ['xgboostjobs']),
  ...of('kubernetes.crossplane.io', 'Crossplane', ['objects'], { gives: 'controller', namespaced: false }),
  ...of('kubevirt.io', 'KubeVirt', ['virtualmachineinstancereplicasets', 'virtualmachineinstances', 'virtualmachines']),
  ...of('kustomize.toolkit.fluxcd.io', 'Flux', ['kustomizations'], { gives: 'controller', runsAs: 'kustomize-controller' }),
  ...of('kyverno.io', 'Kyverno', ['clusterpolicies'], {
    gives: 'controller',
    namespaced: false,
    runsAs: 'background-controller',
  }),
  ...of('leaderworkerset.x-k8s.io', 'LeaderWorkerSet', ['leaderworkersets']),
  ...of('longhorn.io', 'Longhorn', ['engineimages', 'instancemanagers', 'sharemanagers'], longhorn),
  ...of('monitoring.coreos.com', 'Prometheus operator', ['alertmanagers', 'prometheusagents', 'prometheuses', 'thanosrulers']),
  ...of('olm.operatorframework.io', 'OLM', ['clusterextensions'], {
    gives: 'controller',
    namespaced: false,
    runsAs: 'operator-controller-controller-manager',
  }),
  ...of('openebs.io', 'OpenEBS', ['castemplates'], { gives: 'controller', namespaced: false, runsAs: 'openebs-maya-operator' }),
  ...of('openebs.io', 'OpenEBS', ['runtasks'], { gives: 'controller', runsAs: 'openebs-maya-operator' }),
  ...of('opentelemetry.io', 'OpenTelemetry', ['opentelemetrycollectors']),
  ...of('operators.coreos.com', 'OLM', ['clusterserviceversions', 'subscriptions'], olm),
  ...of('pkg.crossplane.io', 'Crossplane', ['configurations', 'functions', 'providers'], crossplane),
  ...of('ray.io', 'Ray', ['rayclusters', 'rayjobs', 'rayservices']),
  ...of('serving.knative.dev', 'Knative', ['configurations', 'services']),
  ...of('serving.kserve.io', 'KServe', ['inferenceservices', 'servingruntimes']),
  ...of('sources.knative.dev', 'Knative', ['containersources']),
  ...of('sparkoperator.k8s.io', 'Spark', ['scheduledsparkapplications', 'sparkapplications']),
  ...of('tekton.dev', 'Tekton', ['pipelineruns', 'taskruns'], fixed),
  ...of('trainer.kubeflow.org', 'Kubeflow', ['trainjobs']),
  ...of('triggers.tekton.dev', 'Tekton', ['eventlisteners']),
  ...of('work.open-cluster-management.io', 'Open Cluster Management', ['manifestworks'], {
    gives: 'controller',
    runsAs: 'klusterlet-work-sa',
  }),
];

const index: ReadonlyMap<string, PodCreator> = new Map(podCreators.map((entry) => [key(entry.group, entry.resource), entry]));

/** What writing this resource gives, if it is one that runs pods. */
export function findPodCreator(group: string, resource: string): PodCreator | undefined {
  return index.get(key(group, resource));
}

function of(group: string, product: string, resources: readonly string[], rest: Rest = {}): PodCreator[] {
  return resources.map((resource) => ({ group, resource, namespaced: true, gives: 'pods', product, ...rest }));
}

function key(group: string, resource: string): string {
  return `${group}\u0000${resource}`;
}
