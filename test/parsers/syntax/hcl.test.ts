import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Document } from '../../../src/model/document.js'
import { describe, place } from '../../../src/model/location.js'
import { MASK } from '../../../src/model/text.js'
import { itemsAt, lookup, stringAt, type Tree, textAt, treeAt } from '../../../src/model/tree.js'
import { embed } from '../../../src/parsers/embed.js'
import { type Hcl, mentions, prepareHcl, readHcl } from '../../../src/parsers/syntax/hcl.js'

const test = suite('syntax/hcl')
test.before(() => prepareHcl())

const document = (source: string): Document => ({ uri: 'main.tf', source, holes: [], regions: [] })
const read = (source: string): Hcl => readHcl(document(source))
const shown = (tree: Tree | undefined): unknown => {
  if (tree === undefined) return undefined
  if (tree.kind === 'scalar') return tree.empty ? null : tree.text.value.replaceAll(new RegExp(`${MASK}+`, 'g'), '¿')
  if (tree.kind === 'list') return tree.items.map(item => shown(item.value))
  return Object.fromEntries(tree.entries.map(({ key, value }) => [key.value, shown(value)]))
}
const value = (expression: string): unknown => shown(treeAt(read(`a = ${expression}\n`).tree, 'a'))

test('literals keep their kind', () => {
  const { tree, problems } = read('a = 443\nb = true\nc = null\nd = "x"\ne = -1.5\n# no = 1\n')
  assert.equal(problems, [])
  assert.equal(shown(tree), { a: '443', b: 'true', c: null, d: 'x', e: '-1.5' })
  const [a, , , d] = tree.entries.map(entry => entry.value)
  assert.is(a?.kind === 'scalar' && a.quoted, false)
  assert.is(d?.kind === 'scalar' && d.quoted, true)
})

test('escapes of quoted strings stand for their value', () => {
  assert.is(value('"a\\tb\\"c\\\\n \\u00e9 \\U0001F600"'), 'a\tb"c\\n é 😀')
  assert.is(value('"$${FOO} %%{ if } $$ % {"'), '${FOO} %{ if } $$ % {')
})

test('an escape is located whole, the characters around it each at their own place', () => {
  const text = textAt(read('a = "x\\ty"\n').tree, 'a')!
  assert.equal(
    text.pieces.map(piece => [piece.start, piece.end, piece.linear]),
    [
      [5, 6, true],
      [6, 8, false],
      [8, 9, true],
    ],
  )
})

test('what Terraform evaluates is unknown', () => {
  for (const unknown of [
    'var.x',
    'x ? "a" : "b"',
    '1 + 2',
    'upper("a")',
    'aws_lb.api[0].arn',
    'aws_lb.api.*.arn',
    '!true',
  ])
    assert.is(value(unknown), '¿', unknown)
  assert.is(value('"a-${var.x}-b"'), 'a-¿-b')
  assert.is(value('"${var.x} ${var.y}"'), '¿ ¿')
})

test('a lone interpolation is the expression itself', () => {
  assert.equal(value('"${[1, 2]}"'), ['1', '2'])
  assert.equal(value('jsonencode({ a = { "b" : [true] }, (k) = 1 })'), { a: { b: ['true'] }, [MASK]: '1' })
})

test('for expressions are open, so absence is unknown', () => {
  const { tree } = read('a = [for x in y : x]\nb = { for x in y : x => x }\n')
  assert.is(lookup(tree, 'a', '0').state, 'unknown')
  assert.is(lookup(tree, 'b', 'k').state, 'unknown')
})

test('blocks are lists of maps with labels beside the tree', () => {
  const hcl = read(
    'resource "aws_elb" "api" {\n  listener { lb_port = 443 }\n  listener { lb_port = 80 }\n}\nresource aws_elb b {}\n',
  )
  const [first, second] = itemsAt(hcl.tree, 'resource')
  assert.equal(
    hcl.labels.get(first!)?.map(label => label.value),
    ['aws_elb', 'api'],
  )
  assert.equal(
    hcl.labels.get(second!)?.map(label => label.value),
    ['aws_elb', 'b'],
  )
  assert.equal(shown(treeAt(first!, 'listener')), [{ lb_port: '443' }, { lb_port: '80' }])
  assert.is(hcl.tree.entries.length, 1)
  assert.equal([first!.at.start, first!.at.end], [0, 'resource "aws_elb" "api"'.length])
})

