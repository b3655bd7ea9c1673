import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Format } from '../../src/cli/options.js'
import { agent } from '../../src/reporters/agent.js'
import { checkstyle } from '../../src/reporters/checkstyle.js'
import { compact } from '../../src/reporters/compact.js'
import { github } from '../../src/reporters/github.js'
import { gitlab } from '../../src/reporters/gitlab.js'
import { html } from '../../src/reporters/html.js'
import { json } from '../../src/reporters/json.js'
import { jsonl } from '../../src/reporters/jsonl.js'
import { junit } from '../../src/reporters/junit.js'
import { markdown } from '../../src/reporters/markdown.js'
import { pretty } from '../../src/reporters/pretty.js'
import { rdjson, rdjsonl } from '../../src/reporters/rdjson.js'
import type { Reporter } from '../../src/reporters/reporter.js'
import { sarif } from '../../src/reporters/sarif.js'
import { awkward, many, wholeContext } from '../support/awkward.js'

/**
 * Every format over the same awkward findings, against `test/reporters/golden/<format>.txt`. `UPDATE=1 npm test -- reporters` writes
 * them anew; a person reads the difference.
 */
const test = suite('golden')
const FOLDER = 'test/reporters/golden'

const REPORTERS: Readonly<Record<Format, Reporter>> = {
  pretty,
  compact,
  json,
  jsonl,
  sarif,
  github,
  gitlab,
  junit,
  checkstyle,
  rdjson,
  rdjsonl,
  markdown,
  html,
  agent,
}

/** What a terminal would obey or a reader not see. */
const HOSTILE =
  /[\0-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufdd0]|[\u{e0000}-\u{e007f}]|\p{Surrogate}|##\[/u

/** Commands that klint means, where it means any. */
const COMMANDS: Readonly<Record<string, RegExp>> = {
  // a runner would read a command named `:`, which there is none of
  pretty: /^ *::: /,
  github:
    /^::(?:error|warning|notice) (?:file=|title=)|^::group::|^::endgroup::$|^::stop-commands::a-token|^::a-token-/,
}

const thirtyThousand = many(30_000)

for (const [format, reporter] of Object.entries(REPORTERS)) {
  test(`${format}: as before`, () => {
    const report = reporter(awkward(), wholeContext())
    const path = `${FOLDER}/${format}.txt`
    if (process.env.UPDATE === '1') {
      mkdirSync(FOLDER, { recursive: true })
      writeFileSync(path, report)
    }
    assert.fixture(report, readFileSync(path, 'utf8'))
  })

  test(`${format}: nothing that a terminal or a runner would obey, no secret`, () => {
    const report = reporter(awkward(), wholeContext())
    assert.is(HOSTILE.exec(report), null)
    assert.not.match(report, 'hunter2')
    const meant = COMMANDS[format] ?? /^$/
    for (const line of report.split('\n')) if (line.trimStart().startsWith('::')) assert.match(line, meant)
    assert.ok(report.endsWith('\n'))
  })

  test(`${format}: 30,000 findings`, () => {
    const started = process.cpuUsage()
    const report = reporter(thirtyThousand, wholeContext())
    const { user } = process.cpuUsage(started)
    assert.ok(report.length < 80_000_000, `${report.length} characters`)
    assert.ok(user < 20_000_000, `${user / 1e6} s`)
  })
}

test.run()
