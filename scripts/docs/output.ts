import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Writes generated files, or with `check` only says which of them differ. */
export class Output {
  private changed: string[] = []
  private complaints: string[] = []

  constructor(private readonly check: boolean) {}

  put(path: string, content: string): void {
    if (existsSync(path) && readFileSync(path, 'utf8') === content) return
    this.changed.push(path)
    if (this.check) return
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
  }

  /** A file that is written elsewhere. */
  note(path: string): void {
    this.changed.push(path)
  }

  remove(path: string): void {
    this.changed.push(path)
    if (!this.check) rmSync(path)
  }

  complain(what: string): void {
    this.complaints.push(what)
  }

  /** Prints what happened; the exit code. */
  done(): number {
    const say = this.check ? console.error : console.log
    for (const path of this.changed)
      say(this.check ? `${path} is stale: \`npm run docs\` writes it, commit it` : `changed ${path}`)
    for (const what of this.complaints) console.error(what)
    return this.complaints.length > 0 || (this.check && this.changed.length > 0) ? 1 : 0
  }
}
