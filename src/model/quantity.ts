/** apimachinery pkg/api/resource/suffix.go */
const SUFFIXES: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
}

const QUANTITY = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+))(?:([eE][+-]?\d{1,3})|([numkMGTPE]|[KMGTPE]i)?)$/

/**
 * Reads a resource.Quantity: `100m`, `1.5Gi`, `1e3`, `128974848`. Base units (bytes, cores); undefined if Kubernetes
 * refuses it (`1 Gi`, `1GB`, `5%`, `1K`).
 */
export function parseQuantity(text: string): number | undefined {
  if (text.length > 100) return undefined
  const found = QUANTITY.exec(text)
  if (found === null) return undefined
  const { 1: digits, 2: exponent, 3: suffix = '' } = found
  // One conversion, so that `0.1e3` and `100m` do not pick up rounding of their own.
  if (exponent !== undefined) return Number(`${digits}${exponent}`)
  const scale = SUFFIXES[suffix] ?? 1
  return scale < 1 ? Number(digits) / Math.round(1 / scale) : Number(digits) * scale
}

const BINARY: readonly string[] = ['Ei', 'Pi', 'Ti', 'Gi', 'Mi', 'Ki']

/**
 * Bytes as a person writes them: `250Mi`, `1536Mi`, `1000`; the largest binary unit that needs no fraction. What no
 * unit divides gets one decimal (`1433.6Mi`), since it is for reading.
 */
export function formatQuantity(bytes: number): string {
  if (bytes < 0) return `-${formatQuantity(-bytes)}`
  for (const unit of BINARY) {
    const size = SUFFIXES[unit] ?? 1
    if (bytes >= size && bytes % size === 0) return `${bytes / size}${unit}`
  }
  for (const unit of BINARY) {
    const size = SUFFIXES[unit] ?? 1
    if (bytes >= 10 * size) return `${Number((bytes / size).toFixed(1))}${unit}`
  }
  return String(Number(bytes.toFixed(3)))
}
