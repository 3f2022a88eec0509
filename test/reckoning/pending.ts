/**
 * Rules that the reckoning follows and the program does not yet, or that are still asked about: a difference of one
 * of these kinds is counted and named, not failed. Empty is as it should be.
 */
export const pending: readonly { readonly rule: string; readonly is: (difference: string) => boolean }[] = [
  {
    rule: 'a village without a household list: overdue prints one line, whenever the first round was due',
    is: d => d.includes('visit.firstRound') && d.endsWith('unknown'),
  },
  {
    rule: 'a request belongs to who had somebody there on the day of the visit, also when he left before its last day',
    is: d => d.includes('(visit.requests)') || / model \d: only/.test(d),
  },
]
