import type { RowCase } from '../start-up-test.js'

type Cases = Readonly<Record<string, RowCase | readonly RowCase[]>>

/** What kube-apiserver, kube-controller-manager and kube-scheduler check alike. */
export const CONTROL_PLANE: Cases = {
  'hidden-metrics': [
    {
      bad: ['--show-hidden-metrics-for-version=1.35'],
      at: '--show-hidden-metrics-for-version=1.35',
      says: 'that is 1.36',
      good: [[['--show-hidden-metrics-for-version=1.36']], [['--show-hidden-metrics-for-version=']]],
      fineIn: ['1.36'],
    },
    {
      version: '1.22',
      bad: ['--show-hidden-metrics-for-version=v1.21'],
      at: '--show-hidden-metrics-for-version=v1.21',
      good: ['--show-hidden-metrics-for-version=1.21'],
    },
  ],
  'metric-labels': [
    {
      bad: ['--allow-metric-labels=a=b'],
      at: '--allow-metric-labels=a=b',
      says: '`a`',
      good: [
        [['--allow-metric-labels=metric,label=b']],
        [["--allow-metric-labels=metric,label='v1,v2'", '--allow-metric-labels=other,label=v1,v2']],
        [['--allow-metric-labels="metric,label=v1","metric,other=v2"']],
      ],
    },
    {
      bad: ['--allow-metric-labels=', '--v=2'],
      at: '--allow-metric-labels=',
      says: 'no map',
      good: ['--v=2'],
      byName: true,
    },
    {
      version: '1.25',
      bad: ['--allow-metric-labels=metric,label=v1,metric,other=v2'],
      at: '--allow-metric-labels=metric,label=v1,metric,other=v2',
      good: ['--allow-metric-labels=metric,label=v1', '--allow-metric-labels=metric,other=v2'],
    },
  ],
  'disabled-metrics': {
    bad: ['--disabled-metrics=scheduler_pending_pods,my-metric'],
    at: '--disabled-metrics=scheduler_pending_pods,my-metric',
    good: [[['--disabled-metrics=scheduler_pending_pods']], [['--disabled-metrics=']]],
    fineIn: ['1.35'],
  },
  'uid-headers': [
    {
      bad: ['--requestheader-uid-headers=X-Uid'],
      at: 'X-Uid',
      says: 'X-Remote-Uid',
      good: [[['--requestheader-uid-headers=x-remote-uid,X-Uid']], [['--requestheader-uid-headers=']]],
    },
    {
      version: '1.32',
      bad: ['--requestheader-uid-headers=X-Remote-Uid'],
      at: 'X-Remote-Uid',
      says: 'the gate',
      good: ['--requestheader-uid-headers=X-Remote-Uid', '--feature-gates=RemoteRequestHeaderUID=true'],
    },
  ],
  'blank-header': {
    bad: ['--requestheader-allowed-names=front-proxy,,other'],
    at: '',
    good: [
      [['--requestheader-allowed-names=front-proxy,other']],
      [['--requestheader-allowed-names=', '--requestheader-group-headers=']],
    ],
    byName: true,
  },
  'emulated-version': [
    {
      bad: ['--emulated-version=kube=1.33'],
      at: 'kube=1.33',
      says: 'from 1.34 to 1.37',
      good: [
        [['--emulated-version=1.34']],
        [['--emulated-version=kube=v1.36.0']],
        [['--emulated-version=']],
        [['--emulated-version=1.37']],
      ],
      fineIn: ['1.36', '1.33'],
    },
    { bad: ['--emulated-version=1.38'], at: '1.38', good: ['--emulated-version=1.37'] },
    { version: '1.34', bad: ['--emulated-version=1.30'], at: '1.30', good: ['--emulated-version=1.31'] },
    { version: '1.32', bad: ['--emulated-version=1.30'], at: '1.30', good: ['--emulated-version=1.31'] },
    { bad: ['--emulated-version=1.36.1'], at: '1.36.1', says: 'patch', good: ['--emulated-version=1.36'] },
    { bad: ['--emulated-version=wardle=1.36'], at: 'wardle=1.36', says: '`wardle`', good: ['--emulated-version=1.36'] },
    { bad: ['--emulated-version=latest'], at: 'latest', says: 'not a version', good: ['--emulated-version=1.36'] },
    { bad: ['--emulated-version=1.36,1.35'], at: '1.35', says: 'one version', good: ['--emulated-version=1.35'] },
  ],
  'min-compatibility-version': [
    {
      bad: ['--min-compatibility-version=1.33'],
      at: '1.33',
      good: [[['--min-compatibility-version=1.34']], [['--min-compatibility-version=']]],
    },
    {
      bad: ['--min-compatibility-version=1.36', '--emulated-version=1.35'],
      at: '1.36',
      says: 'from 1.34 to 1.35',
      good: ['--min-compatibility-version=1.36'],
    },
  ],
  'emulated-gate': {
    bad: ['--emulated-version=1.36', '--feature-gates=CompositePodGroup=false'],
    at: 'CompositePodGroup=false',
    says: 'only from 1.37',
    good: [
      [['--emulated-version=1.37', '--feature-gates=CompositePodGroup=false']],
      [['--emulated-version=1.36', '--feature-gates=AllAlpha=false']],
    ],
  },
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
}

/** What those check that serve nothing on `--secure-port=0`. */
export const SERVING: Cases = {
  'tls-http2': {
    bad: ['--tls-cipher-suites=TLS_AES_128_GCM_SHA256,TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'],
    at: '--tls-cipher-suites=TLS_AES_128_GCM_SHA256,TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
    good: [
      [['--tls-cipher-suites=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384', '--tls-min-version=VersionTLS13']],
      [['--tls-cipher-suites=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384', '--disable-http2-serving=true']],
      [['--tls-cipher-suites=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384', '--secure-port=0']],
      [['--tls-cipher-suites=TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256']],
    ],
  },
  'tls-curves': [
    {
      bad: ['--tls-curve-preferences=29,99'],
      at: '99',
      good: [[['--tls-curve-preferences=29,23']], [['--tls-curve-preferences=99', '--secure-port=0']]],
    },
    {
      bad: ['--tls-curve-preferences=', '--v=2'],
      at: '--tls-curve-preferences=',
      good: ['--v=2'],
      byName: true,
    },
  ],
  'tls-pair': [
    {
      bad: ['--tls-cert-file=/etc/tls.crt'],
      at: '--tls-cert-file=/etc/tls.crt',
      says: '`--tls-private-key-file`',
      good: [
        [['--tls-cert-file=/etc/tls.crt', '--tls-private-key-file=/etc/tls.key']],
        [['--tls-cert-file=/etc/tls.crt', '--secure-port=0']],
      ],
    },
    {
      bad: ['--tls-sni-cert-key=/etc/sni.crt'],
      at: '--tls-sni-cert-key=/etc/sni.crt',
      good: ['--tls-sni-cert-key=/etc/sni.crt,/etc/sni.key:*.example.com'],
    },
  ],
  'leader-lock': [
    {
      bad: ['--leader-elect-resource-lock=lease'],
      at: '--leader-elect-resource-lock=lease',
      says: '`lease`',
      good: [
        [['--leader-elect-resource-lock=leases']],
        // these have a rule of their own
        [['--leader-elect-resource-lock=endpoints']],
        [['--leader-elect-resource-lock=lease', '--leader-elect=false']],
      ],
    },
    {
      bad: ['--leader-elect-resource-lock=', '--v=2'],
      at: '--leader-elect-resource-lock=',
      says: 'an empty text',
      good: ['--v=2'],
      byName: true,
    },
  ],
}
