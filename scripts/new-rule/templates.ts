import type { Sample } from './samples.js'

const indented = (text: string, by: number): string =>
  text
    .trimEnd()
    .split('\n')
    .map(line => `${line === '' ? '' : ' '.repeat(by)}${line}`)
    .join('\n')

/** The rule: all of its metadata, and a check that finds the bad value of the sample. */
export function ruleTemplate(id: string, checks: string, { subject, check }: Sample): string {
  const imports = check.some(line => line.includes('known(')) ? 'defineRule, known' : 'defineRule'
  return `import { ${imports} } from '../../model/rule.js'

export default defineRule({
  id: '${id}',
  summary: 'TODO: the bad thing in at most 90 characters, lower case, no full stop',
  checks: '${checks}',
  severity: 'warning',
  preset: ['recommended'],
  category: 'reliability',
  since: '0.1.0',
  kubernetes: 'any',
  evidence: ['TODO: where one can read that this takes clusters down'],
  messages: {
    bad: {
      what: 'TODO: the fact, with the spelling of its author',
      why: 'TODO: the outage, in one sentence',
      help: 'TODO: what to write instead',
    },
  },

  // an example that goes with the cases of the test: \`known\` ends a check where nobody can tell
  *check(${subject}) {
${indented(check.join('\n'), 4)}
  },
})
`
}

/** The drawing of the sample's finding (test/support/drawing.ts). */
export function drawing({ file, source, bad, marked }: Sample): string {
  const lines = source(bad).split('\n')
  const line = lines.find(text => text.includes(bad)) ?? ''
  const marks = ' '.repeat(line.indexOf(marked)) + '~'.repeat(marked.length)
  return `${file}\n  ${line}\n  ${marks} bad\n`
}

const asCode = (text: string): string => text.replace(/[\\`]|\$\{/g, found => `\\${found}`)

/** The test: one case of each kind, all of them about the sample. */
export function testTemplate(id: string, sample: Sample): string {
  const one = (name: string, value: string, expect = ''): string => `    'TODO: ${name}': {
      '${sample.file}': text\`
${indented(asCode(sample.source(value)), 8)}
      \`,
${expect}    },
`
  const expect = `      expect: text\`\n${indented(asCode(drawing(sample)), 8)}\n      \`,\n`
  const cannotTell =
    sample.template === undefined ? '' : `  cannotTell: {\n${one('nobody can tell', sample.template)}  },\n`
  return `import rule from '../../../src/rules/${id}.js'
import { ruleTest, text } from '../../support/rule-test.js'

ruleTest(rule, {
  silent: {
${one('all is well', sample.good)}  },
${cannotTell}  reports: {
${one('what is wrong', sample.bad, expect)}  },
})
`
}
