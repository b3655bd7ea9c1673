import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Document } from '../../src/model/document.js'
import type { Fragment } from '../../src/model/fragment.js'
import { formatRange } from '../../src/model/version.js'
import { open } from '../../src/parsers/embed.js'
import { parse } from '../../src/parsers/index.js'
import { resolve } from '../../src/resolve/index.js'

const test = suite('installed version')

async function read(doc: Document): Promise<Fragment[]> {
  const { fragments, embedded } = await parse(doc)
  return [...fragments, ...(await Promise.all(embedded.map(read))).flat()]
}

/** Kinds with the versions they may have. */
async function ranges(files: Readonly<Record<string, string>>): Promise<string[]> {
  const fragments = await Promise.all(Object.entries(files).map(([uri, source]) => read(open(uri, source))))
  const { clusters } = resolve(fragments.flat(), { declared: [] })
  return clusters
    .flatMap(({ components }) => components.map(({ kind, range }) => `${kind} ${formatRange(range)}`))
    .sort()
}

const BINARIES = 'https://storage.googleapis.com/kubernetes-release/release'
const script = (version: string): string =>
  [
    '#!/bin/bash',
    `wget -q ${BINARIES}/${version}/bin/linux/amd64/kube-apiserver`,
    'cat <<EOF > /etc/systemd/system/kube-apiserver.service',
    '[Service]',
    'ExecStart=/usr/local/bin/kube-apiserver --apiserver-count=3',
    'EOF',
    '',
  ].join('\n')

test('a binary that the script downloads is the one its unit starts', async () => {
  assert.equal(await ranges({ 'master.sh': script('v1.10.2') }), ['kube-apiserver 1.10.2'])
})

test('it says nothing about other components', async () => {
  const files = {
    'a/master.sh': script('v1.10.2'),
    'a/kubelet.service': '[Service]\nExecStart=/usr/bin/kubelet --v=2\n',
  }
  const [apiserver, kubelet] = await ranges(files)
  assert.is(apiserver, 'kube-apiserver 1.10.2')
  assert.not.match(kubelet ?? '', /1\.10\.2/)
})

test('a process that names its version is not talked over', async () => {
  const pod =
    'apiVersion: v1\nkind: Pod\nmetadata: { name: kube-apiserver }\nspec:\n  containers:\n' +
    '  - { name: kube-apiserver, image: "registry.k8s.io/kube-apiserver:v1.12.1", command: [kube-apiserver, --secure-port=443] }\n'
  const download = `#!/bin/bash\nwget -q ${BINARIES}/v1.10.2/bin/linux/amd64/kube-apiserver\n`
  assert.equal(await ranges({ 'a/get.sh': download, 'a/kube-apiserver.yaml': pod }), ['kube-apiserver 1.12.1'])
})

test.run()
