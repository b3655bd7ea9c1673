import type { Test } from 'uvu'
import * as assert from 'uvu/assert'
import { mend } from '../../src/engine/fixing/mend.js'
import type { Rule } from '../../src/model/rule.js'
import { parseVersion } from '../../src/model/version.js'
import detached from '../../src/rules/cluster/flag-value-detached.js'
import plugin from '../../src/rules/upgrade/removed-admission-plugin.js'
import gate from '../../src/rules/upgrade/removed-feature-gate.js'
import flag from '../../src/rules/upgrade/removed-flag.js'

/*
 * Fixes of what an upgrade breaks, on whole files as people keep them: what else stands in them stays as it is, and a second run changes nothing.
 */

export type Files = Readonly<Record<string, string>>

interface Given {
  readonly version: string
  readonly before: Files
  /** What becomes of the files that change. */
  readonly after: Files
  readonly level?: 'safe' | 'unsafe'
}

const RULES: readonly Rule[] = [flag, gate, detached, plugin]

const mended = (files: Files, version: string, level: 'safe' | 'unsafe') =>
  mend(
    {
      files: Object.entries(files).map(([uri, source]) => ({ uri, source })),
      preset: 'all',
      config: {},
      rules: RULES,
      kubernetesVersion: parseVersion(version)!,
    },
    { level, reported: ({ outcome }) => outcome.findings, untouchable: () => undefined },
  )

/** Tests of a suite, each of what becomes of some files. */
export const fixesOf =
  (test: Test) =>
  (name: string, { version, before, after, level = 'safe' }: Given): void => {
    test(name, async () => {
      const { changes, refused } = await mended(before, version, level)
      assert.equal(
        refused.map(({ why }) => why),
        [],
      )
      const changed = Object.fromEntries(changes.map(({ uri, after }) => [uri, after]))
      for (const [uri, expected] of Object.entries(after)) assert.fixture(changed[uri] ?? before[uri] ?? '', expected)
      assert.equal(Object.keys(changed).sort(), Object.keys(after).sort())
      const again = await mended({ ...before, ...changed }, version, level)
      assert.equal(
        again.changes.map(({ uri }) => uri),
        [],
        'a second time changes something',
      )
    })
    if (level === 'unsafe')
      test(`${name}: not among the safe ones`, async () => {
        assert.equal((await mended(before, version, 'safe')).changes, [])
      })
  }
