import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** Files by path; `{ link }` makes a symbolic link, `null` a directory. */
export type Files = Readonly<Record<string, string | Uint8Array | { readonly link: string } | null | undefined>>

/** Runs `use` in a temporary directory that holds `files`. */
export async function inTree<T>(files: Files, use: (root: string) => T | Promise<T>): Promise<T> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'klint-test-')))
  try {
    editing(root, files)
    return await use(root)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

/** Writes files of a tree, over those that are there; `undefined` removes one. */
export function editing(root: string, files: Files): void {
  for (const [name, content] of Object.entries(files)) {
    const path = join(root, name)
    mkdirSync(dirname(path), { recursive: true })
    if (content === null) mkdirSync(path, { recursive: true })
    else if (typeof content === 'string' || content instanceof Uint8Array) writeFileSync(path, content)
    else {
      rmSync(path, { force: true })
      if (content !== undefined) symlinkSync(content.link, path)
    }
  }
}
