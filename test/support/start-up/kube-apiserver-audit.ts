import type { RowCase } from '../start-up-test.js'

const LOG = '--audit-log-path=/var/log/kubernetes/audit.log'
const WEBHOOK = '--audit-webhook-config-file=/etc/kubernetes/audit.kubeconfig'

export const AUDIT: Readonly<Record<string, RowCase | readonly RowCase[]>> = {
  'audit-mode': {
    bad: [LOG, '--audit-log-mode=async'],
    at: '--audit-log-mode=async',
    good: [
      [[LOG, '--audit-log-mode=blocking-strict']],
      // nobody looks at a backend that is off
      [['--audit-log-mode=async']],
    ],
  },
  'audit-batch': [
    {
      bad: [LOG, '--audit-log-mode=batch', '--audit-log-batch-buffer-size=0'],
      at: '--audit-log-batch-buffer-size=0',
      good: [
        [[LOG, '--audit-log-mode=batch', '--audit-log-batch-buffer-size=1']],
        [[LOG, '--audit-log-batch-buffer-size=0']],
        [[LOG, '--audit-log-mode=batch', '--audit-log-batch-throttle-burst=0']],
      ],
    },
    {
      bad: [WEBHOOK, '--audit-webhook-batch-throttle-burst=0'],
      at: '--audit-webhook-batch-throttle-burst=0',
      good: [WEBHOOK, '--audit-webhook-batch-throttle-burst=1'],
    },
  ],
  'audit-truncate': [
    {
      bad: [LOG, '--audit-log-truncate-max-event-size=0'],
      at: '--audit-log-truncate-max-event-size=0',
      good: [LOG, '--audit-log-truncate-max-event-size=1'],
    },
    {
      bad: [WEBHOOK, '--audit-webhook-truncate-max-batch-size=1000'],
      at: '--audit-webhook-truncate-max-batch-size=1000',
      good: [WEBHOOK, '--audit-webhook-truncate-max-batch-size=200000'],
    },
  ],
  'audit-rotation': {
    bad: [LOG, '--audit-log-maxage=-1'],
    at: '--audit-log-maxage=-1',
    good: [[[LOG, '--audit-log-maxage=0']], [['--audit-log-maxage=-1']]],
  },
}
