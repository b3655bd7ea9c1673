import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { klintIn } from '../support/klint.js'
import { text } from '../support/text.js'
import { inTree } from '../support/tree.js'

const test = suite('cli: fixes')

const UNIT = text`
  [Service]
  ExecStart=/usr/bin/kubelet \\
    --kubeconfig=/etc/kubernetes/kubelet.conf \\
    --eviction-hard=memory.available<500Mi \\
    --kube-reserved=cpu=100m,memory=1Gi
`
const ADDED = ',nodefs.available<10%%,nodefs.inodesFree<5%%'
const MENDED = UNIT.replace('<500Mi', `<500Mi${ADDED}`)
const ONLY = ['--only', 'kubelet/eviction-hard-partial', '--kubernetes-version', '1.8']

const indented = (source: string, by: string): string => source.replace(/^(?=.)/gm, by)

/** Mends one file and says what became of it. */
async function mended(name: string, source: string | Buffer, argv: readonly string[] = ONLY) {
  return inTree({}, async root => {
    const path = join(root, name)
    mkdirSync(join(path, '..'), { recursive: true })
    writeFileSync(path, source)
    const { code, out, err } = await klintIn(root, ['--fix', ...argv])
    const once = readFileSync(path, 'utf8')
    await klintIn(root, ['--fix', ...argv])
    assert.is(readFileSync(path, 'utf8'), once, 'a second time changes nothing')
    return { code, out, err, source: once }
  })
}

test('a unit', async () => {
  const { source, out, code } = await mended('kubelet.service', UNIT)
  assert.is(source, MENDED)
  assert.match(out, /^fixed 1 finding in 1 file\n0 errors, 0 warnings in 1 file$/m)
  assert.is(code, 0)
})

test('line ends and the byte order mark stay', async () => {
  const crlf = (unit: string): string => `\ufeff${unit.replaceAll('\n', '\r\n')}`
  assert.is((await mended('kubelet.service', crlf(UNIT))).source, crlf(MENDED))
})

/** The unit in everything that may hold it. */
const CARRIERS: Readonly<Record<string, readonly [file: string, around: (unit: string) => string]>> = {
  'a block of a cloud-config': [
    'user-data.yaml',
    unit =>
      `#cloud-config\nwrite_files:\n  - path: /etc/systemd/system/kubelet.service\n    content: |\n${indented(unit, '      ')}`,
  ],
  'a double-quoted scalar': [
    'user-data.yaml',
    unit =>
      `#cloud-config\nwrite_files:\n  - path: /etc/systemd/system/kubelet.service\n    content: ${JSON.stringify(unit)}\n`,
  ],
  'a single-quoted scalar': [
    'user-data.yaml',
    unit =>
      `#cloud-config\nwrite_files:\n  - path: /etc/systemd/system/kubelet.service\n    content: '${unit.replaceAll('\n', '\n\n        ')}'\n`,
  ],
  'a heredoc of Terraform': [
    'nodes.tf',
    unit =>
      `resource "aws_launch_template" "n" {\n  user_data = <<-EOT\n    #cloud-config\n    write_files:\n      - path: /etc/systemd/system/kubelet.service\n        content: |\n${indented(unit, '          ')}  EOT\n}\n`,
  ],
  'a template of CloudFormation': [
    'stack.yaml',
    unit =>
      `AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  Node:\n    Type: AWS::EC2::Instance\n    Properties:\n      UserData:\n        Fn::Base64: |\n          #cloud-config\n          write_files:\n            - path: /etc/systemd/system/kubelet.service\n              content: |\n${indented(unit, '                ')}`,
  ],
}

for (const [name, [file, around]] of Object.entries(CARRIERS))
  test(`a unit in ${name}`, async () => {
    const { source, err } = await mended(file, around(UNIT))
    assert.is(source, around(MENDED), err)
  })

const encoded = (content: string, encoding: string): string =>
  `#cloud-config\nwrite_files:\n  - path: /etc/systemd/system/kubelet.service\n    encoding: ${encoding}\n    content: ${content}\n    owner: root\n`

