import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** Files by path; `{ link }` makes a symbolic link, `null` a directory. */
export type Files = Readonly<Record<string, string | Uint8Array | { readonly link: string } | null>>

/** Runs `use` in a temporary directory that holds `files`. */
export async function inTree<T>(files: Files, use: (root: string) => T | Promise<T>): Promise<T> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'klint-test-')))
  try {
    for (const [name, content] of Object.entries(files)) {
      const path = join(root, name)
      mkdirSync(dirname(path), { recursive: true })
      if (content === null) mkdirSync(path, { recursive: true })
      else if (typeof content === 'string' || content instanceof Uint8Array) writeFileSync(path, content)
      else symlinkSync(content.link, path)
    }
    return await use(root)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}
