/** How managed services size `kubeReserved`: a yardstick for clusters that size it themselves. */
export type Provider = 'gke' | 'eks' | 'aks' | 'aks-before-1.29'

export interface Machine {
  /** Bytes. */
  readonly memory: number
  readonly cores: number
  readonly maxPods: number
}

/** What is set aside: bytes and cores, fractions included. */
export interface Reservation {
  readonly memory: number
  readonly cores: number
}

const MI = 2 ** 20
const GI = 2 ** 30

/** Width of a bracket and the share of it that is reserved; the last one has no end. */
type Brackets = readonly (readonly [width: number, share: number])[]

// https://cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes
const GKE_MEMORY: Brackets = [
  [4 * GI, 0.25],
  [4 * GI, 0.2],
  [8 * GI, 0.1],
  [112 * GI, 0.06],
  [Number.POSITIVE_INFINITY, 0.02],
]

// awslabs/amazon-eks-ami nodeadm/internal/kubelet/config.go; GKE publishes the same shares.
const CPU: Brackets = [
  [1, 0.06],
  [1, 0.01],
  [2, 0.005],
  [Number.POSITIVE_INFINITY, 0.0025],
]

// MicrosoftDocs/azure-aks-docs, node resource reservations: from this many cores on, so many millicores.
const AKS_CPU: readonly (readonly [cores: number, millicores: number])[] = [
  [1, 60],
  [2, 100],
  [4, 140],
  [8, 180],
  [16, 260],
  [32, 420],
  [64, 740],
]

function inBrackets(amount: number, brackets: Brackets): number {
  let [rest, sum] = [amount, 0]
  for (const [width, share] of brackets) {
    if (rest <= 0) break
    sum += Math.min(rest, width) * share
    rest -= width
  }
  return sum
}

/** GKE sets aside 255 MiB on machines below 1 GiB. */
const gkeMemory = (memory: number): number => (memory < GI ? 255 * MI : inBrackets(memory, GKE_MEMORY))

const aksCores = (cores: number): number => (AKS_CPU.findLast(([from]) => cores >= from)?.[1] ?? 0) / 1000

/** What a provider would reserve on a machine, without its eviction threshold (100Mi; AKS before 1.29: 750Mi). */
export function reservation(provider: Provider, { memory, cores, maxPods }: Machine): Reservation {
  switch (provider) {
    case 'gke':
      return { memory: gkeMemory(memory), cores: inBrackets(cores, CPU) }
    case 'eks':
      return { memory: 255 * MI + maxPods * 11 * MI, cores: inBrackets(cores, CPU) }
    case 'aks':
      return { memory: Math.min(maxPods * 20e6 + 50e6, memory / 4), cores: aksCores(cores) }
    case 'aks-before-1.29':
      return { memory: inBrackets(memory, GKE_MEMORY), cores: aksCores(cores) }
  }
}
