import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Hole } from '../../../src/model/document.js'
import { scan } from '../../../src/parsers/syntax/holes.js'

const test = suite('syntax/holes')

const found = (source: string, path = 'a.yaml', inherited: readonly Hole[] = []) =>
  scan(source, path, inherited).holes.map(({ start, end, kind }) => `${kind} ${source.slice(start, end)}`)

const cases: Readonly<Record<string, readonly [string, readonly string[], string?]>> = {
  'Go values': [
    'a: {{ .x }} {{- include "y" . | indent 2 -}}',
    ['value {{ .x }}', 'value {{- include "y" . | indent 2 -}}'],
  ],
  'braces in strings end nothing': [
    '{{ printf "}}" }} {{ `}}` | quote }}',
    ['value {{ printf "}}" }}', 'value {{ `}}` | quote }}'],
  ],
  'dictionaries of Jinja': ['{{ {"a": {"b": 1}} }}', ['value {{ {"a": {"b": 1}} }}']],
  'statements and comments of Go': [
    '{{ $x := 1 }}{{/* a }} b */}}{{ else if y }}{{ template "z" }}',
    ['statement {{ $x := 1 }}', 'comment {{/* a }} b */}}', 'statement {{ else if y }}', 'value {{ template "z" }}'],
  ],
  'a name that begins like a keyword is a value': [
    '{{ end_ip }}{{ if.x }}',
    ['value {{ end_ip }}', 'value {{ if.x }}'],
  ],
  'Helm raw strings print themselves': ['x {{`{{ .y }}`}} {{ .z }}', ['value {{ .z }}']],
  'a forgotten brace swallows nothing': ['{{ a\nb: {{ c }}', ['value {{ c }}']],
  Jinja: [
    '{% set x = 1 %}{# c {{ d }} #}{{ e }}',
    ['statement {% set x = 1 %}', 'comment {# c {{ d }} #}', 'value {{ e }}'],
  ],
  'Jinja leaves raw blocks alone': [
    '{% raw %}{{ a }}{% endraw %}{{ b }}',
    ['statement {% raw %}', 'statement {% endraw %}', 'value {{ b }}'],
  ],
  'the length of an array is no comment': ['x=${#a[@]} #}', ['variable ${#a[@]}']],
  ERB: ['<% x %><%= y %><%# z %><%% w %>', ['statement <% x %>', 'value <%= y %>', 'comment <%# z %>']],
  'Terraform statements, no format of curl': [
    '%{ if a ~}\n%{http_code}\n%{ endif }',
    ['statement %{ if a ~}', 'statement %{ endif }'],
  ],
  variables: [
    '${A} $(B) $(cat $(C)) ${D:-${E}}',
    ['variable ${A}', 'variable $(B)', 'variable $(cat $(C))', 'variable ${D:-${E}}'],
  ],
  'in a template file ${…} is filled in earlier': [
    '${A} $(B)\n${jsonencode({\n a = 1\n})}',
    ['value ${A}', 'variable $(B)', 'value ${jsonencode({\n a = 1\n})}'],
    'a.sh.tftpl',
  ],
  'what no shell computes is filled in earlier': [
    '${x == "" ? 1 : 2} ${join(",", y)} ${ dns-ip } ${A}',
    ['value ${x == "" ? 1 : 2}', 'value ${join(",", y)}', 'value ${ dns-ip }', 'variable ${A}'],
  ],
  'escaped markers are literal': ['$${A} $$(B) %%{ if x } $$$(C)', ['variable $(C)']],
  'specifiers of systemd': ['%i %%n %%{ if x }', []],
  'workflow expressions': ['${{ x }}', ['value ${{ x }}']],
  placeholders: [
    '__API_SERVER__ a__B__ __init__ <args> <NODE_IP> <your-token>',
    ['value __API_SERVER__', 'value <args>', 'value <NODE_IP>', 'value <your-token>'],
  ],
  'placeholders between at signs': [
    '@NODE_IP@ @@NODE_IP@@,b x@A@ me@EXAMPLE.COM @A @A@b @@A@ {a}@@B_C@@',
    ['value @NODE_IP@', 'value @@NODE_IP@@', 'value @@B_C@@'],
  ],
  'thresholds and comparisons are no placeholders': [
    '--eviction-hard=memory.available<100Mi,nodefs.available<10% a<b>c <br>x',
    [],
  ],
  'a placeholder alone on its line': ['a:\n  <volumes>\nb: <br> x', ['value <volumes>']],
  SOPS: [
    'k: ENC[AES256_GCM,data:a,iv:b,type:str]\nl: ENC[AES256_GCM,x\n]',
    ['value ENC[AES256_GCM,data:a,iv:b,type:str]'],
  ],
  'a block on one line is one hole': ['a{{ if x }}b{{ else }}c{{ end }}d', ['value {{ if x }}b{{ else }}c{{ end }}']],
  'what a definition prints is printed elsewhere': [
    '{{ define "x" }}b{{ end }}',
    ['statement {{ define "x" }}b{{ end }}'],
  ],
}
for (const [name, [source, holes, path]] of Object.entries(cases))
  test(name, () => assert.equal(found(source, path), holes))

