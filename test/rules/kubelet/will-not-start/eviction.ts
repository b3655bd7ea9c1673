import type { RowCase } from '../../../support/start-up-test.js'

/** Thresholds of eviction. */
export const CASES: Readonly<Record<string, RowCase | readonly RowCase[]>> = {
  'eviction-signal': [
    {
      bad: 'evictionHard: {memory.free: 1Gi}',
      at: 'memory.free: 1Gi',
      good: 'evictionHard: {pid.available: 10%, containerfs.available: 5%}',
    },
    { bad: ['--eviction-hard=memory<5%'], at: 'memory<5%', good: ['--eviction-hard=memory.available<5%'] },
    {
      version: '1.28',
      bad: 'evictionHard: {containerfs.available: 5%}',
      at: 'containerfs.available: 5%',
      good: 'evictionHard: {imagefs.available: 5%}',
      fineIn: ['1.29', '1.37'],
    },
    {
      bad: 'evictionMinimumReclaim: {memory: 1Gi}',
      at: 'memory: 1Gi',
      good: 'evictionMinimumReclaim: {memory.available: 1Gi}',
    },
  ],
  'eviction-quantity': [
    {
      bad: 'evictionHard: {memory.available: "0"}',
      at: 'memory.available: "0"',
      good: [['evictionHard: {memory.available: 0%}', 'evictionHard: {memory.available: 100%}']],
    },
    {
      bad: 'evictionHard: {memory.available: 101%}',
      at: 'memory.available: 101%',
      good: 'evictionHard: {memory.available: 99.5%}',
    },
    {
      bad: ['--eviction-hard=memory.available<100MB'],
      at: 'memory.available<100MB',
      good: ['--eviction-hard=memory.available<100M,nodefs.available<10%'],
    },
    // patches are merged entry by entry
    {
      bad: { config: 'evictionHard: {memory.available: 100Mi}', dropIn: 'evictionHard: {nodefs.available: -1Gi}' },
      at: 'nodefs.available: -1Gi',
      good: { config: 'evictionHard: {nodefs.available: -1Gi}', dropIn: 'evictionHard: {nodefs.available: 1Gi}' },
    },
  ],
  'soft-without-grace': [
    {
      bad: 'evictionSoft: {memory.available: 1Gi}',
      at: 'memory.available: 1Gi',
      good: [
        [
          'evictionSoft: {memory.available: 1Gi}\nevictionSoftGracePeriod: {memory.available: 90s}',
          'evictionSoft: {memory.available: 0%}',
        ],
      ],
    },
    {
      bad: ['--eviction-soft=memory.available<1Gi', '--eviction-soft-grace-period=nodefs.available=1m'],
      at: 'memory.available<1Gi',
      good: ['--eviction-soft=memory.available<1Gi', '--eviction-soft-grace-period=memory.available=1m'],
    },
  ],
  'grace-invalid': [
    {
      bad: 'evictionSoft: {memory.available: 1Gi}\nevictionSoftGracePeriod: {memory.available: 1d}',
      at: 'memory.available: 1d',
      good: 'evictionSoftGracePeriod: {memory.available: 0s}',
    },
    {
      bad: ['--eviction-soft-grace-period=memory.available=-1s'],
      at: 'memory.available=-1s',
      good: ['--eviction-soft-grace-period=memory.available=1s'],
    },
  ],
  'reclaim-invalid': [
    {
      bad: 'evictionMinimumReclaim: {memory.available: 0%}',
      at: 'memory.available: 0%',
      good: 'evictionMinimumReclaim: {memory.available: "0", nodefs.available: 150%}',
    },
    {
      bad: ['--eviction-minimum-reclaim=memory.available=-5Mi'],
      at: 'memory.available=-5Mi',
      good: ['--eviction-minimum-reclaim=memory.available=5Mi'],
    },
  ],
}
