import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { all, type Files, followed, kubeletConfig, type only, pod, resolved, said, unit } from '../support/resolved.js'

const test = suite('resolve: links')

const links = async (files: Files) => followed(await resolved(files))
const loads = (path: string, file = 'kubelet.service'): Files => ({ [file]: unit(`kubelet --config=${path}`) })

test('the same carrier: its own file of that path, and none of another machine', async () => {
  const machine = (config: string) =>
    [
      '#cloud-config',
      'write_files:',
      '  - path: /etc/systemd/system/kubelet.service',
      '    content: |',
      ...unit('kubelet --config=/etc/kubelet.yaml')
        .split('\n')
        .map(line => `      ${line}`.trimEnd()),
      ...(config === ''
        ? []
        : [
            '  - path: /etc/kubelet.yaml',
            '    content: |',
            ...kubeletConfig(config)
              .split('\n')
              .map(line => `      ${line}`.trimEnd()),
          ]),
      '',
    ].join('\n')
  const result = await resolved({ 'master.yaml': machine('maxPods: 11'), 'worker.yaml': machine('') })
  assert.equal(
    all(result, 'kubelet', '1.30').map(view => said(view.get('maxPods'))),
    ['set 11 by file maxPods: 11', 'unknown: /etc/kubelet.yaml is not in view'],
  )
  assert.match(followed(result).join('\n'), /master\.yaml\S* kubelet config \/etc\/kubelet\.yaml: host master\.yaml/)
})

test('the same carrier: a later write to the path wins', async () => {
  const write = (pods: number) => [
    '  - path: /etc/kubelet.yaml',
    '    content: |',
    ...kubeletConfig(`maxPods: ${pods}`)
      .split('\n')
      .map(line => `      ${line}`.trimEnd()),
  ]
  const source = [
    '#cloud-config',
    'write_files:',
    '  - path: /etc/systemd/system/kubelet.service',
    '    content: |',
    ...unit('kubelet --config=/etc/kubelet.yaml')
      .split('\n')
      .map(line => `      ${line}`.trimEnd()),
    ...write(1),
    ...write(2),
    '',
  ].join('\n')
  const kubelets = all(await resolved({ 'user-data.yaml': source }), 'kubelet', '1.30')
  assert.ok(kubelets.some(view => said(view.get('maxPods')) === 'set 2 by file maxPods: 2'))
})

test('a declared absolute path', async () => {
  const files = {
    ...loads('/etc/kubernetes/kubelet.yaml', 'machines/units/kubelet.service'),
    'machines/cloud/files.yaml': [
      '#cloud-config',
      'write_files:',
      '  - path: /etc/kubernetes/kubelet.yaml',
      '    content: |',
      ...kubeletConfig('maxPods: 7')
        .split('\n')
        .map(line => `      ${line}`.trimEnd()),
      '',
    ].join('\n'),
  }
  assert.match((await links(files)).join(), /: declared machines\/cloud\/files\.yaml/)
})

test('a suffix of two segments reaches farther than a base name', async () => {
  const far = { 'a/b/c/etc/kubernetes/kubelet.yaml': kubeletConfig('maxPods: 7') }
  assert.equal(await links({ ...loads('/etc/kubernetes/kubelet.yaml', 'a/units/kubelet.service'), ...far }), [
    'a/units/kubelet.service kubelet config /etc/kubernetes/kubelet.yaml: suffix a/b/c/etc/kubernetes/kubelet.yaml',
  ])
  assert.equal(await links({ ...loads('/opt/kubelet.yaml', 'a/units/kubelet.service'), ...far }), [
    'a/units/kubelet.service kubelet config /opt/kubelet.yaml: only far away',
  ])
})

test('the base name within three steps', async () => {
  const config = (folder: string) => ({ [`${folder}kubelet.yaml`]: kubeletConfig('maxPods: 7') })
  const from = loads('/opt/kubelet.yaml', 'a/units/kubelet.service')
  assert.match((await links({ ...from, ...config('a/configs/') })).join(), /: base name a\/configs\/kubelet\.yaml$/)
  assert.match(
    (await links({ ...from, ...config('a/configs/x/') })).join(),
    /: base name a\/configs\/x\/kubelet\.yaml$/,
  )
  assert.match((await links({ ...from, ...config('a/configs/x/y/') })).join(), /: only far away$/)
})

test('template endings do not count', async () => {
  const files = {
    'kubelet.service.j2': unit('kubelet --config=/etc/kubelet.yaml'),
    'kubelet.yaml.j2': kubeletConfig('maxPods: 7'),
  }
  assert.match((await links(files)).join(), /: base name kubelet\.yaml\.j2$/)
})

test('the nearest wins', async () => {
  const files = {
    ...loads('/opt/kubelet.yaml', 'a/kubelet.service'),
    'a/kubelet.yaml': kubeletConfig('maxPods: 1'),
    'b/kubelet.yaml': kubeletConfig('maxPods: 2'),
  }
  assert.match((await links(files)).join(), /: base name a\/kubelet\.yaml$/)
})

test('two equally near dangle, also when one of them holds two fitting documents', async () => {
  const files = {
    ...loads('/opt/kubelet.yaml', 'a/kubelet.service'),
    'a/x/kubelet.yaml': `${kubeletConfig('maxPods: 1')}---\n${kubeletConfig('maxPods: 3')}`,
    'a/y/kubelet.yaml': kubeletConfig('maxPods: 2'),
  }
  assert.match((await links(files)).join(), /: two equally near$/)
})

