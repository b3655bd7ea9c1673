import type { Configuration } from '../../engine/configuration.js'
import { append } from '../../model/lists.js'
import { UserError } from '../../model/user-error.js'
import { safe } from '../../reporters/safe-text.js'
import { client, type Limits } from '../../sources/cluster/client.js'
import { documentsOf } from '../../sources/cluster/documents.js'
import { connect } from '../../sources/cluster/kubeconfig.js'
import { BASE, requestsText, rolesText } from '../../sources/cluster/rbac.js'
import { readCluster } from '../../sources/cluster/read-cluster.js'
import { permissionWords, READS } from '../../sources/cluster/reads.js'
import type { Recording } from '../../sources/cluster/recording.js'
import { about } from '../about.js'
import type { Env, Io } from '../io.js'
import type { ClusterOptions, Options } from '../options.js'
import { progress } from '../progress.js'
import { configurationFile, configurationOf, type Gathered, gather } from './input.js'
import { lint } from './lint.js'
import { missingOf } from './missing.js'
import { recordedCluster } from './recorded.js'
import { readRecordingFile } from './recordings.js'

/** `klint cluster`: reads a running cluster, or the recording of one, and reports on it as `klint` does on files. */
export async function cluster(options: Options, env: Env, io: Io): Promise<number> {
  const { cluster: asked } = options
  if (asked.printRbac) {
    io.out(rolesText())
    return 0
  }
  if (asked.dryRun) {
    io.out(dryRun(asked))
    return 0
  }
  const recorded = recordedCluster(options)
  const record =
    asked.record === undefined ? undefined : (await import('./record.js')).recorder(asked.record, asked, io)
  // a path that is not there is told before anybody is asked
  const compared = asked.compare.length === 0 ? undefined : await gather({ ...options, paths: asked.compare }, io)
  const recording = recorded === undefined ? await recordingOf(options, env, io) : readRecordingFile(recorded, io.cwd)
  record?.(recording)
  // what a repository has accepted is in files; a cluster has a baseline of its own, if any
  const own: Options = { ...options, baseline: options.baseline ?? false }
  const code = await lint(own, env, io, {}, (asked, io) => gathered(recording, compared, asked, io))
  if (recorded === undefined && !options.silent && recording.missing.some(({ why }) => why === 'forbidden'))
    io.err('klint: `klint cluster --print-rbac` prints ClusterRoles that grant what is forbidden\n')
  return code
}

/** Everything of a recording, for a run. What is looked at of the files it is compared with is what klint.yaml says of them. */
async function gathered(
  recording: Recording,
  compared: Gathered | undefined,
  options: Options,
  io: Io,
): Promise<Gathered> {
  const files = documentsOf(recording)
  // it grows while the files are read
  const notChecked = compared?.notChecked ?? []
  append(notChecked, missingOf(recording))
  return {
    files,
    ...(compared === undefined ? {} : { compared: compared.files }),
    notChecked,
    config: compared?.config ?? (await ownConfiguration(options, io)),
    roots: [],
    found: files.length,
    inView: () => false,
  }
}

async function ownConfiguration(options: Options, io: Io): Promise<Configuration> {
  const file = configurationFile({ ...options, paths: [] }, io)
  return file === undefined ? {} : await configurationOf(file, io)
}

function dryRun({ nodeProxy, record }: ClusterOptions): string {
  const reads = READS.filter(
    read => (nodeProxy || BASE.includes(read)) && (record !== undefined || read.onlyRecorded !== true),
  )
  return `${requestsText(reads, permissionWords)}\n\`klint cluster --print-rbac\` prints ClusterRoles that grant this.\n`
}

/** Requests at the same time: apiservers give one client few seats, and kubelets are asked one by one. */
const IN_FLIGHT = 8
const IN_FLIGHT_ALL_NODES = 32
const MOST_REQUESTS = 1_000
/** 50,000 nodes, and all others. */
const MOST_REQUESTS_ALL_NODES = 51_000
/** Whoever waits longer than this wants to know for what. Milliseconds. */
const SOON = 600
/** A run sends nothing more after as long as so many requests take that are just in time; not before this is over, in milliseconds. */
const SHORTEST = 60_000
const MOST_TIMES = 12
const MOST_TIMES_ALL_NODES = 180
/** Of all answers, unpacked: 50,000 nodes. Bytes. */
const MOST_BYTES = 2 ** 30

async function recordingOf(options: Options, env: Env, io: Io): Promise<Recording> {
  const { cluster: asked, verbose } = options
  const { allNodes, timeout, nodeProxy } = asked
  const started = performance.now()
  const limits: Limits = {
    inFlight: allNodes ? IN_FLIGHT_ALL_NODES : IN_FLIGHT,
    timeout,
    requests: allNodes ? MOST_REQUESTS_ALL_NODES : MOST_REQUESTS,
    total: Math.max(SHORTEST, timeout * (allNodes ? MOST_TIMES_ALL_NODES : MOST_TIMES)),
    bytes: MOST_BYTES,
  }
  const connection = await connect({ ...asked, cwd: io.cwd, env }, limits.inFlight)
  if (!connection.isVerified && connection.server.protocol === 'https:')
    io.err('klint: the kubeconfig says `insecure-skip-tls-verify`: whoever is in between reads and writes along\n')
  const apiserver = client(connection, limits)
  const log = io.log ?? io.err
  const line = isWatched(options, env, io) ? progress(log, () => performance.now()) : undefined
  const { host } = connection.server
  // an apiserver that says nothing yet
  const waiting = setTimeout(() => line?.show(() => `reading ${host}`), SOON)
  try {
    const recording = await readCluster(apiserver, {
      cluster: connection.name,
      klint: about().version,
      takenAt: new Date().toISOString(),
      allNodes,
      nodeProxy,
      everything: asked.record !== undefined,
      onProgress: (what, done, of) => {
        clearTimeout(waiting)
        line?.show(() => `reading ${host}, ${done}${of === undefined ? '' : ` of ${of}`} ${what}`)
      },
    })
    line?.clear()
    if (verbose) {
      const { requests, bytes } = apiserver.sent()
      const took = Math.round(performance.now() - started)
      log(`klint: ${requests} requests to ${host}, ${(bytes / 1e6).toFixed(1)} MB, ${took} ms\n`)
    }
    if (recording.objects.length === 0) throw noAnswer(recording, connection.server)
    return recording
  } finally {
    clearTimeout(waiting)
    line?.clear()
    apiserver.close()
  }
}

/** Somebody looks at a terminal. */
const isWatched = ({ progress, silent }: Options, { CI, TERM }: Env, io: Io): boolean =>
  progress && !silent && io.errIsTerminal === true && (CI ?? '') === '' && TERM !== 'dumb'

/** Nothing could be read at all. */
function noAnswer({ missing }: Recording, { host }: URL): UserError {
  const [first] = missing
  const said = safe(first?.said ?? 'nothing').replace(/^\d{3} /, '')
  if (first?.why === 'unauthorized')
    return new UserError(
      `the apiserver at ${host} does not accept the credentials: ${said}`,
      'log in again, or choose another `--context`',
    )
  if (first?.why === 'forbidden')
    return new UserError(`nothing may be read at ${host}: ${said}`, 'see `klint cluster --print-rbac`')
  return new UserError(`no answer from the apiserver at ${host}: ${said}`, 'see whether `kubectl version` has one')
}
