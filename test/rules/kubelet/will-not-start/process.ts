import type { RowCase } from '../../../support/start-up-test.js'

const KUBECONFIG = '--kubeconfig=/etc/kubernetes/kubelet.conf'
const unit = (watchdog: string) => ({
  files: {
    '/etc/systemd/system/kubelet.service.d/10-own.conf': `[Service]\nWatchdogSec=${watchdog}\n`,
  },
})

/** Flags, the unit, and what the kubelet sets up last. */
export const CASES: Readonly<Record<string, RowCase | readonly RowCase[]>> = {
  'node-label-syntax': {
    bad: ['--node-labels=pool=a_'],
    at: 'pool=a_',
    good: [[['--node-labels=pool=a,empty=,example.com/x=y_z'], ['--node-labels=pool']]],
    fineIn: ['1.22'],
  },
  'drop-in-alpha-gate': {
    version: '1.28',
    bad: { dropIn: 'maxPods: 5' },
    at: '--config-dir=/etc/kubernetes/kubelet.conf.d',
    good: { dropIn: 'maxPods: 5', environment: { KUBELET_CONFIG_DROPIN_DIR_ALPHA: '1' } },
    fineIn: ['1.30'],
  },
  logging: [
    {
      bad: 'logging: {format: yaml}',
      at: 'format: yaml',
      good: [['logging: {format: json}', 'logging: {format: ""}']],
    },
    { bad: ['--logging-format=yaml'], at: '--logging-format=yaml', good: ['--logging-format=text'] },
    {
      bad: 'logging: {format: json}\nfeatureGates: {LoggingBetaOptions: false}',
      at: 'format: json',
      says: 'LoggingBetaOptions',
      good: 'logging: {format: text}\nfeatureGates: {LoggingBetaOptions: false}',
    },
    { bad: 'logging: {verbosity: 3000000000}', at: 'verbosity: 3000000000', good: 'logging: {verbosity: 10}' },
    {
      bad: 'logging: {flushFrequency: -1s}',
      at: 'flushFrequency: -1s',
      good: [['logging: {flushFrequency: 0s}', 'logging: {flushFrequency: 1s}']],
    },
    {
      bad: ['--log-flush-frequency=0'],
      at: '--log-flush-frequency=0',
      good: ['--log-flush-frequency=1s'],
      fineIn: ['1.22'],
    },
    {
      bad: 'logging: {vmodule: [{filePattern: "a=b", verbosity: 1}]}',
      at: 'filePattern: "a=b"',
      good: 'logging: {vmodule: [{filePattern: a*, verbosity: 1}]}',
    },
    { bad: ['--vmodule=reflector'], at: 'reflector', good: ['--vmodule=reflector=4,a=1'] },
    {
      bad: 'logging:\n  format: json\n  vmodule: [{filePattern: a, verbosity: 1}]',
      at: 'vmodule',
      good: 'logging:\n  format: json\n  vmodule: []',
    },
    {
      bad: ['--logging-format=json', '--vmodule=a=1'],
      at: '--vmodule=a=1',
      good: ['--logging-format=text', '--vmodule=a=1'],
    },
    {
      bad: 'logging: {options: {json: {infoBufferSize: 1Mi}}}',
      at: 'infoBufferSize: 1Mi',
      good: [
        [
          'logging: {options: {json: {infoBufferSize: 0}}}',
          'logging: {options: {json: {infoBufferSize: 1Mi}}}\nfeatureGates: {LoggingAlphaOptions: true}',
          // its flag takes that back
          'logging: {options: {json: {splitStream: true}}}',
        ],
      ],
    },
    { bad: ['--log-text-split-stream'], at: '--log-text-split-stream', good: ['--log-text-split-stream=false'] },
  ],
  'lock-contention': {
    bad: ['--exit-on-lock-contention'],
    at: '--exit-on-lock-contention',
    good: ['--exit-on-lock-contention', '--lock-file=/run/kubelet.lock'],
  },
  'node-ip': [
    {
      bad: ['--node-ip=10.0.0.1,10.0.0.2'],
      at: '--node-ip=10.0.0.1,10.0.0.2',
      // what is no address is left out
      good: [[['--node-ip=10.0.0.1,fd00::1'], ['--node-ip=10.0.0.1,eth0'], ['--node-ip=::']]],
    },
    { bad: ['--node-ip=0.0.0.0,::'], at: '--node-ip=0.0.0.0,::', good: ['--node-ip=0.0.0.0'] },
    {
      version: '1.26',
      bad: ['--node-ip=10.0.0.1,fd00::1', '--cloud-provider=external'],
      at: '--node-ip=10.0.0.1,fd00::1',
      good: ['--node-ip=10.0.0.1', '--cloud-provider=external'],
      fineIn: ['1.27', '1.37'],
    },
  ],
  'webhook-without-client': [
    {
      bad: 'authorization: {mode: Webhook}',
      at: 'mode: Webhook',
      good: { config: 'authorization: {mode: Webhook}', flags: [KUBECONFIG] },
    },
    {
      bad: 'authentication: {webhook: {enabled: true}}',
      at: 'enabled: true',
      good: 'authentication: {webhook: {enabled: false}}\nauthorization: {mode: AlwaysAllow}',
    },
  ],
  'authorization-mode': {
    bad: 'authorization: {mode: RBAC}',
    at: 'mode: RBAC',
    good: 'authorization: {mode: AlwaysAllow}',
  },
  'system-cgroups-slash': {
    bad: 'systemCgroups: /\ncgroupRoot: /',
    at: 'systemCgroups: /',
    good: 'systemCgroups: /system\ncgroupRoot: /',
  },
  'unsafe-sysctl-pattern': [
    {
      bad: 'allowedUnsafeSysctls: [vm.swappiness]',
      at: 'vm.swappiness',
      good: 'allowedUnsafeSysctls: ["kernel.msg*", net.ipv4.*, net/core/somaxconn]',
    },
    {
      version: '1.36',
      bad: 'allowedUnsafeSysctls: [user.max_user_namespaces, kernel.domainname]',
      at: ['user.max_user_namespaces', 'kernel.domainname'],
      good: 'allowedUnsafeSysctls: [kernel.sem]',
      fineIn: ['1.37'],
    },
    {
      bad: ['--allowed-unsafe-sysctls=net.*.x'],
      at: 'net.*.x',
      good: ['--allowed-unsafe-sysctls=net.*'],
    },
  ],
  'change-detection': {
    bad: { config: 'configMapAndSecretChangeDetectionStrategy: Poll', flags: [KUBECONFIG] },
    at: 'configMapAndSecretChangeDetectionStrategy: Poll',
    // one without API server does not look at it
    good: [
      [
        'configMapAndSecretChangeDetectionStrategy: Poll',
        { config: 'configMapAndSecretChangeDetectionStrategy: Get', flags: [KUBECONFIG] },
      ],
    ],
  },
  'sync-frequency': [
    { bad: 'syncFrequency: -1s', at: 'syncFrequency: -1s', good: 'syncFrequency: 0s' },
    { bad: ['--sync-frequency=0'], at: '--sync-frequency=0', good: ['--sync-frequency=1s'] },
  ],
  'runtime-timeout': [
    {
      bad: 'runtimeRequestTimeout: -1s',
      at: 'runtimeRequestTimeout: -1s',
      // there it is the default
      good: [['runtimeRequestTimeout: 0s', { config: '', dropIn: 'runtimeRequestTimeout: 0s' }]],
    },
    {
      bad: ['--runtime-request-timeout=0s'],
      at: '--runtime-request-timeout=0s',
      good: ['--runtime-request-timeout=1s'],
    },
  ],
  'root-dir': [
    {
      bad: ['--root-dir=var/lib/kubelet'],
      at: '--root-dir=var/lib/kubelet',
      good: ['--root-dir=/var/lib/../lib/kubelet'],
    },
    { bad: ['--root-dir='], at: '--root-dir=', good: ['--root-dir=C:\\var\\lib\\kubelet'] },
  ],
  watchdog: { bad: unit('500ms'), at: '500ms', good: '', fineIn: ['1.31'] },
  tls: [
    {
      bad: 'tlsCipherSuites: [TLS_RSA_WITH_NULL]',
      at: 'TLS_RSA_WITH_NULL',
      good: 'tlsCipherSuites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256]',
    },
    { bad: ['--tls-min-version=TLS12'], at: '--tls-min-version=TLS12', good: ['--tls-min-version=VersionTLS12'] },
    {
      bad: 'tlsCurvePreferences: [29, 28]',
      at: '28',
      good: 'tlsCurvePreferences: [29]',
      fineIn: ['1.34'],
    },
  ],
  'tls-http2': [
    {
      bad: 'tlsCipherSuites: [TLS_RSA_WITH_AES_128_GCM_SHA256, TLS_AES_128_GCM_SHA256]',
      at: 'tlsCipherSuites',
      good: 'tlsCipherSuites: [TLS_RSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256]',
    },
    {
      bad: ['--tls-cipher-suites=TLS_AES_128_GCM_SHA256'],
      at: '--tls-cipher-suites=TLS_AES_128_GCM_SHA256',
      good: ['--tls-cipher-suites=TLS_AES_128_GCM_SHA256', '--tls-min-version=VersionTLS13'],
    },
    {
      bad: 'tlsCipherSuites: [TLS_RSA_WITH_AES_128_GCM_SHA256]',
      at: 'tlsCipherSuites',
      good: 'tlsCipherSuites: [TLS_RSA_WITH_AES_128_GCM_SHA256]\nenableServer: false',
    },
  ],
}
