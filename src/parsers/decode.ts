/** What a decoded file may hold at most; user data itself is bounded to 16 kB (AWS) .. 256 kB (GCP), compressed. */
const MAX_DECODED = 4 * 1024 * 1024

export type Encoding = 'plain' | 'base64' | 'gzip' | 'gzip+base64'

/** cloud-init's names (`cloudinit/config/cc_write_files.py`, canonicalize_extraction); one it does not know means plain text. */
export function encodingOf(name: string | undefined): Encoding {
  switch (name?.toLowerCase().trim()) {
    case 'gz':
    case 'gzip':
      return 'gzip'
    case 'gz+base64':
    case 'gzip+base64':
    case 'gz+b64':
    case 'gzip+b64':
      return 'gzip+base64'
    case 'b64':
    case 'base64':
      return 'base64'
    default:
      return 'plain'
  }
}

/** The text inside; undefined if it does not decode, is no text or too large. Plain gzip in YAML is a `!!binary`, so base64 as well. */
export function decode(value: string, encoding: Exclude<Encoding, 'plain'>): string | undefined {
  const compact = value.replace(/\s+/g, '')
  if (compact.length > MAX_DECODED || !/^[A-Za-z0-9+/_-]*={0,2}$/.test(compact)) return undefined
  let bytes = Buffer.from(compact, 'base64')
  if (encoding !== 'base64' || (bytes[0] === 0x1f && bytes[1] === 0x8b)) {
    const inflated = gunzip(bytes)
    if (inflated === undefined) return undefined
    bytes = inflated
  }
  const text = bytes.toString('utf8')
  return text.includes('\0') || text.includes('\uFFFD') ? undefined : text.replace(/^\uFEFF/, '')
}

let zlib: typeof import('node:zlib') | undefined

/** Loads what gzip needs, which nearly no run does; without it compressed files are not read. The dispatcher calls it where a document may hold some. */
export async function prepareDecode(): Promise<void> {
  zlib ??= await import('node:zlib')
}

function gunzip(bytes: Buffer): Buffer<ArrayBuffer> | undefined {
  try {
    return zlib && Buffer.from(zlib.gunzipSync(bytes, { maxOutputLength: MAX_DECODED }))
  } catch {
    return undefined
  }
}
