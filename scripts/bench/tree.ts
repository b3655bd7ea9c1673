import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Random, random } from './random.js'
import { COMPONENT_SHAPES, NEUTRAL_SHAPES } from './shapes.js'

/** Share of files that mention a component, as counted in public infrastructure repositories: the hard case on purpose. */
const COMPONENT_SHARE = 0.24

export interface Tree {
  readonly files: number
  readonly bytes: number
}

/** Writes a generated infrastructure repository of `count` files; the same seed gives the same bytes. */
export function writeTree(folder: string, count: number, seed = 1): Tree {
  const numbers = random(seed)
  let bytes = 0
  for (let i = 0; i < count; i++) {
    const { name, text } = file(i, numbers)
    const path = join(folder, `team${i % 37}`, `svc${Math.floor(i / 37) % 53}`, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    bytes += text.length
  }
  return { files: count, bytes }
}

function file(i: number, numbers: Random): { name: string; text: string } {
  const shapes = numbers.next() < COMPONENT_SHARE ? COMPONENT_SHAPES : NEUTRAL_SHAPES
  const total = shapes.reduce((sum, { weight }) => sum + weight, 0)
  let at = numbers.next() * total
  const shape =
    shapes.find(({ weight }) => {
      at -= weight
      return at < 0
    }) ?? shapes[0]
  // sizes as in real repositories: many small files, a few of some tens of kB
  const size = Math.min(60_000, Math.floor(300 * Math.exp(numbers.next() * 4.2)))
  return { name: `${shape.folder}/${i}-${shape.name}`, text: shape.write(numbers, size) }
}
