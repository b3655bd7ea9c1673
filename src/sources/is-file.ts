import { statSync } from 'node:fs'

/** Whether a path leads to a file, through links if need be; one that nobody may look at leads nowhere. */
export function isFile(path: string): boolean {
  try {
    return statSync(path).isFile()
  } catch {
    return false
  }
}
