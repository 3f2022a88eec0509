/** The two meaningful colours in print, legible on white. */
export const colours = { red: 'C00000', blue: '0047AB' } as const
