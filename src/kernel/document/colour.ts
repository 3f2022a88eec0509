/** The two colours that mean something on paper, legible on white. */
export const colours = { red: 'C00000', blue: '0047AB' } as const
