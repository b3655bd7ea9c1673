import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Rule } from '../../src/model/rule.js'
import { catalog, chunks, index } from '../docs/registry.js'

/** A folder with what a bundle is made of, to be changed. */
export function copySources(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const name of ['src', 'scripts', 'rules-docs', 'package.json', 'package-lock.json'])
    cpSync(name, join(folder, name), { recursive: true })
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'))
}

/** The bundle of such a folder with these rules and no others; returns its bin. */
export function register(folder: string, rules: readonly Rule[]): string {
  rmSync(join(folder, 'src/rules/chunks'), { recursive: true, force: true })
  mkdirSync(join(folder, 'src/rules/chunks'), { recursive: true })
  for (const [path, text] of chunks(rules)) writeFileSync(join(folder, path), text)
  writeFileSync(join(folder, 'src/rules/index.ts'), index(rules))
  writeFileSync(join(folder, 'src/rules/catalog.ts'), catalog(rules))
  const { status, stderr } = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return join(folder, 'dist/klint.cjs')
}
