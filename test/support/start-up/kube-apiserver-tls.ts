import type { RowCase } from '../start-up-test.js'

export const TLS: Readonly<Record<string, RowCase | readonly RowCase[]>> = {
  'tls-names': [
    {
      bad: ['--tls-cipher-suites=TLS_AES_128_GCM_SHA256,TLS_RSA_WITH_DES_CBC_SHA'],
      at: 'TLS_RSA_WITH_DES_CBC_SHA',
      good: ['--tls-cipher-suites=TLS_AES_128_GCM_SHA256,TLS_RSA_WITH_AES_128_CBC_SHA'],
    },
    {
      version: '1.22',
      bad: ['--tls-cipher-suites=TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256'],
      at: 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
      good: ['--tls-cipher-suites=TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305'],
      fineIn: ['1.23'],
    },
  ],
  'tls-version': {
    bad: ['--tls-min-version=TLSv1.2'],
    at: '--tls-min-version=TLSv1.2',
    good: [[['--tls-min-version=VersionTLS12']], [['--tls-min-version=']]],
  },
  'tls-curves': [
    {
      bad: ['--tls-curve-preferences=29,99'],
      at: '99',
      says: 'is not known',
      good: ['--tls-curve-preferences=4588,29,23'],
    },
    {
      bad: ['--tls-curve-preferences=4588', '--tls-curve-preferences=23,4588'],
      at: '--tls-curve-preferences=23,4588',
      good: ['--tls-curve-preferences=4588', '--tls-curve-preferences=23'],
    },
  ],
  'tls-pair': [
    {
      bad: ['--tls-cert-file=/etc/tls.crt', '--etcd-servers=https://127.0.0.1:2379'],
      at: '--tls-cert-file=/etc/tls.crt',
      says: '`--tls-private-key-file`',
      good: [
        [
          [
            '--tls-cert-file=/etc/tls.crt',
            '--tls-private-key-file=/etc/tls.key',
            '--etcd-servers=https://127.0.0.1:2379',
          ],
        ],
        [['--tls-cert-file=']],
      ],
    },
    {
      bad: ['--tls-sni-cert-key=/etc/tls.crt'],
      at: '--tls-sni-cert-key=/etc/tls.crt',
      good: [
        [['--tls-sni-cert-key=/etc/tls.crt,/etc/tls.key']],
        [['--tls-sni-cert-key=/etc/tls.crt,/etc/tls.key:*.example.com,example.com']],
      ],
    },
  ],
}
