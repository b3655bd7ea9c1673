import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Filled in by the build, where it can. */
declare const KLINT_VERSION: string | undefined

export interface About {
  readonly version: string
  readonly homepage?: string
  readonly issues?: string
}

/** The folder this file is in: dist/ in the bundle, src/cli in a checkout. */
export const here = (): string => (typeof __dirname === 'string' ? __dirname : dirname(fileURLToPath(import.meta.url)))

/** klint's folder: where package.json and rules-docs are. */
export const home = (): string => (/[\\/]src[\\/]cli$/.test(here()) ? join(here(), '..', '..') : join(here(), '..'))

/** What package.json says; read only where somebody asks (machine formats, help, crashes). */
export function about(): About {
  const bundled = typeof KLINT_VERSION === 'string' ? KLINT_VERSION : undefined
  try {
    const { version, homepage, bugs }: Record<string, unknown> = JSON.parse(
      readFileSync(join(home(), 'package.json'), 'utf8'),
    )
    const issues = typeof bugs === 'object' && bugs !== null && 'url' in bugs ? bugs.url : undefined
    return {
      version: bundled ?? String(version),
      ...(typeof homepage === 'string' ? { homepage } : {}),
      ...(typeof issues === 'string' ? { issues } : {}),
    }
  } catch {
    return { version: bundled ?? 'unknown' }
  }
}
