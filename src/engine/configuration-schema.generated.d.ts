export interface ValidationError {
  readonly instancePath: string
  readonly keyword: string
  readonly params: Readonly<Record<string, unknown>>
  readonly schemaPath: string
}

export declare const validate: {
  (data: unknown): boolean
  errors?: readonly ValidationError[] | null
}