test('a unit in base64, and in lines of it', async () => {
  const base64 = (unit: string): string => Buffer.from(unit).toString('base64')
  assert.is((await mended('user-data.yaml', encoded(base64(UNIT), 'b64'))).source, encoded(base64(MENDED), 'b64'))
  const lines = (unit: string): string => `|\n      ${(base64(unit).match(/.{1,60}/g) ?? []).join('\n      ')}`
  assert.is((await mended('user-data.yaml', encoded(lines(UNIT), 'b64'))).source, encoded(lines(MENDED), 'b64'))
})

test('a unit in gzip', async () => {
  const { source } = await mended('user-data.yaml', encoded(gzipSync(UNIT).toString('base64'), 'gz+b64'))
  const content = /content: (\S+)/.exec(source)?.[1] ?? ''
  assert.is(gunzipSync(Buffer.from(content, 'base64')).toString(), MENDED)
})

test('--diff prints a patch, exits 1 and touches nothing; without a change it exits 0', async () => {
  await inTree({ 'kubelet.service': UNIT }, async root => {
    const { code, out } = await klintIn(root, ['--diff', ...ONLY])
    assert.is(code, 1)
    assert.is(
      out,
      text`
        --- a/kubelet.service
        +++ b/kubelet.service
        @@ -1,5 +1,5 @@
         [Service]
         ExecStart=/usr/bin/kubelet \\
           --kubeconfig=/etc/kubernetes/kubelet.conf \\
        -  --eviction-hard=memory.available<500Mi \\
        +  --eviction-hard=memory.available<500Mi,nodefs.available<10%%,nodefs.inodesFree<5%% \\
           --kube-reserved=cpu=100m,memory=1Gi
      `,
    )
    assert.is(readFileSync(join(root, 'kubelet.service'), 'utf8'), UNIT)
    writeFileSync(join(root, 'kubelet.service'), MENDED)
    assert.equal(await klintIn(root, ['--diff', ...ONLY]), { code: 0, out: '', err: '' })
  })
})

test('secrets are not printed in a diff', async () => {
  const unit = UNIT.replace('--kube-reserved', '--token=abcdef.0123456789abcdef --kube-reserved')
  await inTree({ 'kubelet.service': unit }, async root => {
    const { out } = await klintIn(root, ['--diff', ...ONLY])
    assert.match(out, '********')
    assert.not.match(out, '0123456789abcdef')
  })
})

test('--fix-only reports nothing else and exits 0', async () => {
  await inTree({ 'kubelet.service': UNIT.replace('memory=1Gi', 'memory=0') }, async root => {
    const { code, out, err } = await klintIn(root, ['--fix-only', '--kubernetes-version', '1.8'])
    assert.is(out, '')
    assert.is(err, 'klint: fixed 1 finding in 1 file\n')
    assert.is(code, 0)
  })
})

test('--unsafe-fixes alone is a question without a verb', async () => {
  const { code, err } = await inTree({ 'kubelet.service': UNIT }, root => klintIn(root, ['--unsafe-fixes']))
  assert.is(code, 2)
  assert.match(err, 'add `--fix`, `--fix-only` or `--diff`')
})

test('unsafe fixes are offered, and done only if asked for', async () => {
  const unit = UNIT.replace(
    'memory.available<500Mi',
    'memory.available<0%%,nodefs.available<10%%,nodefs.inodesFree<5%%',
  )
  const only = ['--only', 'kubelet/eviction-hard-missing', '--kubernetes-version', '1.8']
  await inTree({ 'kubelet.service': unit }, async root => {
    const { out } = await klintIn(root, ['--fix', ...only])
    assert.match(out, /1 error, 0 warnings in 1 file \(1 fixable with --fix --unsafe-fixes\)/)
    assert.is(readFileSync(join(root, 'kubelet.service'), 'utf8'), unit)
    const { code } = await klintIn(root, ['--fix', '--unsafe-fixes', ...only])
    assert.is(code, 0)
    assert.match(readFileSync(join(root, 'kubelet.service'), 'utf8'), 'memory.available<500Mi,')
  })
})

