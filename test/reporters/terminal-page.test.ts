import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { terminalPage } from '../../src/reporters/terminal-page.js'
import { wrap, wrapColumns } from '../../src/reporters/wrap.js'
import { text } from '../support/text.js'

const test = suite('pages for a terminal')

const page = (markdown: string, given = {}): string =>
  terminalPage(markdown, { color: false, hyperlinks: false, width: 60, ...given })

test('what Markdown escapes is read as it is meant', () => {
  assert.is(page('Kubernetes \\<1.7.8, a\\*b and `\\<`'), 'Kubernetes <1.7.8, a*b and `\\<`\n')
})

test('headings, paragraphs, lists, tables and code', () => {
  assert.is(
    page(text`
      # etcd/x

      A first line
      and a second, with \`code\` and **weight**.

      | | |
      |---|---|
      | checks | etcd |
      | severity | error |

      ## Why

      - one
      - two, which is so long that it has to go on in a line of its own
        and comes from two
      1. first

      \`\`\`yaml bad
      a:   1
      # no heading

      b: 2
      \`\`\`
      <!-- a comment -->
    `),
    text`
      etcd/x

      A first line and a second, with \`code\` and weight.

        checks    etcd
        severity  error

      Why

        - one
        - two, which is so long that it has to go on in a line of
          its own and comes from two
        1. first

        bad:
          a:   1
          # no heading

          b: 2
    `,
  )
})

test('links are written out, or are links where the terminal has them', () => {
  const markdown = 'See [the page](https://example.org/a), <https://example.org/b>.\n'
  assert.is(page(markdown), 'See the page (https://example.org/a), https://example.org/b.\n')
  assert.is(
    page(markdown, { hyperlinks: true, width: 100 }),
    'See \u001b]8;;https://example.org/a\u001b\\the\u001b]8;;\u001b\\ \u001b]8;;https://example.org/a\u001b\\page\u001b]8;;\u001b\\, \u001b]8;;https://example.org/b\u001b\\https://example.org/b\u001b]8;;\u001b\\.\n',
  )
})

test('colour takes the place of backticks, and counts for nothing in the width', () => {
  const markdown = `${'`word` '.repeat(20)}\n`
  const drawn = page(markdown, { color: true })
  assert.not.match(drawn, '`')
  const plain = drawn
    .replace(/\u001b\[\d+m/g, '')
    .trim()
    .split('\n')
  assert.equal(
    plain.map(line => line.length),
    [59, 39],
  )
})

test('a table that is too wide is wrapped in its cells', () => {
  const markdown = `| name | what |\n|---|---|\n| a | ${'word '.repeat(20)}|\n| b\\|c | x |\n`
  const lines = page(markdown).trimEnd().split('\n')
  assert.ok(lines.every(line => line.length <= 60))
  assert.is(lines[0], '  name  what')
  assert.is(lines[1], `  a     ${'word '.repeat(10).trim()}`)
  assert.is(lines[3], '  b|c   x')
})

test('nothing of a page reaches the terminal as an escape', () => {
  assert.not.match(page('# a\u001b[2J\n\ntext \u202e\n\n```\n\u001b[2J\n```\n'), /[\u001b\u202e]/)
})

test('words that are longer than a line stay whole', () => {
  assert.equal(wrap('a bbbbbbbbbb c', 5), ['a', 'bbbbbbbbbb', 'c'])
  assert.equal(wrap('', 5), [])
})

test('the last of several columns is wrapped below where it begins', () => {
  assert.is(wrapColumns('  --flag  one two three\nshort', 20), '  --flag  one two\n          three\nshort')
  assert.is(wrapColumns('  --a-very-long-flag  one two', 24), '  --a-very-long-flag\n      one two')
  assert.is(wrapColumns('  plain words go on', 12), '  plain\n  words go\n  on')
})

test.run()
