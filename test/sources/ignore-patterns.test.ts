import ignore from 'ignore'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { patternsOf } from '../../src/sources/ignore-patterns.js'

const test = suite('ignore patterns')

const FILES = [
  ['simple', 'a\nb/\n/c\n/d/\ne/f\ng/h/\n*.log\n# comment\n\n.env\ntrailing  \n'],
  ['with stars', 'a*\nb/\n**/x/y\n*.tfstate.*\n[ab].txt\n'],
  ['taking back', '*.log\n!keep.log\na/\n!a/\n'],
  ['strange', '/\n//\n#\n!\n\\#a\n a\n*.\n*.tar.gz\n'],
] as const

const NAMES = [
  'a',
  'b',
  'c',
  'd',
  'e',
  'f',
  'g',
  'h',
  'x',
  'y',
  'A',
  'keep.log',
  'x.log',
  '.log',
  '.env',
  'trailing',
  'x.tfstate.backup',
  'a.txt',
  '#a',
  ' a',
  'a.tar.gz',
  'x.',
]
const PATHS = [
  ...NAMES,
  ...NAMES.flatMap(one => NAMES.map(two => `${one}/${two}`)),
  ...['e/f', 'g/h', 'x/y'].map(path => `z/${path}`),
]

for (const [name, text] of FILES)
  test(`${name}: the same answers as the package, for everything whose folder is not ignored`, async () => {
    const patterns = await patternsOf(text)
    const matcher = ignore({ ignorecase: false }).add(text)
    for (const path of PATHS) {
      const folder = path.includes('/') ? `${path.slice(0, path.lastIndexOf('/'))}/` : undefined
      if (folder !== undefined && matcher.ignores(folder)) continue
      for (const asked of [path, `${path}/`]) {
        const { ignored, unignored } = matcher.test(asked)
        assert.is(
          patterns(asked),
          ignored ? true : unignored ? false : undefined,
          `${asked} in ${JSON.stringify(text)}`,
        )
      }
    }
  })

test.run()
