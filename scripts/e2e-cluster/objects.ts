export type Json =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Json[]
  | {
      /** What is undefined is left out. */
      readonly [key: string]: Json
    }

export interface KubernetesObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string; readonly [key: string]: Json }
  readonly status?: Json
  readonly [key: string]: Json
}

/** Objects in the order they are made, each with the collection it is posted to. */
export type Objects = readonly { readonly path: string; readonly object: KubernetesObject }[]
