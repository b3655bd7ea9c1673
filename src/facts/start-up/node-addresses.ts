/** What a kubelet makes of `--node-ip` (component-helpers node/util/ips.go): what is no address is logged and left out. */
export interface NodeAddresses {
  readonly count: number
  /** One of each family. */
  readonly isPair: boolean
  /** `0.0.0.0` or `::` is among them. */
  readonly hasUnspecified: boolean
}

type Family = 4 | 6

export function nodeAddresses(text: string): NodeAddresses {
  const found = text
    .split(',', 100)
    .map(part => part.trim())
    .filter(part => familyOf(part) !== undefined)
  return {
    count: found.length,
    isPair: found.length === 2 && familyOf(found[0] ?? '') !== familyOf(found[1] ?? ''),
    hasUnspecified: found.some(part => /^(?:[0:]+|0+(?:\.0+){3})$/.test(part)),
  }
}

/** Undefined for what is no address. An IPv4 address in the notation of IPv6 is one of IPv4. */
function familyOf(text: string): Family | undefined {
  if (isV4(text)) return 4
  if (!/^[\da-f:.]{2,45}$/i.test(text) || !text.includes(':')) return undefined
  const tail = text.slice(text.lastIndexOf(':') + 1)
  const whole = tail.includes('.') ? `${text.slice(0, text.lastIndexOf(':') + 1)}0:0` : text
  if (tail.includes('.') && !isV4(tail)) return undefined
  const [front = '', back, more] = whole.split('::')
  if (more !== undefined) return undefined
  const groups = [front, back ?? ''].flatMap(part => (part === '' ? [] : part.split(':')))
  const isWhole = back === undefined ? groups.length === 8 : groups.length < 8
  if (!isWhole || !groups.every(group => /^[\da-f]{1,4}$/i.test(group))) return undefined
  return /^::ffff:[\d.]+$/i.test(text) ? 4 : 6
}

/** Zeros in front are read over (k8s.io/utils net.ParseIPSloppy). */
const isV4 = (text: string): boolean =>
  /^\d{1,9}(?:\.\d{1,9}){3}$/.test(text) && text.split('.').every(part => Number(part) <= 255)
