import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { open } from '../../../src/parsers/embed.js'
import { type Mode, mask, maskWith } from '../../../src/parsers/syntax/mask.js'

const test = suite('syntax/mask')

/** U+FDD0 as `?`, a line end that replaces a hole as `/`. */
function shown(source: string, mode: Mode): string {
  const doc = open('a.yaml', source)
  return [...mask(doc, mode)]
    .map((sign, i) => (sign === '\uFDD0' ? '?' : sign === '\n' && source[i] !== '\n' ? '/' : sign))
    .join('')
}

test('values are masked, what prints nothing is blank, in both modes', () => {
  for (const mode of ['structure', 'words'] as const) {
    assert.is(shown('a: {{ x }} b', mode), 'a: ??????? b')
    assert.is(shown('a: {{/*x*/}} b', mode), `a: ${' '.repeat(9)} b`)
    assert.is(shown('a: {% set b=1 %}', mode), `a: ${' '.repeat(13)}`)
  }
})

test('a hole alone on its line becomes empty lines, or a word', () => {
  assert.is(shown('a:\n  {{ x }} \nb', 'structure'), 'a:\n//////////\nb')
  assert.is(shown('a:\n  {{ x }} \nb', 'words'), 'a:\n  ??????? \nb')
  assert.is(shown('  {{ if x }}\r\nb\r\n{{ end }}', 'structure'), '////////////\r\nb\r\n/////////')
  assert.is(shown('{{ x }} {{/* y */}}\n', 'structure'), '///////////////////\n')
})

test('variables are left to the reader that expands them', () => {
  assert.is(shown('a ${X} $(Y)', 'words'), 'a ${X} $(Y)')
  assert.is(shown('a ${X} $(Y)', 'structure'), 'a ???? ????')
})

test('`nindent` prints below the line it stands on', () => {
  assert.is(shown('a: {{ x | nindent 2 }}\n  b: 1', 'structure'), 'a: ///////////////////\n  b: 1')
  assert.is(shown('a: b {{ x | nindent 2 }}', 'structure'), 'a: b ???????????????????')
})

test('what is glued to a key prints below it', () => {
  assert.is(shown('k: 1\n  a:${x}\nb: 1', 'structure'), 'k: 1\n  a:////\nb: 1')
  assert.is(shown('k: 1\na: b:${x}\n- c:${x}\nd:${x}:1', 'structure'), 'k: 1\na: b:????\n- c:????\nd:????:1')
})

test('openings are the lines that print something', () => {
  const source = 'a\n{{ x }}\n {{ if y }}\n{{ z }}: 1\n{{/* c */}}\n${w}\n{{ end }}\n'
  const { openings } = maskWith(open('a.yaml', source), 'structure')
  assert.equal(
    openings.map(({ start, end }) => source.slice(start, end)),
    ['{{ x }}', '${w}'],
  )
})

const pieces = [
  '{{ x }}',
  '{{ if y }}',
  '{{ end }}',
  '{{/* c */}}',
  '${V}',
  '$(W)',
  '{% for a in b %}',
  '{% endfor %}',
  '<%= z %>',
  'key: ',
  '  ',
  '\n',
  '\r\n',
  '- ',
  '"',
  '#',
  '\t',
  '{{ a\n b }}',
  '{{ t | nindent 2 }}',
  'é😀',
]
const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map(parts => parts.join(''))

test('masking moves no offset and touches nothing but holes and the blanks beside them', () => {
  fc.assert(
    fc.property(soup, fc.constantFrom('structure', 'words'), (source, mode: Mode) => {
      const doc = open('a.yaml', source)
      const text = mask(doc, mode)
      assert.is(text.length, doc.source.length)
      const inHole = new Set<number>()
      for (const { start, end } of doc.holes) for (let i = start; i < end; i++) inHole.add(i)
      for (let i = 0; i < text.length; i++) {
        if (inHole.has(i)) continue
        if (doc.source[i] === ' ' || doc.source[i] === '\t') assert.match(text[i]!, /[ \t\n]/)
        else assert.is(text[i], doc.source[i])
      }
      for (const { start, end, kind } of doc.holes) {
        if (mode === 'words' && kind === 'variable') assert.is(text.slice(start, end), doc.source.slice(start, end))
        else assert.match(text.slice(start, end), /^(?:\uFDD0+| +|\n+)$/)
      }
    }),
    { numRuns: 2000 },
  )
})

test.run()