test('a symbolic link, and what lies behind one, is left as it is', async () => {
  await inTree({ 'elsewhere/kubelet.service': UNIT, 'infra/README': '' }, async root => {
    symlinkSync('../elsewhere/kubelet.service', join(root, 'infra/kubelet.service'))
    const file = await klintIn(root, ['--fix', 'infra/kubelet.service', ...ONLY])
    assert.match(
      file.err,
      'not fixed: infra/kubelet.service:4:3: kubelet/eviction-hard-partial: the fix of infra/kubelet.service is not written: it is a symbolic link',
    )
    symlinkSync('../elsewhere', join(root, 'infra/linked'))
    const below = await klintIn(root, ['--fix', 'infra/linked/kubelet.service', ...ONLY])
    assert.match(below.err, 'a symbolic link leads there')
    assert.is(readFileSync(join(root, 'elsewhere/kubelet.service'), 'utf8'), UNIT)
    assert.is(below.code, 1)
  })
})

test('a file that is not UTF-8 throughout is left as it is', async () => {
  const source = Buffer.concat([Buffer.from('# caf\xe9\n', 'latin1'), Buffer.from(UNIT)])
  const { err } = await inTree({}, async root => {
    writeFileSync(join(root, 'kubelet.service'), source)
    const ran = await klintIn(root, ['--fix', ...ONLY])
    assert.ok(readFileSync(join(root, 'kubelet.service')).equals(source))
    return ran
  })
  assert.match(err, 'it is not UTF-8 throughout')
})

test('permissions stay', async () => {
  await inTree({ 'kubelet.service': UNIT }, async root => {
    const path = join(root, 'kubelet.service')
    const { chmodSync } = await import('node:fs')
    chmodSync(path, 0o640)
    await klintIn(root, ['--fix', ...ONLY])
    assert.is(readFileSync(path, 'utf8'), MENDED)
    assert.is(statSync(path).mode & 0o777, 0o640)
  })
})

test('standard input is not mended, but its diff can be seen', async () => {
  await inTree({}, async root => {
    const refused = await klintIn(root, ['--fix', '-', '--stdin-filename', 'kubelet.service', ...ONLY], { stdin: UNIT })
    assert.is(refused.code, 2)
    assert.match(refused.err, '`--diff` prints what would change')
    const { out } = await klintIn(root, ['--diff', '-', '--stdin-filename', 'kubelet.service', ...ONLY], {
      stdin: UNIT,
    })
    assert.match(out, ADDED)
  })
})

test('a fix that would bring up another finding is not done', async () => {
  const config = text`
    kind: KubeletConfiguration
    apiVersion: kubelet.config.k8s.io/v1beta1
    maxPods: 16
    evictionHard:
      memory.available: 1Gi
      nodefs.available: 10%
      nodefs.inodesFree: 5%
  `
  const { source, err } = await mended('kubelet.yaml', config, ['--unsafe-fixes', '--preset', 'all'])
  assert.is(source, config)
  assert.match(
    err,
    'not fixed: kubelet.yaml:1:7: kubelet/kube-reserved-missing: the fix would bring up `kubelet/kube-reserved-cgroup-unset`',
  )
})

test('Terraform gets no line end between quotes, and CRLF stays in documents inside', async () => {
  const config =
    'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nevictionHard:\n  memory.available: 500Mi\n'
  const cloud = `#cloud-config\nwrite_files:\n- path: /etc/kubernetes/kubelet.yaml\n  content: |\n${indented(config, '    ')}`
  const quoted = `resource "aws_instance" "n" {\n  user_data = ${JSON.stringify(cloud)}\n}\n`
  const { source } = await mended('n.tf', quoted)
  assert.is(source.split('\n').length, quoted.split('\n').length)
  assert.match(source, 'memory.available: 500Mi\\n      nodefs.available: 10%\\n')
  const crlf = (await mended('user-data.yaml', cloud.replaceAll('\n', '\r\n'))).source
  assert.match(crlf, '500Mi\r\n      nodefs.available: 10%\r\n')
  assert.not.match(crlf, /[^\r]\n/)
  const commented = config.replace('500Mi', '500Mi # enough').replaceAll('\n', '\r\n')
  assert.match((await mended('kubelet.yaml', commented)).source, '# enough\r\n  nodefs.available: 10%\r\n')
})

test.run()
