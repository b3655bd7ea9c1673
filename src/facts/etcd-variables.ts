/** `heartbeat-interval` -> `ETCD_HEARTBEAT_INTERVAL` (etcd pkg/flags FlagToEnv). */
export const variableOfFlag = (flag: string): string => `ETCD_${flag.toUpperCase().replaceAll('-', '_')}`
