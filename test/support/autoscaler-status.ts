/** The ConfigMap in which a cluster-autoscaler of 1.30 or later says how it stands. */
export const autoscalerStatus = (
  { candidates = 0, registered = 40, ready = 40, health = 'Healthy' },
  time = '2026-11-26 06:59:55.090873082 +0000 UTC',
): string =>
  [
    '---',
    'apiVersion: v1',
    'kind: ConfigMap',
    'metadata: { name: cluster-autoscaler-status, namespace: kube-system }',
    'data:',
    '  status: |',
    `    time: ${time}`,
    '    autoscalerStatus: Running',
    '    clusterWide:',
    '      health:',
    `        status: ${health}`,
    '        nodeCounts:',
    '          registered:',
    `            total: ${registered}`,
    `            ready: ${ready}`,
    '            notStarted: 0',
    '          longUnregistered: 0',
    '          unregistered: 0',
    '      scaleUp:',
    '        status: NoActivity',
    '      scaleDown:',
    ...(candidates === 0
      ? ['        status: NoCandidates']
      : ['        status: CandidatesPresent', `        candidates: ${candidates}`]),
    '    nodeGroups:',
    '    - name: workers',
    '',
  ].join('\n')

/** A lease that somebody renewed at 07:00. */
export const LEADER = [
  '---',
  'apiVersion: coordination.k8s.io/v1',
  'kind: Lease',
  'metadata: { name: kube-scheduler, namespace: kube-system }',
  'spec: { holderIdentity: cp-1, renewTime: "2026-11-26T07:00:00.000000Z" }',
  '',
].join('\n')

/** The Deployment of an autoscaler. */
export const AUTOSCALER = [
  '---',
  'apiVersion: apps/v1',
  'kind: Deployment',
  'metadata: { name: cluster-autoscaler, namespace: kube-system }',
  'spec:',
  '  template:',
  '    spec:',
  '      containers:',
  '      - name: cluster-autoscaler',
  '        image: registry.k8s.io/autoscaling/cluster-autoscaler:v1.34.0',
  '        command: [./cluster-autoscaler, "--nodes=3:40:workers"]',
  '',
].join('\n')
