import type { RowCase } from '../start-up-test.js'

/** With it a command line is whole. */
const ETCD = '--etcd-servers=https://127.0.0.1:2379'

export const NETWORK: Readonly<Record<string, RowCase | readonly RowCase[]>> = {
  'service-cidr': [
    {
      bad: ['--service-cluster-ip-range=10.96.0.0/12,10.112.0.0/12', ETCD],
      at: '--service-cluster-ip-range=10.96.0.0/12,10.112.0.0/12',
      good: [
        [['--service-cluster-ip-range=10.96.0.0/12,fd00:10:96::/112', ETCD]],
        [['--service-cluster-ip-range=']],
        // zeros in front are read
        [['--service-cluster-ip-range=010.096.000.000/16', ETCD]],
      ],
    },
    {
      bad: ['--service-cluster-ip-range=10.96.0.0', ETCD],
      at: '--service-cluster-ip-range=10.96.0.0',
      good: ['--service-cluster-ip-range=10.96.0.0/24', ETCD],
    },
    {
      bad: ['--service-cluster-ip-range=10.96.0.0/16,fd00::/112,fd01::/112', ETCD],
      at: '--service-cluster-ip-range=10.96.0.0/16,fd00::/112,fd01::/112',
      good: ['--service-cluster-ip-range=fd00::/112,10.96.0.0/16', ETCD],
    },
  ],
  'service-cidr-size': [
    {
      bad: ['--service-cluster-ip-range=10.96.0.0/30', ETCD],
      at: '--service-cluster-ip-range=10.96.0.0/30',
      says: '8 addresses',
      good: ['--service-cluster-ip-range=10.96.0.0/29', ETCD],
    },
    {
      version: '1.32',
      bad: ['--service-cluster-ip-range=10.0.0.0/11', ETCD],
      at: '--service-cluster-ip-range=10.0.0.0/11',
      says: '20 bits',
      good: [
        [['--service-cluster-ip-range=10.0.0.0/12', ETCD]],
        [
          [
            '--service-cluster-ip-range=10.0.0.0/8',
            ETCD,
            '--feature-gates=MultiCIDRServiceAllocator=true,DisableAllocatorDualWrite=true',
          ],
        ],
      ],
      fineIn: ['1.34', '1.37'],
    },
    {
      version: '1.30',
      bad: ['--service-cluster-ip-range=fd00::/64', ETCD],
      at: '--service-cluster-ip-range=fd00::/64',
      good: ['--service-cluster-ip-range=fd00::/64', ETCD, '--feature-gates=MultiCIDRServiceAllocator=true'],
    },
  ],
  'service-cidr-family': {
    bad: ['--service-cluster-ip-range=fd00::/112,10.96.0.0/16', ETCD, '--advertise-address=10.0.0.1'],
    at: '--service-cluster-ip-range=fd00::/112,10.96.0.0/16',
    says: '10.0.0.1',
    good: [
      [['--service-cluster-ip-range=10.96.0.0/16,fd00::/112', ETCD, '--advertise-address=10.0.0.1']],
      [
        [
          '--service-cluster-ip-range=fd00::/112',
          ETCD,
          '--advertise-address=10.0.0.1',
          '--endpoint-reconciler-type=none',
        ],
      ],
      // whatever address the host has
      [['--service-cluster-ip-range=fd00::/112', ETCD, '--advertise-address=0.0.0.0']],
    ],
    fineIn: ['1.27'],
  },
  'service-node-port': [
    {
      bad: ['--kubernetes-service-node-port=8443'],
      at: '--kubernetes-service-node-port=8443',
      says: '30000-32767',
      good: [
        [['--kubernetes-service-node-port=30443']],
        [['--kubernetes-service-node-port=0']],
        [['--kubernetes-service-node-port=8443', '--service-node-port-range=8000-9000']],
        [['--kubernetes-service-node-port=8443', '--service-node-port-range=8000+1000']],
      ],
    },
  ],
  'node-port-range': [
    {
      bad: ['--service-node-port-range=30000-'],
      at: '--service-node-port-range=30000-',
      good: [
        [['--service-node-port-range=30000-32767']],
        [['--service-node-port-range=30000+100']],
        [['--service-node-port-range=30000']],
        [['--service-node-port-range=']],
      ],
    },
    {
      bad: ['--service-node-port-range=32767-30000'],
      at: '--service-node-port-range=32767-30000',
      good: ['--service-node-port-range=0-0'],
    },
    {
      bad: ['--service-node-port-range=1-65536'],
      at: '--service-node-port-range=1-65536',
      good: ['--service-node-port-range=1-65535'],
    },
  ],
  'apiserver-count': {
    bad: ['--apiserver-count=0'],
    at: '--apiserver-count=0',
    good: ['--apiserver-count=1'],
  },
  'reconciler-word': {
    bad: ['--endpoint-reconciler-type=leases'],
    at: '--endpoint-reconciler-type=leases',
    good: ['--endpoint-reconciler-type=lease'],
  },
  'secure-port': [
    { bad: ['--secure-port=0'], at: '--secure-port=0', good: ['--secure-port=1'], fineIn: ['1.10'] },
    { bad: ['--secure-port=65536'], at: '--secure-port=65536', good: ['--secure-port=65535'] },
  ],
  'insecure-port': {
    version: '1.22',
    bad: ['--insecure-port=8080'],
    at: '--insecure-port=8080',
    good: ['--insecure-port=0'],
    fineIn: ['1.19'],
  },
}
