import { VALIDATIONS } from '../../../src/facts/start-up/etcd.js'
import rule from '../../../src/rules/etcd/will-not-start.js'
import { startUpTest } from '../../support/start-up-test.js'

const LOCAL = ['--listen-client-urls=http://127.0.0.1:2379', '--advertise-client-urls=http://127.0.0.1:2379']
const CERTIFICATES = ['--cert-file=/etc/etcd/server.crt', '--key-file=/etc/etcd/server.key']
const FILE = 'name: a\ndata-dir: /var/lib/etcd\nwal-dir: /var/lib/etcd-wal\ninitial-cluster-token: own\n'

startUpTest(rule, VALIDATIONS, {
  'election-bounds': [
    { bad: ['--election-timeout=60000'], at: '--election-timeout=60000', good: ['--election-timeout=50000'] },
    { bad: `${FILE}heartbeat-interval: 0`, at: 'heartbeat-interval: 0', good: `${FILE}heartbeat-interval: 1` },
  ],
  'bootstrap-one': [
    {
      bad: ['--initial-cluster=a=http://10.0.0.1:2380', '--discovery-srv=example.org'],
      at: '--initial-cluster=a=http://10.0.0.1:2380',
      says: '`discovery-srv`',
      good: [[['--discovery-srv=example.org'], ['--initial-cluster=a=http://10.0.0.1:2380', '--discovery-srv=']]],
    },
    {
      bad: `${FILE}initial-cluster: a=http://10.0.0.1:2380\ndiscovery: https://d.example.org/x`,
      at: 'initial-cluster: a=http://10.0.0.1:2380',
      good: `${FILE}initial-cluster: default=http://localhost:2380\ndiscovery: https://d.example.org/x`,
      fineIn: ['3.7.1'],
    },
  ],
  'cluster-state': [
    {
      bad: ['--initial-cluster-state=join'],
      at: '--initial-cluster-state=join',
      good: ['--initial-cluster-state=existing'],
    },
    {
      bad: { config: FILE, flags: ['--initial-cluster-state=join'] },
      at: '--initial-cluster-state=join',
      good: { config: FILE, flags: ['--initial-cluster-state=existing'] },
    },
    {
      bad: ['--initial-cluster-state=join', '--initial-cluster-state=new'],
      at: '--initial-cluster-state=join',
      good: ['--initial-cluster-state=existing', '--initial-cluster-state=new'],
    },
    {
      bad: `${FILE}initial-cluster-state: join`,
      at: 'initial-cluster-state: join',
      good: `${FILE}initial-cluster-state: ''`,
    },
    {
      bad: { environment: { ETCD_INITIAL_CLUSTER_STATE: 'join' } },
      at: 'ETCD_INITIAL_CLUSTER_STATE=join',
      good: { environment: { ETCD_INITIAL_CLUSTER_STATE: '' } },
      fineIn: ['3.2.32'],
    },
  ],
  'discovery-fallback': [
    {
      bad: ['--discovery-fallback=proxy'],
      at: '--discovery-fallback=proxy',
      good: [[['--discovery-fallback=exit'], `${FILE}discovery-fallback: proxy`]],
      fineIn: ['3.5.20'],
    },
  ],
  proxy: [
    { version: '3.5.20', bad: ['--proxy=yes'], at: '--proxy=yes', good: ['--proxy=readonly'] },
    { version: '3.4.23', bad: `${FILE}proxy: off`, at: 'proxy: off', good: `${FILE}proxy: 'off'` },
  ],
  'v2-deprecation': {
    bad: ['--v2-deprecation=not-yet'],
    at: '--v2-deprecation=not-yet',
    good: [
      [
        ['--v2-deprecation=write-only-drop-data'],
        `${FILE}v2-deprecation: not-yet`,
        { config: FILE, flags: ['--v2-deprecation=gone'] },
      ],
    ],
    fineIn: ['3.5.20'],
  },
  'discovery-pair': {
    bad: ['--discovery-token=x'],
    at: '--discovery-token=x',
    good: ['--discovery-token=x', '--discovery-endpoints=http://10.0.0.9:2379'],
  },
  'compaction-mode': [
    {
      bad: ['--auto-compaction-mode=hourly'],
      at: '--auto-compaction-mode=hourly',
      good: ['--auto-compaction-mode=revision'],
    },
    { bad: ['--auto-compaction-mode='], at: '--auto-compaction-mode=', good: [], fineIn: ['3.5.20'] },
  ],
  compaction: {
    bad: ['--auto-compaction-retention=1d'],
    at: '--auto-compaction-retention=1d',
    good: [
      [
        ['--auto-compaction-retention=8h'],
        ['--auto-compaction-retention=1000'],
        `${FILE}auto-compaction-retention: "8"`,
      ],
    ],
  },
  'hash-check-time': [
    {
      bad: ['--compact-hash-check-time=0s'],
      at: '--compact-hash-check-time=0s',
      good: ['--compact-hash-check-time=1s'],
    },
    {
      version: '3.5.5',
      bad: ['--experimental-compact-hash-check-time=-1s'],
      at: '--experimental-compact-hash-check-time=-1s',
      good: ['--experimental-compact-hash-check-time=1s'],
      fineIn: ['3.5.4'],
    },
  ],
  'compaction-without-mode': [
    {
      version: '3.5.20',
      bad: `${FILE}auto-compaction-retention: 5m30s`,
      at: 'auto-compaction-retention: 5m30s',
      good: [
        [
          `${FILE}auto-compaction-retention: 5m30s\nauto-compaction-mode: periodic`,
          `${FILE}auto-compaction-retention: "8"`,
          ['--auto-compaction-retention=5m30s'],
        ],
      ],
      fineIn: ['3.6.16'],
    },
  ],
  'lease-checkpoint': [
    {
      version: '3.5.9',
      bad: ['--experimental-enable-lease-checkpoint-persist'],
      at: '--experimental-enable-lease-checkpoint-persist',
      good: ['--experimental-enable-lease-checkpoint-persist', '--experimental-enable-lease-checkpoint'],
      fineIn: ['3.4.19', '3.5.1'],
    },
    {
      bad: `${FILE}feature-gates: LeaseCheckpointPersist=true`,
      at: 'LeaseCheckpointPersist=true',
      good: `${FILE}feature-gates: LeaseCheckpointPersist=true,LeaseCheckpoint=true`,
    },
    {
      bad: ['--feature-gates=LeaseCheckpointPersist=true'],
      at: 'LeaseCheckpointPersist=true',
      good: [
        [
          ['--feature-gates=LeaseCheckpointPersist=true,LeaseCheckpoint=true'],
          ['--feature-gates=LeaseCheckpointPersist=true,AllAlpha=true'],
        ],
      ],
    },
  ],
  'tls-versions': [
    {
      bad: ['--tls-min-version=TLS1.3', '--tls-max-version=TLS1.2'],
      at: '--tls-max-version=TLS1.2',
      good: ['--tls-min-version=TLS1.2', '--tls-max-version=TLS1.3'],
      fineIn: ['3.5.7', '3.4.24'],
    },
  ],
  'lease-checkpoint-logger': {
    version: '3.4.23',
    bad: ['--experimental-enable-lease-checkpoint'],
    at: '--experimental-enable-lease-checkpoint',
    good: ['--experimental-enable-lease-checkpoint', '--logger=zap'],
    fineIn: ['3.4.19', '3.5.20'],
  },
  'tls-version-name': [
    { bad: `${FILE}tls-min-version: TLS1.1`, at: 'tls-min-version: TLS1.1', good: `${FILE}tls-max-version: ''` },
  ],
  'tls-ciphers': {
    bad: ['--tls-min-version=TLS1.3', '--cipher-suites=TLS_AES_128_GCM_SHA256'],
    at: '--cipher-suites=TLS_AES_128_GCM_SHA256',
    good: ['--cipher-suites=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'],
  },
  'experimental-and-new': [
    {
      bad: ['--experimental-corrupt-check-time=1h', '--corrupt-check-time=1h'],
      at: '--experimental-corrupt-check-time=1h',
      says: '`corrupt-check-time`',
      good: ['--experimental-corrupt-check-time=1h'],
    },
    {
      bad: ['--experimental-initial-corrupt-check=true', '--feature-gates=InitialCorruptCheck=true'],
      at: '--experimental-initial-corrupt-check=true',
      good: ['--experimental-initial-corrupt-check=true', '--feature-gates=CompactHashCheck=true'],
    },
    {
      bad: ['--feature-gates=LeaseCheckpointPersist=false', '--experimental-enable-lease-checkpoint'],
      at: '--experimental-enable-lease-checkpoint',
      good: ['--feature-gates=LeaseCheckpoint=true', '--experimental-enable-lease-checkpoint-persist'],
    },
  ],
  'url-form': [
    {
      bad: ['--listen-client-urls=https://10.0.0.1', '--advertise-client-urls=http://10.0.0.1:2379', ...CERTIFICATES],
      at: 'https://10.0.0.1',
      good: LOCAL,
    },
    {
      bad: ['--initial-advertise-peer-urls=10.0.0.1:2380,http://10.0.0.1:2380/'],
      at: ['10.0.0.1:2380'.concat(','), 'http://10.0.0.1:2380/'].map(text => text.replace(/,$/, '')),
      good: ['--initial-advertise-peer-urls=http://a.example.org:2380'],
    },
    {
      bad: `${FILE}listen-metrics-urls: "tcp://0.0.0.0:2381"`,
      at: 'tcp://0.0.0.0:2381',
      good: `${FILE}listen-metrics-urls: "http://0.0.0.0:2381"`,
    },
    {
      bad: { environment: { ETCD_LISTEN_PEER_URLS: '10.0.0.1:2380' } },
      at: '10.0.0.1:2380',
      good: { environment: { ETCD_LISTEN_PEER_URLS: '' } },
      fineIn: ['3.1.20'],
    },
    {
      bad: { config: FILE, flags: ['--listen-peer-urls=http://10.0.0.1', '--advertise-client-urls=unix://a:x'] },
      at: ['http://10.0.0.1', 'unix://a:x'],
      good: {
        config: FILE,
        flags: ['--listen-peer-urls=http://a.example.org:2380', '--advertise-client-urls=unix://a:1'],
      },
    },
  ],
  'listen-urls': {
    bad: ['--listen-peer-urls=http://etcd-0.etcd:2380'],
    at: 'http://etcd-0.etcd:2380',
    good: [
      [['--listen-peer-urls=http://[::]:2380,http://localhost:2381'], ['--listen-peer-urls=unix://localhost:2380']],
    ],
    fineIn: ['3.1.20'],
  },
  'advertise-host': {
    bad: ['--advertise-client-urls=http://:2379'],
    at: 'http://:2379',
    good: ['--advertise-client-urls=http://etcd-0:2379'],
    fineIn: ['3.3.27'],
  },
  'listen-http': {
    bad: [...LOCAL, '--listen-client-http-urls=http://127.0.0.1:2379'],
    at: '--listen-client-http-urls=http://127.0.0.1:2379'.slice('--listen-client-http-urls='.length),
    good: [...LOCAL, '--listen-client-http-urls=http://127.0.0.1:2378'],
  },
  'advertise-missing': [
    {
      bad: ['--listen-client-urls=http://0.0.0.0:2379'],
      at: '--listen-client-urls=http://0.0.0.0:2379',
      good: [[LOCAL, `${FILE}listen-client-urls: http://0.0.0.0:2379`]],
    },
    {
      version: '3.5.20',
      bad: ['--listen-client-urls=http://0.0.0.0:2379', '--proxy=off'],
      at: '--listen-client-urls=http://0.0.0.0:2379',
      good: [
        [
          ['--listen-client-urls=http://0.0.0.0:2379', '--proxy=on'],
          ['--listen-client-urls=http://0.0.0.0:2379', '--discovery=https://d.example.org/x'],
        ],
      ],
    },
  ],
  'client-cert-pair': [
    {
      bad: [
        '--listen-client-urls=https://127.0.0.1:2379',
        '--advertise-client-urls=https://127.0.0.1:2379',
        '--cert-file=/etc/etcd/server.crt',
      ],
      at: '--listen-client-urls=https://127.0.0.1:2379',
      says: '`key-file`',
      good: [
        [
          [
            '--listen-client-urls=https://127.0.0.1:2379',
            '--advertise-client-urls=https://127.0.0.1:2379',
            ...CERTIFICATES,
          ],
          [
            '--listen-client-urls=https://127.0.0.1:2379',
            '--advertise-client-urls=https://127.0.0.1:2379',
            '--auto-tls',
          ],
          [...LOCAL, '--cert-file=/etc/etcd/server.crt'],
        ],
      ],
    },
    {
      bad: `${FILE}listen-client-urls: https://0.0.0.0:2379\nclient-transport-security: {cert-file: /a.crt}`,
      at: 'listen-client-urls: https://0.0.0.0:2379',
      good: `${FILE}listen-client-urls: https://0.0.0.0:2379\nclient-transport-security: {cert-file: /a.crt, key-file: /a.key}`,
    },
  ],
  'peer-cert-pair': {
    bad: ['--listen-peer-urls=https://127.0.0.1:2380'],
    at: '--listen-peer-urls=https://127.0.0.1:2380',
    says: '`peer-cert-file` and `peer-key-file`',
    good: ['--listen-peer-urls=https://127.0.0.1:2380', '--peer-auto-tls'],
  },
  logger: { bad: ['--logger=capnslog'], at: '--logger=capnslog', good: ['--logger=zap'], fineIn: ['3.4.23'] },
  'log-level': [
    { bad: ['--log-level=trace'], at: '--log-level=trace', good: ['--log-level=WARN'] },
    { bad: ['--log-level=warning'], at: '--log-level=warning', good: ['--log-level='] },
    { version: '3.4.23', bad: ['--log-level=WARN'], at: '--log-level=WARN', good: ['--log-level=dpanic'] },
    { version: '3.4.23', bad: ['--log-level=trace'], at: '--log-level=trace', good: ['--log-level=trace', '--debug'] },
    {
      version: '3.4.23',
      bad: ['--log-level=trace', '--debug', '--logger=zap'],
      at: '--log-level=trace',
      good: ['--log-level=debug', '--debug', '--logger=zap'],
    },
  ],
  'log-format': { bad: ['--log-format=text'], at: '--log-format=text', good: ['--log-format=console'] },
  'log-outputs': [
    {
      bad: ['--log-outputs=default,/var/log/etcd.log'],
      at: '--log-outputs=default,/var/log/etcd.log',
      good: ['--log-outputs=stderr,/var/log/etcd.log'],
    },
  ],
  'capnslog-outputs': [
    {
      version: '3.4.23',
      bad: ['--log-outputs=/var/log/etcd.log'],
      at: '--log-outputs=/var/log/etcd.log',
      says: 'capnslog',
      good: ['--log-outputs=/var/log/etcd.log', '--logger=zap'],
    },
  ],
  cors: [
    { bad: ['--cors='], at: '--cors=', good: [[['--cors=*'], { environment: { ETCD_CORS: '' } }]] },
    {
      bad: ['--cors=https://app.example.org'],
      at: '--cors=https://app.example.org',
      good: ['--cors=https://app.example.org:443,http://localhost:80'],
    },
    { bad: `${FILE}cors: a`, at: 'cors: a', good: [[`${FILE}cors: ''`, `${FILE}cors: '*'`, `${FILE}cors:`]] },
    {
      bad: { environment: { ETCD_CORS: '*,http://a:1' } },
      at: 'ETCD_CORS=*,http://a:1',
      good: { environment: { ETCD_CORS: '*' } },
    },
    {
      bad: { config: FILE, flags: ['--cors=a'] },
      at: '--cors=a',
      good: { config: FILE, flags: ['--cors=http://a:1'] },
    },
  ],
  'auth-token': [
    {
      bad: ['--auth-token=x'],
      at: '--auth-token=x',
      says: '`x`',
      good: [[['--auth-token=simple'], ['--auth-token=']]],
    },
    {
      version: '3.4.23',
      bad: ['--auth-token=simple,x'],
      at: '--auth-token=simple,x',
      says: 'name=value',
      good: ['--auth-token=simple,x=y'],
    },
    {
      bad: `${FILE}auth-token: jwt,priv-key=/etc/etcd/jwt.key`,
      at: 'auth-token: jwt,priv-key=/etc/etcd/jwt.key',
      says: '`sign-method`',
      good: {
        config: `${FILE}auth-token: jwt,priv-key=/etc/etcd/jwt.key,sign-method=HS256`,
        files: { '/etc/etcd/jwt.key': 'a key of the tests\n' },
      },
    },
    { bad: ['--auth-token=simple,x=y,x=z'], at: '--auth-token=simple,x=y,x=z', says: 'twice', good: [] },
  ],
  'corrupt-check-time': [
    {
      bad: ['--corrupt-check-time=-1s'],
      at: '--corrupt-check-time=-1s',
      good: ['--corrupt-check-time=0s'],
    },
    {
      bad: ['--experimental-corrupt-check-time=-1s'],
      at: '--experimental-corrupt-check-time=-1s',
      good: ['--experimental-corrupt-check-time=1h'],
      fineIn: ['3.5.20', '3.4.23'],
    },
  ],
  'tracing-sampling-rate': [
    {
      bad: ['--enable-distributed-tracing', '--distributed-tracing-sampling-rate=1000001'],
      at: '--distributed-tracing-sampling-rate=1000001',
      good: [
        [
          ['--distributed-tracing-sampling-rate=1000001'],
          ['--enable-distributed-tracing', '--distributed-tracing-sampling-rate=0'],
        ],
      ],
    },
  ],
  'tls-cipher-name': {
    bad: ['--cipher-suites=TLS_AES_128_GCM_SHA256,ECDHE-RSA-AES128-GCM-SHA256'],
    at: 'ECDHE-RSA-AES128-GCM-SHA256',
    good: ['--cipher-suites=TLS_AES_128_GCM_SHA256'],
  },
  'log-rotation': [
    {
      bad: ['--enable-log-rotation'],
      at: '--enable-log-rotation',
      good: ['--enable-log-rotation', '--log-outputs=/var/log/etcd.log'],
      fineIn: ['3.4.23'],
    },
  ],
  'log-rotation-config': [
    {
      bad: `${FILE}enable-log-rotation: true\nlog-outputs: [/a.log]\nlog-rotation-config-json: '{"maxsize": "100"}'`,
      at: `log-rotation-config-json: '{"maxsize": "100"}'`,
      says: '`maxsize` must be a whole number',
      good: `${FILE}enable-log-rotation: true\nlog-outputs: [/a.log]\nlog-rotation-config-json: '{"maxsize": 100}'`,
    },
  ],
  'file-null': [
    {
      version: '3.6.16',
      bad: `${FILE}experimental-enable-lease-checkpoint-persist: ~`,
      at: 'experimental-enable-lease-checkpoint-persist: ~',
      good: [
        [
          `${FILE}experimental-corrupt-check-time:\nlog-level: ~`,
          `${FILE}experimental-stop-grpc-service-on-defrag: ~\nexperimental-stop-grpc-service-on-defrag: true`,
        ],
      ],
      unsure: [`${FILE}experimental-enable-lease-checkpoint-persist: ~\n{{ .Key }}: 1`],
      fineIn: ['3.5.35'],
    },
    {
      version: '3.7.3',
      bad: `${FILE}peer-transport-security:`,
      at: 'peer-transport-security:',
      good: `${FILE}peer-transport-security: {}\nclient-transport-security:`,
      fineIn: ['3.5.35'],
    },
  ],
  'file-value': [
    {
      version: '3.4.31',
      bad: `${FILE}next-cluster-version-compatible: 1`,
      at: 'next-cluster-version-compatible: 1',
      good: `${FILE}next-cluster-version-compatible: true`,
      unsure: [`${FILE}next-cluster-version-compatible: 1\n{{ .Key }}: true`],
      fineIn: ['3.4.30'],
    },
    {
      bad: `${FILE}auto-compaction-retention: 8\nfeature-gates: {InitialCorruptCheck: true}\nlog-outputs: [1]`,
      at: ['auto-compaction-retention: 8', 'feature-gates', '1'],
      says: 'it takes a string',
      good: `${FILE}auto-compaction-retention: "8"\nlog-outputs: ["1"]`,
    },
    {
      bad: `${FILE}heartbeat-interval: 100ms\nelection-timeout: 1000`,
      at: 'heartbeat-interval: 100ms',
      good: `${FILE}heartbeat-interval: 100\nelection-timeout: 1000`,
    },
    {
      bad: `${FILE}quota-backend-bytes: "8589934592"`,
      at: 'quota-backend-bytes: "8589934592"',
      good: `${FILE}quota-backend-bytes: 8589934592`,
    },
    {
      bad: `${FILE}grpc-keepalive-interval: 2h`,
      at: 'grpc-keepalive-interval: 2h',
      good: `${FILE}grpc-keepalive-interval: 7200000000000`,
    },
    { bad: `${FILE}snapshot-count: -1`, at: 'snapshot-count: -1', good: `${FILE}quota-backend-bytes: -1` },
    {
      version: '3.4.25',
      bad: `${FILE}tls-max-version: yes`,
      at: 'tls-max-version: yes',
      good: `${FILE}tls-max-version: TLS1.3`,
      fineIn: ['3.4.24', '3.5.7'],
    },
    {
      bad: 'data-dir: /var/lib/etcd\nunsafe-no-fsync: 1',
      at: 'unsafe-no-fsync: 1',
      good: 'data-dir: /var/lib/etcd\nunsafe-no-fsync: true',
    },
    { bad: `${FILE}log-outputs: stderr`, at: 'log-outputs: stderr', good: `${FILE}log-outputs: [stderr]` },
    {
      bad: `${FILE}client-transport-security: {client-cert-auth: "yes"}`,
      at: 'client-cert-auth: "yes"',
      good: `${FILE}client-transport-security: {client-cert-auth: yes}\nunknown: [x]`,
    },
  ],
})
