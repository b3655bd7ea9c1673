import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { SAMPLES } from '../../scripts/new-rule/samples.js'
import { drawing, ruleTemplate } from '../../scripts/new-rule/templates.js'
import type { Rule } from '../../src/model/rule.js'
import { draw, markOf } from '../support/drawing.js'
import { judge } from '../support/judge.js'
import { read } from '../support/repository.js'
import { inTree } from '../support/tree.js'

const test = suite('templates of a new rule')
const model = pathToFileURL('src/model/rule.ts').href

for (const [subject, sample] of Object.entries(SAMPLES))
  test(`${subject}: the check finds what the test draws, and is silent about the other cases`, () =>
    inTree({}, async root => {
      const path = join(root, 'rule.mts')
      const code = ruleTemplate('example/bad-thing', subject, sample).replace("'../../model/rule.js'", `'${model}'`)
      writeFileSync(path, code)
      const { default: rule }: { default: Rule } = await import(pathToFileURL(path).href)
      const look = (source: string) => judge(rule, new Map([[sample.file, source]]), {})
      const files = new Map([[sample.file, sample.source(sample.bad)]])
      const { findings } = await look(sample.source(sample.bad))
      assert.is(draw(findings.map(markOf), files, false), drawing(sample))
      const good = await look(sample.source(sample.good))
      assert.equal([good.findings.length, good.counted], [0, false], 'a good value')
      const lines = sample.source(sample.bad).split('\n')
      const silent = await look(lines.filter(line => !line.includes(sample.bad)).join('\n'))
      assert.equal(silent.findings.length, 0, 'the default')
      if (sample.template === undefined) return
      const unknown = await look(sample.source(sample.template))
      assert.equal([unknown.findings.length, unknown.counted], [0, true], 'a template')
    }))

test('CONTRIBUTING.md lists every subject', () => {
  const listed = /^\| `checks` \|.*$/m.exec(read('CONTRIBUTING.md'))?.[0] ?? ''
  for (const subject of Object.keys(SAMPLES)) assert.ok(listed.includes(`\`${subject}\``), subject)
})

test.run()
