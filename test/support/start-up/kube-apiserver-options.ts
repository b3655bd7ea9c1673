import type { RowCase } from '../start-up-test.js'

const negative = (flag: string, bad: string, good: string): RowCase => ({
  bad: [`--${flag}=${bad}`],
  at: `--${flag}=${bad}`,
  good: [`--${flag}=${good}`],
  fineIn: ['1.30'],
})

export const OPTIONS: Readonly<Record<string, RowCase | readonly RowCase[]>> = {
  logging: [
    { bad: ['--logging-format=yaml'], at: '--logging-format=yaml', good: ['--logging-format=json'] },
    { bad: ['--log-flush-frequency=0s'], at: '--log-flush-frequency=0s', good: ['--log-flush-frequency=1s'] },
    { bad: ['--vmodule=reflector'], at: 'reflector', good: ['--vmodule=reflector=4'] },
    {
      bad: ['--log-text-split-stream'],
      at: '--log-text-split-stream',
      good: ['--log-text-split-stream', '--feature-gates=LoggingAlphaOptions=true'],
    },
    {
      bad: ['--log-json-info-buffer-size=1Ki'],
      at: '--log-json-info-buffer-size=1Ki',
      says: 'LoggingAlphaOptions',
      good: ['--log-json-info-buffer-size=0'],
    },
  ],
  'etcd-servers': [
    {
      bad: ['--client-ca-file=/etc/kubernetes/pki/ca.crt'],
      at: '/usr/bin/kube-apiserver \\\n  --client-ca-file=/etc/kubernetes/pki/ca.crt',
      good: [
        [['--client-ca-file=/etc/kubernetes/pki/ca.crt', '--etcd-servers=https://127.0.0.1:2379']],
        // a few flags of an example are no command line
        [['--profiling=false']],
      ],
    },
    { bad: ['--etcd-servers='], at: '--etcd-servers=', good: ['--etcd-servers=http://127.0.0.1:2379'] },
  ],
  'storage-media-type': {
    bad: ['--storage-media-type=application/cbor'],
    at: '--storage-media-type=application/cbor',
    says: '`application/cbor` is not',
    good: [[['--storage-media-type=application/json']], [['--storage-media-type=']]],
    fineIn: ['1.28'],
  },
  'encryption-reload': {
    bad: ['--encryption-provider-config-automatic-reload'],
    at: '--encryption-provider-config-automatic-reload',
    good: [
      [
        {
          flags: [
            '--encryption-provider-config-automatic-reload',
            '--encryption-provider-config=/etc/kubernetes/enc.yaml',
          ],
          files: {
            '/etc/kubernetes/enc.yaml':
              'apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources: []\n',
          },
        },
      ],
      [['--encryption-provider-config-automatic-reload=false']],
    ],
    fineIn: ['1.25'],
  },
  'inflight-negative': negative('max-requests-inflight', '-1', '0'),
  'goaway-chance': [{ ...negative('goaway-chance', '0.021', '0.02') }, { ...negative('goaway-chance', '-0.01', '0') }],
  'negative-livez-grace-period': negative('livez-grace-period', '-1s', '0s'),
  'negative-request-timeout': negative('request-timeout', '-1m', '1m'),
  'negative-min-request-timeout': negative('min-request-timeout', '-1', '0'),
  'negative-storage-initialization-timeout': negative('storage-initialization-timeout', '-1s', '0s'),
  'negative-shutdown-delay-duration': negative('shutdown-delay-duration', '-1s', '0s'),
  'negative-shutdown-watch-termination-grace-period': negative('shutdown-watch-termination-grace-period', '-1s', '0s'),
  hsts: {
    bad: ['--strict-transport-security-directives=max-age=31536000,includeSubdomains'],
    at: 'includeSubdomains',
    good: ['--strict-transport-security-directives=max-age=31536000,includeSubDomains,preload'],
    fineIn: ['1.30'],
  },
  cors: {
    bad: ['--cors-allowed-origins=http://localhost,example.com'],
    at: 'example.com',
    good: ['--cors-allowed-origins=http://localhost(:|$),^https://example.com$'],
    fineIn: ['1.30'],
  },
  'emulation-forward': [
    {
      bad: ['--emulation-forward-compatible'],
      at: '--emulation-forward-compatible',
      good: [
        [['--emulation-forward-compatible', '--emulated-version=1.36']],
        [['--emulation-forward-compatible', '--emulated-version=kube=1.36']],
        [['--emulation-forward-compatible=false']],
      ],
    },
    {
      bad: ['--runtime-config-emulation-forward-compatible=true', '--emulated-version=kube=1.37'],
      at: '--runtime-config-emulation-forward-compatible=true',
      good: ['--runtime-config-emulation-forward-compatible=true', '--emulated-version=v1.36'],
    },
  ],
  'peer-gate': {
    version: '1.34',
    bad: ['--peer-advertise-port=6443'],
    at: '--peer-advertise-port=6443',
    good: [
      [['--peer-advertise-port=6443', '--feature-gates=UnknownVersionInteroperabilityProxy=true']],
      [['--peer-ca-file=']],
    ],
    fineIn: ['1.37'],
  },
  'coordinated-leadership': [
    {
      bad: ['--coordinated-leadership-lease-duration=10s'],
      at: '--coordinated-leadership-lease-duration=10s',
      good: ['--coordinated-leadership-lease-duration=11s'],
      fineIn: ['1.33'],
    },
    {
      bad: ['--coordinated-leadership-retry-period=12s'],
      at: '--coordinated-leadership-retry-period=12s',
      good: ['--coordinated-leadership-retry-period=9s'],
    },
  ],
  'identity-lease': {
    version: '1.24',
    bad: ['--identity-lease-duration-seconds=0'],
    at: '--identity-lease-duration-seconds=0',
    good: ['--identity-lease-duration-seconds=1'],
    fineIn: ['1.26'],
  },
}
