import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { lineHashes } from '../../src/reporters/line-hash.js'

const test = suite('line hashes')

const MODULUS = 1n << 64n

/**
 * The algorithm as it is described, character by character, without a rolling window: for each line the 100 characters from its start
 * that are neither space nor tab, line ends counted as one `\n`, then 65535 for the end of the file, then zeros.
 */
function slowly(source: string): string[] {
  const characters: { code: number; starts: boolean }[] = []
  let starts = true
  const units = source.replace(/\r\n?/g, '\n')
  for (const unit of units.split('')) {
    if (unit === ' ' || unit === '\t') continue
    characters.push({ code: unit.charCodeAt(0), starts })
    starts = unit === '\n'
  }
  characters.push({ code: 65535, starts })
  const seen = new Map<string, number>()
  const hashes: string[] = []
  for (const [i, { starts }] of characters.entries()) {
    if (!starts) continue
    let hash = 0n
    for (let j = i; j < i + 100; j++) hash = (hash * 37n + BigInt(characters[j]?.code ?? 0)) % MODULUS
    const text = hash.toString(16)
    seen.set(text, (seen.get(text) ?? 0) + 1)
    hashes.push(`${text}:${seen.get(text)}`)
  }
  return hashes
}

const long = 'abcdefghij'.repeat(40)

const TEXTS: readonly string[] = [
  '',
  '\n',
  'a',
  'a\n',
  'a: 1\nb: 2\nc: 3\n',
  'a: 1\r\nb: 2\r\nc: 3\r\n',
  'a: 1\rb: 2\rc: 3\r',
  'a\r\n\rb\n\r\nc\n\n\n',
  '\r\r\n\n',
  '  \t \n\t\t\n   ',
  '\ufeffa: 1\nb: 2\n',
  `${long}\n${long}\n`,
  `${long}`,
  `${'x'.repeat(99)}\n${'x'.repeat(100)}\n${'x'.repeat(101)}\n`,
  'same\n'.repeat(150),
  'name: "äß漢😀"\n# é\u0301 \u202e\u0000\n',
  '\uffff\n\uffff',
  `key: ${' '.repeat(500)}value\n${'\t'.repeat(300)}end`,
  Array.from({ length: 300 }, (_, i) => `line ${i * 7919}: ${(i * 104_729) % 1000}`).join('\r\n'),
  Array.from({ length: 300 }, (_, i) => `${'-'.repeat(i)}${i}`).join('\n'),
  'kind: KubeletConfiguration\nevictionHard:\n  memory.available: 100Mi\n',
]

for (const [i, text] of TEXTS.entries())
  test(`text ${i + 1} of ${TEXTS.length}: ${JSON.stringify(text.slice(0, 20))}`, () =>
    assert.equal(lineHashes(text), slowly(text)))

// `\r`, blank, `\n`: two line ends, since nothing but the very next character belongs to a carriage return
test('a blank between carriage return and line feed', () => assert.is(lineHashes('a\r \nb').length, 3))

// Values of github/codeql-action src/fingerprints.test.ts.
test('line hashes are those of code scanning', () => {
  assert.equal(lineHashes(''), ['c129715d7a2bc9a3:1'])
  assert.equal(lineHashes(' a\nb\n  \t\tc\n d'), [
    '271789c17abda88f:1',
    '54703d4cd895b18:1',
    '180aee12dab6264:1',
    'a23a3dc5e078b07b:1',
  ])
  assert.equal(lineHashes(' hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End'), [
    '8b7cf3e952e7aeb2:1',
    'b1ae1287ec4718d9:1',
    'bff680108adb0fcc:1',
    'c6805c5e1288b612:1',
    'b86d3392aea1be30:1',
    'e6ceba753e1a442:1',
  ])
  for (const end of ['\n', '\r', '\r\n'])
    assert.equal(lineHashes(` hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n`.replaceAll('\n', end)), [
      'e9496ae3ebfced30:1',
      'fb7c023a8b9ccb3f:1',
      'ce8ba1a563dcdaca:1',
      'e20e36e16fcb0cc8:1',
      'b3edc88f2938467e:1',
      'c8e28b0b4002a3a0:1',
      'c129715d7a2bc9a3:1',
    ])
  assert.equal(lineHashes('Lorem ipsum dolor sit amet.\n'.repeat(10)).slice(4), [
    'a7f2ff13bc495cf2:5',
    'a7f2ff13bc495cf2:6',
    'a7f2ff1481e87703:1',
    'a9cf91f7bbf1862b:1',
    '55ec222b86bcae53:1',
    'cc97dc7b1d7d8f7b:1',
    'c129715d7a2bc9a3:1',
  ])
})

test.run()
