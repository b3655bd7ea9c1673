import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Checks, expect } from '../e2e/checks.js'
import type { Ran } from '../e2e/command.js'
import type { Certificates } from './certificates.js'
import type { ControlPlane, User } from './control-plane.js'
import { type Access, CONTEXT, klintIn } from './klint.js'
import type { Kubelet } from './kubelet.js'
import { machines, type Plan } from './plan.js'
import { PLANTED } from './planted.js'
import { kinds, lines, placesOf, reportOf, same } from './report.js'
import { applied, bound, rightFor } from './rights.js'
import { secretsIn, secretsOf, unpacked } from './secrets.js'
import type { Seen, Spy } from './spy.js'

export interface Scene {
  readonly plan: Plan
  readonly plane: ControlPlane
  /** By the name of their machine. */
  readonly kubelets: ReadonlyMap<string, Kubelet>
  readonly spy: Spy
  readonly certificates: Certificates
  /** The path of the bundle. */
  readonly klint: string
  /** Where files can be written. */
  readonly folder: string
}

/** Requests of a plain run beside the pages of nodes and one for each group of them. */
const REQUESTS = 12

/** By the subject of its certificate. */
const BY_CERTIFICATE = 'reader-by-certificate'

export async function cases(
  counter: Checks,
  { plan, plane, kubelets, spy, certificates, ...scene }: Scene,
): Promise<void> {
  const { admin } = plane
  const check: Checks['check'] = (name, body) => counter.check(`${plan.version} ${plan.name}: ${name}`, body)
  const klint = klintIn(scene.folder, scene.klint)
  const isTalk = plan.name === 'talk'
  const status = isTalk ? 1 : 0
  const json = '--format=json'

  const outputs: (readonly [string, string])[] = []
  const seen: Seen[] = []
  const kept = (what: string, ran: Ran): Ran => {
    outputs.push([`the output of ${what}`, ran.said])
    return ran
  }
  const run = async (access: Access, ...argv: string[]): Promise<Ran & { readonly sent: readonly Seen[] }> => {
    const ran = kept(`\`${['klint cluster', ...argv].join(' ')}\``, await klint.cluster(access, ...argv))
    const sent = spy.taken()
    seen.push(...sent)
    return { ...ran, sent }
  }
  const [server, authority] = [spy.url, certificates.authority]
  const as = (user: User): Access => ({ server, authority, user: { token: plane.token(user) } })
  const asked = (): number => [...kubelets.values()].reduce((sum, kubelet) => sum + kubelet.asked.length, 0)

  const isThere = await check('a cluster, as its API shows it', async () => {
    const version: { gitVersion: string } = JSON.parse((await admin.send('GET', '/version')).text)
    expect(version.gitVersion === `v${plan.version}`, `it is ${version.gitVersion}`)
    for (const { name } of machines(plan)) {
      const { status, text } = await admin.send('GET', `/api/v1/nodes/${name}/proxy/configz`)
      expect(status === 200 && text.includes('kubeletconfig'), `configz of ${name}: ${status}`, text)
      expect(kubelets.get(name)?.asked.includes('GET /configz') === true, `the kubelet of ${name} was not asked`)
    }
    const path = '/api/v1/namespaces/kube-system/pods?labelSelector=tier=control-plane'
    const { text } = await admin.send('GET', path)
    const { items }: { items: readonly { status: { phase: string } }[] } = JSON.parse(text)
    expect(items.length === 12 && items.every(({ status }) => status.phase === 'Running'), 'no 12 mirror pods', text)
    return undefined
  })
  if (!isThere) return

  // the report of somebody who may do everything, that all others are compared with
  const first = await run(as('owner'), json)
  const whole = reportOf(first, status)
  await check(isTalk ? 'each outage is found, and named after its object' : 'nothing above info', () => {
    const found = new Set(whole.findings.flatMap(one => placesOf(one).map(({ path }) => `${one.rule} at ${path}`)))
    const missing = PLANTED.map(({ rule, object }) => `${rule} at ${CONTEXT}/${object}`).filter(one => !found.has(one))
    const bad = lines(whole).filter(line => !line.startsWith('info '))
    if (isTalk) expect(missing.length === 0, missing.map(one => `not found: ${one}`).join('\n'), bad.join('\n'))
    else expect(bad.length === 0, bad.join('\n'))
    const most = 1 + plan.pools.length + 1 + REQUESTS
    const { sent, ms } = first
    expect(sent.length <= most, `${sent.length} requests, more than ${most}`, sent.map(rowOf).join('\n'))
    return `${whole.findings.length} findings, ${sent.length} requests, ${ms.toFixed(0)} ms`
  })

  await check('the same report twice, also for people', async () => {
    const again = await run(as('owner'), json)
    same(lines(reportOf(again, status)), lines(whole))
    expect(again.out === (await run(as('owner'), json)).out, 'the bytes differ', again.out)
    const { status: code, out, said } = await run(as('owner'))
    expect(code === status, `it ended with ${code}`, said)
    for (const { rule, location } of whole.findings.filter(({ severity }) => severity !== 'info'))
      expect(
        out.includes(rule) && out.includes(location.object?.name ?? location.path),
        `${rule} at ${location.path} is not in it`,
        out,
      )
    return undefined
  })

  await check('--dry-run and --print-rbac send nothing, and name all that is asked', async () => {
    const dry = await run(as('owner'), '--dry-run')
    const roles = await run(as('owner'), '--print-rbac')
    expect(dry.status === 0 && roles.status === 0, 'it failed', dry.said + roles.said)
    expect(
      dry.sent.length + roles.sent.length === 0,
      'it sent something',
      [...dry.sent, ...roles.sent].map(rowOf).join('\n'),
    )
    const rights = new Set((await run(as('owner'), json)).sent.map(({ path }) => rightFor(path)))
    const missing = [...rights].filter(right => !dry.out.includes(right))
    expect(missing.length === 0, `not in it: ${missing.join(', ')}`, dry.out)
    const [base = '', kubelet = ''] = await applied(roles.out, admin)
    await bound(base, 'base', admin)
    for (const reader of ['reader', BY_CERTIFICATE])
      for (const role of [base, kubelet]) await bound(role, reader, admin)
    return `${rights.size} rights`
  })

  await check('who has the printed rights alone misses nothing, also with --record', async () => {
    for (const argv of [[], ['--record=reader.json.gz'], ['--all-nodes']]) {
      const before = asked()
      const ran = await run(as('reader'), json, ...argv)
      const report = reportOf(ran, status)
      const denied = ran.sent.filter(({ status }) => status === 403)
      expect(denied.length === 0, 'denied', denied.map(rowOf).join('\n'))
      same(lines(report), lines(whole))
      same(
        report.notChecked.map(({ what }) => what),
        whole.notChecked.map(({ what }) => what),
      )
      const most = argv.includes('--all-nodes') ? kubelets.size : plan.pools.length + 1
      expect(asked() - before === most, `${asked() - before} kubelets were asked, not ${most}`)
    }
    return undefined
  })

  await check('without `nodes/proxy`: what kubelets know is missing, and said', async () => {
    const before = asked()
    const ran = await run(as('base'), json)
    const report = reportOf(ran, status)
    expect(asked() === before, 'kubelets were asked')
    const missing = report.notChecked.find(({ what }) => what.includes('`get nodes/proxy`'))
    expect(missing?.rules.includes('kubelet/eviction-hard-missing') === true, 'nothing names it', ran.out)
    const others = (line: string): boolean => !/^\w+ kubelet\//.test(line)
    same(lines(report).filter(others), lines(whole).filter(others))
    const people = await run(as('base'))
    expect(people.status === status && people.said.includes('nodes/proxy'), 'people are not told', people.said)
    const asking = ran.sent.filter(({ path }) => path.includes('/proxy/')).length
    expect(asking === 1, `asked ${asking} times for what is denied`)
    return undefined
  })

  await check('with nothing but /version: no failure, and each right that is missing is named', async () => {
    const ran = await run(as('nobody'), json)
    const report = reportOf(ran, 0)
    expect(report.findings.length === 0, 'findings out of nothing', ran.out)
    const again = await run(as('nobody'), json)
    expect(again.out === ran.out, 'it says it in another order the next time', again.out)
    const denied = ran.sent.filter(({ status }) => status === 403)
    const told = report.notChecked.map(({ what }) => what).join('\n')
    const silent = denied.map(({ path }) => rightFor(path)).filter(right => !told.includes(`\`${right}`))
    expect(denied.length >= 9, `only ${denied.length} requests were denied`, ran.sent.map(rowOf).join('\n'))
    expect(silent.length === 0, `not named: ${silent.join(', ')}`, told)
    const rules = new Set(report.notChecked.flatMap(({ rules }) => rules))
    const unnamed = PLANTED.filter(({ rule }) => !rules.has(rule)).map(({ rule }) => rule)
    expect(unnamed.length === 0, `silent, and not named: ${[...new Set(unnamed)].join(', ')}`, told)
    return `${denied.length} denied`
  })

  await check('credentials that nobody knows: exit code 2, and nothing of them is told', async () => {
    const token = 'c2VjcmV0LW9mLW5vYm9keQ'
    const { status, said } = await run({ server, authority, user: { token } }, '-v')
    expect(status === 2 && said.includes('credentials') && !said.includes(token), 'it says something else', said)
    return undefined
  })

  await check('a recording gives the same findings, elsewhere and later', async () => {
    for (const [file, found, ...argv] of [
      ['open.json.gz', lines, '--no-redact'] as const,
      ['closed.json.gz', kinds] as const,
    ]) {
      reportOf(await run(as('reader'), json, `--record=${file}`, ...argv), status)
      const later = kept(`\`klint ${file}\``, await klint.lint(file, json))
      same(found(reportOf(later, status)), found(whole))
    }
    const text = unpacked(klint.file('closed.json.gz'))
    const names = machines(plan).flatMap(({ name, address }) => [name, address])
    const left = names.filter(name => text.includes(name))
    expect(left.length === 0, `names are left in the recording: ${left.join(', ')}`)
    return `${klint.file('closed.json.gz').length} bytes`
  })

  await check('other ways to say who one is: files, a plugin, a certificate, in the name of others', async () => {
    const token = join(scene.folder, 'token')
    writeFileSync(token, `${plane.token('reader')}\n`, { mode: 0o600 })
    const credential = {
      apiVersion: 'client.authentication.k8s.io/v1',
      kind: 'ExecCredential',
      status: { token: plane.token('reader') },
    }
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: process.execPath,
      args: ['-e', `console.log(${JSON.stringify(JSON.stringify(credential))})`],
      interactiveMode: 'Never',
    }
    const { certificate, key } = certificates.pair('reader')
    const data = (path: string): string => readFileSync(path).toString('base64')
    const ways: readonly (readonly [string, Access, ...string[]])[] = [
      ['tokenFile', { server, authority, user: { tokenFile: token } }],
      ['exec', { server, authority, user: { exec } }],
      ['--as', as('owner'), '--as=reader'],
      // a certificate does not pass through whoever stands between
      ['client-key', { server: plane.url, authority, user: { 'client-certificate': certificate, 'client-key': key } }],
      [
        'client-key-data',
        {
          server: plane.url,
          authority,
          user: { 'client-certificate-data': data(certificate), 'client-key-data': data(key) },
        },
      ],
    ]
    for (const [way, access, ...argv] of ways) {
      const ran = await run(access, json, '-v', ...argv)
      expect(ran.status === status, `${way}: it ended with ${ran.status}`, ran.said)
      same(lines(reportOf(ran, status)), lines(whole))
    }
    const impersonating = plane.audited().filter(({ impersonated }) => impersonated === 'reader')
    const certified = plane.audited().filter(({ user }) => user === BY_CERTIFICATE)
    expect(impersonating.length > 0 && certified.length > 0, 'the apiserver knows nothing of it')
    return undefined
  })

  await check('kubelets that are down cost a pool, not the run', async () => {
    const { name: pool } = plan.pools[1] ?? { name: '' }
    const down = machines(plan).filter(machine => machine.pool.name === pool)
    for (const { name } of down) kubelets.get(name)?.close()
    const ran = await run(as('reader'), json)
    const report = reportOf(ran, status)
    const others = (line: string): boolean => !down.some(({ name }) => line.includes(name))
    same(lines(report).filter(others), lines(whole).filter(others))
    expect(
      report.notChecked.some(({ what }) => /kubelet/.test(what)),
      'nothing says so',
      ran.out,
    )
    return `${ran.ms.toFixed(0)} ms`
  })

  await check('nothing but GET was ever sent, with the credentials of the kubeconfig', () => {
    const known = new Set(USERS_OF_THE_SPY.map(user => `Bearer ${plane.token(user)}`))
    const wrong = seen.filter(({ method, bodyBytes }) => method !== 'GET' || bodyBytes > 0)
    expect(wrong.length === 0, 'sent', wrong.map(rowOf).join('\n'))
    const strangers = seen.filter(({ status, headers }) => status !== 401 && !known.has(headers.authorization ?? ''))
    expect(strangers.length === 0, 'sent by somebody else', strangers.map(rowOf).join('\n'))
    const verbs = plane.audited().filter(({ verb }) => !['get', 'list'].includes(verb))
    expect(verbs.length === 0, 'the apiserver noted', verbs.map(({ verb, uri }) => `${verb} ${uri}`).join('\n'))
    return `${seen.length} requests seen, ${plane.audited().length} noted by the apiserver`
  })

  await check('no secret is in what klint says or writes', () => {
    const secrets = secretsOf(plane, certificates)
    const recordings = ['reader.json.gz', 'open.json.gz', 'closed.json.gz'].map(
      name => [name, unpacked(klint.file(name))] as const,
    )
    const all = [...outputs, ...recordings]
    const told = all.flatMap(([where, text]) => secretsIn(text, where, secrets))
    expect(told.length === 0, told.join('\n'))
    return `${all.length} texts`
  })
}

const USERS_OF_THE_SPY = ['owner', 'reader', 'base', 'nobody'] as const satisfies readonly User[]

const rowOf = ({ method, path, status }: Seen): string => `${method} ${path}: ${status}`
