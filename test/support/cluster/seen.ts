import type { IncomingHttpHeaders } from 'node:http'

/** A request as it came. */
export interface Asked {
  readonly method: string
  /** With the query. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
  /** Common name of the client's certificate. */
  readonly client?: string
  /** Which connection, counted from 1. */
  readonly connection: number
}

/** What a server has seen of its clients. */
export interface Seen {
  readonly asked: readonly Asked[]
  /** Connections that got through the handshake. */
  readonly connections: number
  /** Most requests at a time, and most of those for the settings of kubelets. */
  readonly inFlight: number
  readonly configzInFlight: number
  /** Bytes of bodies as they went over the wire. */
  readonly bytes: number
  /** Bytes that came as bodies of requests. */
  readonly received: number
}

export const CONFIGZ = /\/proxy\/configz$/
