import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ComponentKind } from '../../src/model/fragment.js'
import { type Collected, collect } from '../../test/support/row-cases.js'
import type { Case } from './case.js'

const TESTS = join(import.meta.dirname, '../../test/rules')

let kept: Promise<readonly Collected[]> | undefined

/** What the tests of the start-up rows say that a component must refuse, and what is fine: the binary is the judge of both. */
export async function rowCases(component: ComponentKind): Promise<Case[]> {
  kept ??= collect(testFiles().map(path => () => import(pathToFileURL(path).href)))
  return (await kept)
    .filter(({ kind, given }) => kind === component && !isOfSystemd(given))
    .map(({ row, given }): Case => {
      if (typeof given === 'string') return { pieces: [{ text: given, row }] }
      if (isFlags(given)) return { pieces: [{ argv: given, row }] }
      const { flags = [], config, dropIn, environment, files } = given
      return {
        pieces: [
          {
            row,
            argv: flags,
            ...(config === undefined ? {} : { text: config }),
            ...(dropIn === undefined ? {} : { dropInText: dropIn }),
            ...(environment === undefined ? {} : { environment }),
            ...(files === undefined ? {} : { files }),
          },
        ],
      }
    })
}

/** What a unit makes systemd do, as a watchdog: nobody does it inside. */
const isOfSystemd = (given: Collected['given']): boolean =>
  typeof given !== 'string' &&
  !isFlags(given) &&
  Object.keys(given.files ?? {}).some(path => path.startsWith('/etc/systemd/'))

const isFlags = (given: Exclude<Collected['given'], string>): given is readonly string[] => Array.isArray(given)

function testFiles(): string[] {
  return readdirSync(TESTS, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.test.ts'))
    .map(path => join(TESTS, path))
    .filter(path => readFileSync(path, 'utf8').includes('startUpTest('))
}
