import type { Component } from '../model/component.js'
import type { Assignment } from '../model/setting.js'

const RESERVED: readonly string[] = ['kubeReserved', 'systemReserved']

/**
 * Whether a running kubelet shows something of its own in place of what it was given. With `reservedSystemCPUs` it takes `cpu` out of both
 * reservations and counts the CPUs instead (cmd/kubelet/app/server.go, getReservedCPUs), and configz shows the very maps.
 */
export function isOverwritten(kubelet: Component, { key, entry }: Pick<Assignment, 'key' | 'entry'>): boolean {
  if (entry !== 'cpu' || !RESERVED.includes(key)) return false
  const cpus = kubelet.answer({ key: 'reservedSystemCPUs' })
  return cpus?.state === 'set' && cpus.value !== ''
}
