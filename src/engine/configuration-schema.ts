/** klint's own presets, weakest first; a rule names those it belongs to. */
export const PRESETS = ['talk', 'recommended', 'strict', 'cis', 'all'] as const
export type PresetName = (typeof PRESETS)[number]

export const SEVERITY_SETTINGS = ['off', 'info', 'warning', 'error'] as const
