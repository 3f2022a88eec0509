/**
 * Households as dated changes leave them, without anything of the program: of each a list of [first day, value]
 * per field. What held before the first change stands under `always`.
 */
export const fields = ['village', 'number', 'head', 'kind', 'members'] as const
export type FieldName = (typeof fields)[number]
type Timeline = readonly (readonly [from: string, value: string])[]

/** Never changed in place, so that the same object means the same state. */
export interface House {
  readonly since: string
  readonly end: string
  readonly of: Readonly<Record<FieldName, Timeline>>
}
export type County = ReadonlyMap<number, House>

export const always = '0000-00-00'
export const never = '9999-99-99'

export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

export const house = (values: Readonly<Record<FieldName, string>>, since = always): House => ({
  since,
  end: never,
  of: Object.fromEntries(fields.map(f => [f, [[always, values[f]]]])) as unknown as House['of'],
})

export const at = (h: House, field: FieldName, day: string): string =>
  h.of[field].findLast(([from]) => from <= day)![1]
export const valuesOn = (h: House, day: string) =>
  Object.fromEntries(fields.map(f => [f, at(h, f, day)])) as Record<FieldName, string>
export const now = (h: House, field: FieldName): string => h.of[field].at(-1)![1]
export const isListed = (h: House, day: string): boolean => h.since <= day && day <= h.end
export const isChangedAfter = (h: House, day: string): boolean =>
  fields.some(f => h.of[f].some(([from]) => from > day))

/** No two neighbours alike. */
const plain = (line: Timeline): Timeline => line.filter(([, v], i) => i === 0 || line[i - 1]![1] !== v)

const put = (h: House, field: FieldName, line: Timeline): House => ({
  ...h,
  of: { ...h.of, [field]: plain(line) },
})

/** From a day on, until what was changed for a later day. */
export function changed(h: House, field: FieldName, day: string, value: string): House {
  if (at(h, field, day) === value) return h
  const line = h.of[field]
  return put(h, field, [...line.filter(([d]) => d < day), [day, value], ...line.filter(([d]) => d > day)])
}

/** Wherever the last value held without a break. */
export const corrected = (h: House, field: FieldName, value: string): House =>
  put(h, field, [...h.of[field].slice(0, -1), [h.of[field].at(-1)![0], value]])

export const renamed = (h: House, from: string, to: string): House =>
  put(
    h,
    'head',
    h.of.head.map(([d, v]) => [d, v === from ? to : v] as const),
  )

/** Who is on the list on a day, one text each. */
export const listOn = (county: County, day: string): string[] =>
  [...county.values()]
    .filter(h => isListed(h, day))
    .map(h => fields.map(f => at(h, f, day)).join(' '))
    .sort()

/** Every day on which something begins. */
export const turningDays = (county: County): string[] =>
  [
    ...new Set(
      [...county.values()].flatMap(h => [
        ...fields.flatMap(f => h.of[f].map(([from]) => from)),
        h.since,
        ...(h.end === never ? [] : [dayAfter(h.end, 1)]),
      ]),
    ),
  ]
    .filter(day => day !== always)
    .sort()

/** A, B … Z, AA: as the columns of a spreadsheet. */
export const letters = (n: number): string =>
  n < 0 ? '' : letters(Math.floor(n / 26) - 1) + String.fromCharCode(65 + (n % 26))
