import { generateKeyPairSync } from 'node:crypto'
import { tmpdir } from 'node:os'
import { run } from '../e2e/command.js'
import { oracle, type Terms } from './build.js'
import type { Bench } from './starts.js'
import type { Subject } from './subjects.js'

/** What serves every kubelet and every apiserver. */
const RUNTIME = '1.37.2'
const ETCD = '3.6.16'

/** A component at a version with all it takes, built where it is not there yet. @throws Error with what is missing */
export async function bench(subject: Subject, wanted: string, terms: Terms, hasGo: boolean): Promise<Bench> {
  const { component, beside } = subject
  if (wanted === '3.4') {
    const { program, version } = await debians()
    return { subject: withLogger(subject), version, program, beside: {}, files: new Map() }
  }
  if (!hasGo) throw new Error('Go is not here, and with it the component would be built')
  const program = await oracle({ component, version: wanted }, terms)
  return {
    subject: component === 'kubelet' && Number(wanted.split('.')[1]) < 31 ? enforcingNothing(subject) : subject,
    version: wanted,
    program,
    beside:
      beside === undefined
        ? {}
        : beside === 'etcd'
          ? { etcd: await oracle({ component: 'etcd', version: ETCD }, terms) }
          : { runtime: await oracle({ component: 'container-runtime', version: RUNTIME }, terms) },
    files: keys(),
    ...(component === 'kube-controller-manager' || component === 'kube-scheduler'
      ? {
          live: {
            etcd: await oracle({ component: 'etcd', version: ETCD }, terms),
            apiserver: await oracle({ component: 'kube-apiserver', version: wanted }, terms),
          },
        }
      : {}),
  }
}

/** etcd 3.4 has no module of its own that could be built: the package etcd-server of Debian has it. */
async function debians(): Promise<{ program: string; version: string }> {
  const { KLINT_ORACLE_ETCD34: own } = process.env
  const program = own === undefined || own === '' ? await onPath() : own
  if (program === undefined)
    throw new Error(
      'there is no etcd on the PATH: `apt-get install etcd-server` brings 3.4 to Debian, or KLINT_ORACLE_ETCD34=FILE names one',
    )
  const { said } = await run([program, '--version'], { cwd: tmpdir(), env: {}, limit: 30 })
  const version = /etcd Version: (3\.4\.\d+)/.exec(said)?.[1]
  if (version === undefined) throw new Error(`${program} is no etcd 3.4: ${said.split('\n')[0]}`)
  return { program, version }
}

async function onPath(): Promise<string | undefined> {
  const { status, out } = await run(['sh', '-c', 'command -v etcd'], { cwd: tmpdir(), env: { PATH: process.env.PATH } })
  return status === 0 ? out.trim() : undefined
}

/** Up to 3.4 it needs to be told to log what it runs with. */
const withLogger = (subject: Subject): Subject => ({
  ...subject,
  flags: [...subject.flags, '--logger=zap'],
  ...(subject.file === undefined
    ? {}
    : { file: { ...subject.file, fields: [...subject.file.fields, { path: ['logger'], yaml: 'zap' }] } }),
})

/** Up to 1.30 a kubelet without cgroups for its pods takes no `none`, but an empty list. */
const enforcingNothing = (subject: Subject): Subject => {
  const { file, instead = [] } = subject
  const fields = file?.fields.map(one => (one.path[0] === 'enforceNodeAllocatable' ? { ...one, yaml: '[]' } : one))
  return {
    ...subject,
    instead: instead.map(flag => flag.replace(/^(--enforce-node-allocatable=)none$/, '$1')),
    ...(file === undefined || fields === undefined ? {} : { file: { ...file, fields } }),
  }
}

/** Keys of the service accounts' tokens: a case may name them. */
function keys(): ReadonlyMap<string, string> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  return new Map([
    ['/etc/kubernetes/pki/sa.pub', publicKey.export({ type: 'spki', format: 'pem' }).toString()],
    ['/etc/kubernetes/pki/sa.key', privateKey.export({ type: 'sec1', format: 'pem' }).toString()],
  ])
}
