import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { type Ran, run } from '../e2e/command.js'
import type { Json } from './objects.js'

/** What a kubeconfig says: where, as whom. */
export interface Access {
  readonly server: string
  /** Path of the certificate. */
  readonly authority: string
  readonly user: Readonly<Record<string, Json>>
}

export interface Klint {
  /** Runs the bundle as a user does, with a kubeconfig and nothing else of the user's. */
  readonly cluster: (access: Access, ...argv: string[]) => Promise<Ran>
  /** The same without a kubeconfig. */
  readonly lint: (...argv: string[]) => Promise<Ran>
  /** The text of a file it has written. */
  readonly file: (name: string) => Buffer
  /** Where it runs. */
  readonly folder: string
}

/** Name of the cluster's context. */
export const CONTEXT = 'prod'

/** @param bundle The path of klint.cjs. */
export function klintIn(parent: string, bundle: string): Klint {
  const folder = join(parent, 'user')
  mkdirSync(join(folder, 'home'), { recursive: true })
  const env = { PATH: process.env.PATH, HOME: join(folder, 'home'), LANG: 'C.UTF-8' }
  const lint: Klint['lint'] = (...argv) => run([process.execPath, bundle, ...argv], { cwd: folder, env, limit: 60 })
  let count = 0
  return {
    folder,
    lint,
    cluster(access, ...argv) {
      const path = join(parent, `kubeconfig-${count++}.yaml`)
      writeFileSync(path, kubeconfig(access), { mode: 0o600 })
      return lint('cluster', '--kubeconfig', path, ...argv)
    },
    file: name => readFileSync(join(folder, name)),
  }
}

function kubeconfig({ server, authority, user }: Access): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      { name: 'prod', cluster: { server, 'certificate-authority-data': readFileSync(authority).toString('base64') } },
    ],
    contexts: [{ name: CONTEXT, context: { cluster: 'prod', user: 'me' } }],
    'current-context': CONTEXT,
    users: [{ name: 'me', user }],
  })
}
