import { networkInterfaces } from 'node:os'
import { run } from '../e2e/command.js'

/**
 * Where the machines of the test are: in a network of their own, in which each has its address, or all behind an address of this
 * machine. The node proxy of an apiserver goes to no loopback address (pkg/registry/core/node/strategy.go, isProxyableHostname).
 */
export type Surroundings =
  | { readonly kind: 'namespace'; readonly command: readonly string[] }
  | { readonly kind: 'host'; readonly address: string }

/** Ends with its parent, and with it all that runs inside and the network: nothing of it is left on the machine. */
const UNSHARE = ['unshare', '--net', '--pid', '--fork', '--kill-child']

/** An address that is not routed: RFC 5737. */
const PROBE = 'ip link set lo up && ip address add 192.0.2.1/32 dev lo'

/** What this machine allows; undefined if it has no address either. */
export async function surroundings(): Promise<Surroundings | undefined> {
  for (const command of [UNSHARE, [...UNSHARE, '--user', '--map-root-user']]) {
    const { status } = await run([...command, 'sh', '-c', PROBE], {
      cwd: '/',
      env: { PATH: process.env.PATH },
      limit: 20,
    })
    if (status === 0) return { kind: 'namespace', command }
  }
  const address = Object.values(networkInterfaces())
    .flatMap(addresses => addresses ?? [])
    .find(({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.'))?.address
  return address === undefined ? undefined : { kind: 'host', address }
}
