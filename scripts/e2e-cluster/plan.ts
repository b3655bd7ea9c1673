import type { Json } from './objects.js'

/** Machines of one kind. */
export interface Pool {
  readonly name: string
  readonly count: number
  /** The third octet of their addresses. */
  readonly subnet: number
  readonly instanceType: string
  readonly cpu: number
  /** In MiB. */
  readonly memory: number
  /** What pods cannot have: in millicores and MiB. */
  readonly withheld: { readonly cpu: number; readonly memory: number }
  readonly kubeletVersion: string
  /** What its kubelets have set otherwise than kubeadm's template; undefined takes a field away. */
  readonly configuration: Readonly<Record<string, Json>>
}

/** What differs between the cluster of the talk and its fixed twin. */
export interface Plan {
  readonly name: string
  readonly version: string
  readonly controlPlane: Pool
  readonly pools: readonly Pool[]
  /** Flags that each apiserver has beside those of kubeadm: their number is that of the apiservers. */
  readonly apiservers: readonly (readonly string[])[]
  readonly etcd: readonly (readonly string[])[]
  readonly controllerManager: readonly string[]
  readonly autoscaler: {
    readonly version: string
    readonly flags: readonly string[]
    readonly status: AutoscalerStatus
  }
  /** Addresses behind the Service `default/kubernetes`. */
  readonly endpoints: readonly string[]
  readonly sessionAffinity: 'None' | 'ClientIP'
  /** What the ConfigMap `kubelet-config` has otherwise than kubeadm's template. */
  readonly kubeletConfig: Readonly<Record<string, Json>>
}

/** What the autoscaler says of itself; numbers of nodes, which need not be those of the plan. */
export interface AutoscalerStatus {
  readonly health: 'Healthy' | 'Unhealthy'
  readonly registered: number
  readonly ready: number
  /** For removal. */
  readonly candidates: number
}

export interface Machine {
  readonly name: string
  readonly address: string
  readonly pool: Pool
}

export function machines({ controlPlane, pools }: Pick<Plan, 'controlPlane' | 'pools'>): readonly Machine[] {
  return [controlPlane, ...pools].flatMap(pool =>
    Array.from({ length: pool.count }, (_, index) => {
      const address = `10.0.${pool.subnet}.${index + 4}`
      return { name: `ip-${address.replaceAll('.', '-')}`, address, pool }
    }),
  )
}