const regions = (source: string) => scan(source, 'a.yaml', []).regions.map(({ start, end }) => source.slice(start, end))

test('regions reach from a statement to its end, nested, in every language', () => {
  const go = '{{ range a }}\nx\n{{ with b }}\ny\n{{ end }}\n{{ end }}'
  assert.equal(regions(`p\n${go}\nq`), [go, '{{ with b }}\ny\n{{ end }}'])
  for (const block of [
    '{% if a %}\nx\n{% else %}\ny\n{% endif %}',
    '{%- for a in b %}\nx\n{%- endfor %}',
    '%{ if a }\nx\n%{ endif }',
    '%{ for a in b ~}\nx\n%{ endfor ~}',
    '<% if a %>\nx\n<% end %>',
    '<% a.each do |b| -%>\nx\n<% end -%>',
    '{{#if a}}\nx\n{{/if}}',
  ])
    assert.equal(regions(`p\n${block}\nq`), [block])
})

test('a block without an end reaches to the end, an end without a block means nothing', () => {
  assert.equal(regions('{{ end }}\na\n{{ if x }}\nb'), ['{{ if x }}\nb'])
})

test('what a parent knew counts before what is found', () => {
  const source = '{{ a ${b} }} ${c} $(d ${e}) x'
  const known = (part: string): Hole => ({
    start: source.indexOf(part),
    end: source.indexOf(part) + part.length,
    kind: 'value',
  })
  assert.equal(found(source, 'a', [known('${b}'), known('${c}'), known('${e}'), known('x')]), [
    'value {{ a ${b} }}',
    'value ${c}',
    'value $(d ${e})',
    'value x',
  ])
  assert.equal(found('{{ a }}b', 'a', [{ start: 5, end: 8, kind: 'value' }]), ['value }}b'])
})

const markers = [
  '{{',
  '}}',
  '{%',
  '%}',
  '{#',
  '#}',
  '<%',
  '%>',
  '%{',
  '}',
  '${',
  '$(',
  ')',
  '`',
  '"',
  "'",
  '\n',
  ' ',
  'if x',
  'end',
  '/*',
  '*/',
  '__A__',
  '<args>',
  '$$',
  'raw',
  'ENC[AES256_GCM,',
  ']',
  'a',
]
const soup = fc.array(fc.constantFrom(...markers), { maxLength: 40 }).map(parts => parts.join(''))

test('holes ascend, are disjoint and lie in the text, whatever it is', () => {
  fc.assert(
    fc.property(soup, fc.boolean(), (source, template) => {
      const { holes, regions } = scan(source, template ? 'a.tpl' : 'a', [])
      let at = 0
      for (const { start, end } of holes) {
        assert.ok(start >= at && end > start && end <= source.length)
        at = end
      }
      for (const { start, end } of regions) assert.ok(start >= 0 && start < end && end <= source.length)
    }),
    { numRuns: 2000 },
  )
})

test('scanning its own holes again changes nothing', () => {
  fc.assert(
    fc.property(soup, source => {
      const { holes } = scan(source, 'a', [])
      const fixed = holes.filter(({ kind }) => kind === 'value')
      const again = scan(source, 'a', fixed).holes
      for (const { start, end } of fixed) assert.ok(again.some(hole => hole.start <= start && hole.end >= end))
    }),
    { numRuns: 1000 },
  )
})

test('hostile input takes no longer than its length', () => {
  for (const part of [
    '{{',
    '{',
    '$(',
    '${',
    '{%',
    '<%',
    '{#',
    '{{ "',
    '{{`',
    '{{/*',
    '{{!--',
    'ENC[AES256_GCM,',
    '__A',
    '{% raw %}',
    '<',
    '{{ if x }}\n',
    '${}',
  ]) {
    const source = part.repeat(300_000 / part.length)
    const start = performance.now()
    scan(source, 'a.tpl', [])
    scan(source, 'a.yaml', [])
    assert.ok(performance.now() - start < 2000, part)
  }
})

test.run()
