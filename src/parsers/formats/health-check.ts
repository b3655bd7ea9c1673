import { scalarText, type Tree } from '../../model/tree.js'
import { scalar } from './fields.js'

/**
 * The target of a classic ELB's health check, cut: `SSL:6443` and `HTTPS:6443/readyz` are protocol, port and path. All
 * parts of a target that is not known are not known.
 */
export function targetParts(
  target: Tree | undefined,
): Readonly<Record<'protocol' | 'port' | 'path', Tree | undefined>> {
  const text = target === undefined ? undefined : scalarText(target)
  const found = text === undefined ? null : /^([A-Za-z]+):([^/]*)(\/.*)?$/s.exec(text.value)
  if (text === undefined || found === null) {
    const whole = text === undefined || text.known ? undefined : target
    return { protocol: whole, port: whole, path: whole }
  }
  const [, protocol = '', port = '', path] = found
  const slash = protocol.length + 1 + port.length
  return {
    protocol: scalar(text.slice(0, protocol.length)),
    port: scalar(text.slice(protocol.length + 1, slash)),
    path: path === undefined ? undefined : scalar(text.slice(slash)),
  }
}
