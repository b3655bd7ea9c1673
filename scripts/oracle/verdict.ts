import type { Trial } from './namespace.js'
import type { Subject } from './subjects.js'

/** What a component made of a configuration; `none` where it is not the configuration that decided. */
export type Verdict =
  | { readonly kind: 'starts' }
  | { readonly kind: 'refuses'; readonly message: string }
  | { readonly kind: 'none'; readonly message: string }

/**
 * Failures of the surroundings, which say nothing of a configuration: no API server, no etcd, no disk, what a private namespace forbids.
 * In what a component says last, or anywhere above it.
 */
const SURROUNDINGS: Readonly<Record<Subject['component'], readonly RegExp[]>> = {
  // pkg/kubelet: cri/remote, cm/container_manager_linux.go; cmd/kubelet/app/server.go
  kubelet: [
    /validate CRI v1 runtime API/,
    /invalid kubeconfig: stat/,
    /unable to load bootstrap kubeconfig/,
    /no client provided, cannot use webhook auth/,
    /protocol ".*" not supported/,
    /read-only file system/,
    /inotify/,
    /address already in use/,
    /could not read controllers for cgroup/,
    /running with swap on/,
    // one that runs its pods once and ends has none here
    /runonce failed/,
    /cgroup v1 support is unsupported/,
    /failed to start container manager(?!.*invalid Node Allocatable configuration)/i,
  ],
  // cmd/kube-apiserver/app/server.go, staging/src/k8s.io/apiserver/pkg/storage/storagebackend/factory
  'kube-apiserver': [
    /etcd grpc connection not ready/,
    /context deadline exceeded/,
    /127\.0\.0\.1:2379.*connection refused/,
    /Unable to find suitable network address/i,
    /address already in use/,
    /bind: permission denied/,
  ],
  // cmd/kube-controller-manager/app/controllermanager.go, cmd/kube-scheduler/app/server.go
  'kube-controller-manager': [
    /failed to wait for apiserver being healthy/,
    /connection refused/,
    /address already in use/,
  ],
  'kube-scheduler': [
    /no configuration has been provided/,
    /failed to wait for apiserver being healthy/,
    /connection refused/,
    /address already in use/,
  ],
  'kube-proxy': [],
  // server/embed/etcd.go, client/pkg/fileutil
  etcd: [
    /address already in use/,
    /permission denied/,
    /no space left/,
    /read-only file system/,
    /error querying DNS SRV records/,
    /could not retrieve cluster information/,
  ],
}

/** Exit codes that a component ends with by itself; others are those of who ended it. */
const OWN = [1, 2, 255]

export function verdictOf(subject: Subject, { ended, status = -1, said }: Trial): Verdict {
  if (ended === 'runs') return { kind: 'starts' }
  if (ended === 'late') return { kind: 'none', message: `neither ran nor ended within ${subject.limit} s` }
  if (status === 0)
    return subject.runs === undefined
      ? { kind: 'starts' }
      : { kind: 'none', message: `ended with 0: ${lastLine(said)}` }
  const message = messageOf(said, subject.component === 'etcd')
  if (!OWN.includes(status)) return { kind: 'none', message: `ended with ${status}: ${message}` }
  if (SURROUNDINGS[subject.component].some(pattern => pattern.test(message))) return { kind: 'none', message }
  return { kind: 'refuses', message }
}

const lastLine = (said: string): string => said.trimEnd().split('\n').at(-1) ?? ''

/**
 * Why a component ended, in its own words: of cobra (`Error: `), of its last word (`"command failed" err=`), of a panic or a fatal line of
 * klog; of etcd the fatal line, or the first before its usage.
 */
function messageOf(said: string, isEtcd: boolean): string {
  const block = [...said.matchAll(/"command failed" err=<\n([\s\S]*?)\n\s*>/g)].at(-1)?.[1]
  if (block !== undefined) return block.replace(/\s*\n\s*/g, ' ').trim()
  const failed = [...said.matchAll(/"command failed" err="((?:[^"\\]|\\.)*)"/g)].at(-1)?.[1]
  if (failed !== undefined) return failed.replaceAll('\\"', '"')
  const structured = [...said.matchAll(/"msg":"command failed".*?"err":"((?:[^"\\]|\\.)*)"/g)].at(-1)?.[1]
  if (structured !== undefined) return structured.replaceAll('\\"', '"')
  const panicked = /^panic: (.*)$/m.exec(said)?.[1]
  if (panicked !== undefined) return `panic: ${panicked}`
  const fatal = /^F\d{4} [^\]]*\] (.*)$/m.exec(said)?.[1]
  if (fatal !== undefined) return fatal
  const error = /^Error: (.*)$/m.exec(said)?.[1]
  if (error !== undefined) return error
  if (isEtcd) return etcdMessage(said)
  const [, what, why] = /^E\d{4} [^\]]*\] "((?:[^"\\]|\\.)*)" err="((?:[^"\\]|\\.)*)"/.exec(lastLine(said)) ?? []
  return what === undefined ? lastLine(said) : `${what}: ${why}`
}

function etcdMessage(said: string): string {
  const lines = said.split('\n')
  const fatal = lines.findLast(line => line.includes('"level":"fatal"') || line.includes('failed to verify flags'))
  if (fatal?.startsWith('{')) {
    const { msg, error }: { msg?: string; error?: string } = JSON.parse(fatal)
    return [msg, error].filter(part => part !== undefined).join(': ')
  }
  if (fatal !== undefined) return fatal
  // the logger of 3.4: time, level, package
  const old = lines.findLast(line => / [EC] \| /.test(line))
  if (old !== undefined) return old.replace(/^.* [EC] \| \S+: /, '').replace(/ See 'etcd --help'\.$/, '')
  const early = lines.find(line => /invalid value|invalid boolean value|flag provided but not defined/.test(line))
  if (early !== undefined) return early
  return lines.findLast(line => /"level":"(?:error|panic)"/.test(line)) ?? lastLine(said)
}
