import type { Component } from '../model/component.js'
import type { Assignment } from '../model/setting.js'
import { atLeast, before } from '../model/version.js'

/** `heartbeat-interval` -> `ETCD_HEARTBEAT_INTERVAL` (etcd pkg/flags FlagToEnv). */
export const variableOfFlag = (flag: string): string => `ETCD_${flag.toUpperCase().replaceAll('-', '_')}`

/** 3.0 to 3.2 read a variable they cannot parse as none: the next one that parses takes the error away (pkg/flags, SetFlagsFromEnv). */
export const isSkipped = ({ version }: Pick<Component, 'version'>, by: Assignment | undefined): boolean =>
  by?.layer === 'environment' && atLeast(version, '3.0') && before(version, '3.3')