test('a dynamic block is conditional and opens its list', () => {
  const { tree } = read('dynamic "listener" {\n  for_each = var.ports\n  content {\n    lb_port = 443\n  }\n}\n')
  assert.is(lookup(tree, 'listener', '0').state, 'unknown')
  assert.is(lookup(tree, 'listener', '5').state, 'unknown')
})

test('a heredoc keeps its lines', () => {
  const { tree } = read('a = <<EOT\n  one\n\\n "two" $${X} ${y}\nEOT\nb = 1\n')
  assert.equal(shown(tree), { a: '  one\n\\n "two" ${X} ¿\n', b: '1' })
})

test('an indented heredoc loses what its lines share, blank lines aside', () => {
  assert.is(value('<<-EOT\n    a:\n      b\n\n    c\n  EOT'), 'a:\n  b\n\nc\n')
  assert.is(value('<<-EOT\n    a\n${x}\n  EOT'), '    a\n¿\n')
  assert.is(value('<<-EOT\n    a\n    ${x}y\n    EOT'), 'a\n¿y\n')
  assert.is(value('<<-EOT\r\n    a\r\n    b\r\n    EOT'), 'a\r\nb\r\n')
  assert.is(value('<<-EOT\n  EOT'), '')
})

test('a directive of a template makes the value unknown and stays in the child as it is written', () => {
  const text = onlyText(read('a = <<EOT\n%{ if x }\na\n%{ endif }\nEOT\n').tree)
  assert.is(text.known, false)
  assert.is(embed(text, { name: 'a' }).source, '%{ if x }\na\n%{ endif }\n')
})

test('in a child an interpolation is a hole and an escaped one the text it stands for', () => {
  const text = onlyText(read('a = <<-EOT\n    x=${var.x} $${HOME}\n    y\n    EOT\n').tree)
  const child = embed(text, { name: 'a' })
  assert.is(child.source, `x=${MASK.repeat(8)} \${HOME}\ny\n`)
  assert.equal(child.holes[0], { start: 2, end: 10, kind: 'value' })
  assert.is(describe({ doc: child, start: child.source.indexOf('y'), end: child.source.length }), 'main.tf:3:5')
  assert.is(describe({ doc: child, start: child.source.indexOf('HOME'), end: child.source.length }), 'main.tf:2:19')
})

test('`~` takes the white space of its line along', () => {
  assert.is(value('"a ${~ x ~} b"'), 'a¿b')
})

test('a local with a literal is known, a variable with a default is not', () => {
  const { tree } = read(
    'variable "v" { default = "1" }\nlocals {\n  a = "x"\n  b = "${local.a}-y"\n  c = local.c\n}\nd = local.b\ne = "${local.a}/${var.v}"\nf = local.c\n',
  )
  const { d, e, f } = JSON.parse(JSON.stringify(shown(tree)))
  assert.equal([d, e, f], ['x-y', 'x/¿', '¿'])
  assert.is(describe(textAt(tree, 'd')!.at), 'main.tf:3:8')
})

test('locals that repeat each other do not multiply', () => {
  const lines = ['a0 = ["xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"]']
  for (let i = 1; i < 60; i++) lines.push(`a${i} = [local.a${i - 1}, local.a${i - 1}]`)
  const { tree } = read(`locals {\n${lines.join('\n')}\n}\nb = local.a59\n`)
  assert.ok(JSON.stringify(shown(tree)).length < 5_000_000)
})

