import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { draw, keysOf, parseDrawing } from './drawing.js'
import { text } from './text.js'

const test = suite('drawing')

const files = new Map([
  [
    'a.yaml',
    text`
    kubelet:
      maxPods: 110
      maxPods: 500
    words: >
      one
      two
      three
    empty: ""
  `,
  ],
  ['b.service', 'ExecStart=/usr/bin/kubelet --v=2 \\\n  --max-pods=500\n'],
])
const drawing = text`
  a.yaml
      maxPods: 110
      maxPods: 500
               ~~~ many
      ~~~~~~~ key (warning)
    words: >
           ~
    ...
      three
    ~~~~~~~ folded
    empty: ""
            ^ empty
  b.service
      --max-pods=500
      ~~~~~~~~~~~~~~ flag
`

test('reads files, lines, ranges, message ids and severities', () => {
  assert.equal(keysOf(parseDrawing(drawing, files), true), [
    'a.yaml:3:3-3:10 key (warning)',
    'a.yaml:3:12-3:15 many',
    'a.yaml:4:8-7:8 folded',
    'a.yaml:8:9-8:9 empty',
    'b.service:2:3-2:17 flag',
  ])
})

test('what is drawn reads as the same marks', () => {
  const marks = parseDrawing(drawing, files)
  assert.equal(keysOf(parseDrawing(draw(marks, files), files), true), keysOf(marks, true))
})

test('a line that is not in the file, an unknown file and marks without an id are mistakes', () => {
  assert.throws(() => parseDrawing('a.yaml\n  maxPods: 7\n  ~~~ x\n', files), /no such line/)
  assert.throws(() => parseDrawing('c.yaml\n', files), /no file of this case/)
  assert.throws(() => parseDrawing('a.yaml\n  kubelet:\n  ~~~~~~~\n', files), /no message id/)
  assert.throws(() => parseDrawing('a.yaml\n  ~~~~~~~ x\n', files), /without a line/)
})

test('mistakes in indentation are named', () => {
  const throws = (drawn: string, message: RegExp) => assert.throws(() => parseDrawing(drawn, files), message)
  throws('a.yaml\n  maxPods: 110\n  ~~~ x\n', /`maxPods: 110` with an indentation of 2; it is drawn with 0/)
  throws('a.yaml\nkubelet:\n~~~~~~~ x\n', /to be a line of a\.yaml it is indented by two more/)
  throws('a.yaml\n  kubelet:\n~~~~~~~ x\n', /marks are indented by two more/)
})

test('a drawn line is searched below the one before it', () => {
  assert.throws(
    () => parseDrawing('a.yaml\n    maxPods: 500\n    maxPods: 110\n             ~~~ x\n', files),
    /no such line/,
  )
})

test('lines end without their CR', () => {
  const crlf = new Map([...files].map(([name, source]) => [name, source.replace(/\n/g, '\r\n')]))
  assert.equal(keysOf(parseDrawing(drawing, crlf), true), keysOf(parseDrawing(drawing, files), true))
})

test.run()
