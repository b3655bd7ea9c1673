/** A recording of a cluster in which an apiserver runs, or tries to. */
export const recordedApiserver = (version: string, flag: string, ready: boolean): string =>
  [
    'kind: ClusterRecording',
    'objects:',
    '- kind: Pod',
    '  namespace: kube-system',
    '  name: kube-apiserver-a',
    '  body:',
    '    apiVersion: v1',
    '    kind: Pod',
    '    metadata: { name: kube-apiserver-a, namespace: kube-system }',
    '    spec:',
    '      containers:',
    '      - name: kube-apiserver',
    `        image: registry.k8s.io/kube-apiserver:${version}`,
    `        command: [kube-apiserver, "${flag}"]`,
    `    status: { containerStatuses: [{ name: kube-apiserver, ready: ${ready} }] }`,
  ].join('\n')

/** A recording of a node and what its kubelet answers. */
export const recordedKubelet = (version: string, configz: string): string =>
  [
    'kind: ClusterRecording',
    'objects:',
    '- kind: Node',
    '  name: worker-1',
    '  group: workers',
    '  count: 3',
    '  body:',
    '    kind: Node',
    '    metadata: { name: worker-1 }',
    `    status: { nodeInfo: { kubeletVersion: ${version} } }`,
    '- kind: Node',
    '  name: worker-1',
    '  part: configz',
    '  group: workers',
    '  count: 3',
    `  body: ${configz}`,
  ].join('\n')