test('calls and references are found wherever they stand', () => {
  const hcl = read(
    'a = base64encode(templatefile("${path.module}/x.tpl", { b = "c" }))\nd = x ? file("y") : ""\ne = element(aws_lb.api[0].arn, 0)\n',
  )
  assert.equal([...hcl.calls.values()].map(({ name }) => name).sort(), [
    'base64encode',
    'element',
    'file',
    'templatefile',
  ])
  const [a, , e] = hcl.tree.entries.map(entry => entry.value)
  assert.is(hcl.calls.get(a!)?.name, 'base64encode')
  const inner = hcl.calls.get(hcl.calls.get(a!)!.args[0]!)
  assert.equal(shown(inner?.args[1]), { b: 'c' })
  assert.equal(
    mentions(hcl, e!).map(({ path }) => path.join('.')),
    ['aws_lb.api.arn'],
  )
  assert.equal(
    mentions(hcl, a!).map(({ path }) => path.join('.')),
    ['path.module'],
  )
})

test('a broken document gives one problem and what could be read', () => {
  const { tree, problems } = read('a = "x"\nb = = 1\nc = "y"\n')
  assert.is(problems.length, 1)
  assert.is(problems[0]?.because, 'broken')
  assert.is(describe(problems[0]!.at).startsWith('main.tf:2:'), true)
  assert.is(stringAt(tree, 'a'), 'x')
})

test('quotes that Terraform before 0.12 wanted escaped', () => {
  const { tree, problems } = read('a = "${replace(var.x, \\"\\n\\", \\"b\\")}"\nb = "y"\n')
  assert.equal(problems, [])
  assert.is(stringAt(tree, 'b'), 'y')
})

test('a document that a template engine writes is not called broken', () => {
  const source = 'a = {{ x }\nb = 1\n'
  const { problems } = readHcl({ uri: 'a.tf.j2', source, holes: [{ start: 4, end: 10, kind: 'value' }], regions: [] })
  assert.is(problems[0]?.because, 'template')
})

test('holes of another template engine mask the value they stand in', () => {
  const source = 'a = "x-{{ y }}"\n'
  const { tree } = readHcl({ uri: 'a.tf', source, holes: [{ start: 7, end: 14, kind: 'value' }], regions: [] })
  assert.is(shown(treeAt(tree, 'a')), 'x-¿')
})

test('what a scan takes for a hole is Terraform in a file of Terraform', () => {
  const source = 'a = "${file("x.tpl")}"\n'
  const hcl = readHcl({ uri: 'a.tf', source, holes: [{ start: 5, end: 21, kind: 'value' }], regions: [] })
  assert.equal(
    [...hcl.calls.values()].map(({ args }) => shown(args[0])),
    ['x.tpl'],
  )
})

test('deep nesting is a limit, not a crash', () => {
  const { problems } = read(`a = ${'['.repeat(5000)}${']'.repeat(5000)}\n`)
  assert.is(problems[0]?.because, 'limit')
})

test('every linear character of a heredoc child points at itself on disk', () => {
  const word = fc.constantFrom(
    'a',
    ' ',
    'key: 1',
    '\t',
    '$ ',
    '% ',
    '"',
    '\\n',
    '$${X}',
    '%%{y}',
    '${var.z}',
    '😀',
    '#',
    '//',
  )
  const line = fc.array(word, { maxLength: 6 }).map(words => words.join(''))
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 8 }),
      fc.constantFrom('', '  ', '      '),
      fc.boolean(),
      fc.constantFrom('\n', '\r\n'),
      (lines, indent, strip, eol) => {
        const body = lines.map(one => `${indent}${one}${eol}`).join('')
        const doc = document(`a = <<${strip ? '-' : ''}EOT${eol}${body}  EOT${eol}`)
        const text = onlyText(readHcl(doc).tree)
        const child = embed(text, { name: 'a' })
        assert.is(child.source.length, text.length)
        for (let i = 0; i < child.source.length; i++) {
          const on = place({ doc: child, start: i, end: i + 1 })
          const written = doc.source.slice(on.start, on.end)
          if (child.source[i] === MASK) assert.is(written, '${var.z}')
          else if (written.length > 1) assert.ok(written === `${child.source[i]}${child.source[i]}`)
          else assert.is(written, child.source[i])
        }
      },
    ),
  )
})

function onlyText(tree: Tree) {
  const found = treeAt(tree, 'a')
  if (found?.kind !== 'scalar') throw new Error('no scalar')
  return found.text
}

test.run()