test('a file that a nearer document refers to is the neighbour’s', async () => {
  const files = {
    ...loads('/opt/kubelet.yaml', 'a/kubelet.service'),
    ...loads('/opt/kubelet.yaml', 'b/kubelet.service'),
    'b/kubelet.yaml': kubeletConfig('maxPods: 2'),
  }
  assert.equal(await links(files), [
    "a/kubelet.service kubelet config /opt/kubelet.yaml: the neighbour's",
    'b/kubelet.service kubelet config /opt/kubelet.yaml: base name b/kubelet.yaml',
  ])
})

test('only what the reference expects is a candidate', async () => {
  const files = {
    ...loads('/opt/kubelet.yaml', 'a/kubelet.service'),
    'a/kubelet.yaml': 'KUBELET_ARGS: 1\n',
    'b/kubelet.yaml': kubeletConfig('maxPods: 2'),
  }
  assert.match((await links(files)).join(), /: base name b\/kubelet\.yaml$/)
})

test('a pod finds its file through its volume mounts', async () => {
  const source = pod('etcd', '3.5.9-0', ['--config-file=/config/etcd.yaml']).replace(
    '  hostNetwork: true\n',
    `      volumeMounts:
        - name: config
          mountPath: /config
  volumes:
    - name: config
      hostPath:
        path: /etc/etcd
`,
  )
  const files = {
    'manifests/etcd.yaml': source,
    'etc/etcd/etcd.yaml': 'data-dir: /var/lib/etcd\nelection-timeout: 3000\nsnapshot-count: 5\n',
  }
  assert.equal(await links(files), ['manifests/etcd.yaml etcd config /etc/etcd/etcd.yaml: suffix etc/etcd/etcd.yaml'])
})

test('the last --config counts, whichever way it is written', async () => {
  const files = {
    'kubelet.service': unit('kubelet --config=/etc/old.yaml --config /etc/kubelet.yaml'),
    'kubelet.yaml': kubeletConfig('maxPods: 2'),
    'old.yaml': kubeletConfig('maxPods: 1'),
  }
  const kubelets = all(await resolved(files), 'kubelet', '1.30')
  assert.is(said(kubelets[0]?.get('maxPods')), 'set 2 by file maxPods: 2')
})

// Two clusters side by side

const side = (name: string, layout: (kind: 'units' | 'configs' | 'env') => string, pods?: number): Files => ({
  [`${layout('units')}kubelet.service`]: unit(
    'kubelet --config=/etc/kubernetes/kubelet.yaml --config-dir=/etc/kubernetes/kubelet.conf.d $KUBELET_ARGS',
    'EnvironmentFile=/etc/default/kubelet',
  ),
  ...(pods === undefined
    ? {}
    : {
        [`${layout('configs')}kubelet.yaml`]: kubeletConfig(`maxPods: ${pods}`),
        [`${layout('configs')}kubelet.conf.d/10.conf`]: kubeletConfig(`podsPerCore: ${pods}`),
        [`${layout('env')}default/kubelet`]: `KUBELET_ARGS="--node-labels=cluster=${name}"\n`,
      }),
})
const LAYOUTS: Readonly<Record<string, (cluster: string) => (kind: string) => string>> = {
  'one folder each': cluster => () => `${cluster}/`,
  'x/{units,configs}': cluster => kind => `${cluster}/${kind}/`,
  'clusters/x/{units,configs}': cluster => kind => `clusters/${cluster}/${kind}/`,
  'root file systems': cluster => kind =>
    kind === 'units'
      ? `${cluster}/etc/systemd/system/`
      : kind === 'env'
        ? `${cluster}/etc/`
        : `${cluster}/etc/kubernetes/`,
}
const read = (view: ReturnType<typeof only>) => [
  said(view.get('maxPods')),
  said(view.get('podsPerCore')),
  said(view.get('node-labels', 'cluster')),
]

for (const [name, layout] of Object.entries(LAYOUTS)) {
  test(`two clusters, ${name}: each has its own`, async () => {
    const result = await resolved({ ...side('a', layout('a'), 11), ...side('b', layout('b'), 22) })
    const [a, b, ...others] = all(result, 'kubelet', '1.30').map(read)
    assert.equal(others, [])
    assert.equal(a, ['set 11 by file maxPods: 11', 'set 11 by drop-in podsPerCore: 11', 'set a by flag cluster=a'])
    assert.equal(b, ['set 22 by file maxPods: 22', 'set 22 by drop-in podsPerCore: 22', 'set b by flag cluster=b'])
    assert.is(result.clusters.length, 2)
  })

  test(`two clusters, ${name}: one lacks its files, and they stay missing`, async () => {
    const result = await resolved({ ...side('a', layout('a'), 11), ...side('b', layout('b')) })
    const [a, b] = all(result, 'kubelet', '1.30').map(read)
    assert.equal(a, ['set 11 by file maxPods: 11', 'set 11 by drop-in podsPerCore: 11', 'set a by flag cluster=a'])
    for (const setting of b ?? []) assert.match(setting, /^unknown: .* is not in view/)
  })
}

test.run()
