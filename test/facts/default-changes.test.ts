import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { DEFAULT_CHANGES } from '../../src/facts/default-changes.js'
import { versions } from '../../src/facts/flags.js'
import { fieldDefault, flagDefault, keyOf } from '../../src/facts/settings.js'
import { formatMinor } from '../../src/model/version.js'

const test = suite('facts: defaults that change')

/** What a table calls unset. */
const UNSET = ['no check', 'no imagefs.inodesFree']

const at = (minor: number) => ({ major: Math.floor(minor / 100), minor: minor % 100, patch: 0 })

for (const { component, key, since, from, to } of DEFAULT_CHANGES)
  test(`${component} ${key} in ${formatMinor(since)}`, () => {
    const fact = keyOf(component, key)
    assert.ok(fact, 'the key is one of the component')
    if (fact === undefined) return
    const before = versions(component).findLast(minor => minor < since)
    assert.ok(before !== undefined && versions(component).includes(since))
    const text = (minor: number): string => fieldDefault(fact, at(minor)) ?? flagDefault(fact, at(minor)) ?? ''
    const [old, fresh] = [text(before ?? 0), text(since)]
    assert.ok(fresh === to || fresh.includes(to), `${fresh} is ${to}`)
    if (UNSET.includes(from)) assert.not.ok(old.includes(to), `${old} is not ${to} yet`)
    else assert.is(old, from)
  })

test.run()
