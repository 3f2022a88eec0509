import type { Schema } from '../docs/make/schemas.ts'

const typeOf = (value: unknown): string =>
  value === null
    ? 'null'
    : Array.isArray(value)
      ? 'array'
      : typeof value === 'number' && Number.isInteger(value)
        ? 'integer'
        : typeof value

const isMultiple = (value: number, step: number) => {
  const decimals = Math.round(-Math.log10(step))
  return Number(value.toFixed(decimals)) === value
}

/** Where a value does not fit a schema; knows the words that `Schema` has, and no others. */
export function misfits(schema: Schema, value: unknown, at = '$'): string[] {
  const type = typeOf(value)
  const types = schema.type === undefined ? [] : [schema.type].flat()
  if (types.length > 0 && !types.includes(type) && !(type === 'integer' && types.includes('number')))
    return [`${at}: ${type}, not ${types.join(' or ')}`]
  if (schema.enum && !schema.enum.includes(value)) return [`${at}: ${JSON.stringify(value)} is not listed`]
  if (typeof value === 'string')
    return schema.pattern && !new RegExp(schema.pattern, 'u').test(value) ? [`${at}: ${value}`] : []
  if (typeof value === 'number')
    return schema.multipleOf && !isMultiple(value, schema.multipleOf) ? [`${at}: ${value}`] : []
  if (Array.isArray(value))
    return value.flatMap((v, i) => (schema.items ? misfits(schema.items, v, `${at}[${i}]`) : []))
  if (type !== 'object') return []
  const record = value as Record<string, unknown>
  const missing = (schema.required ?? [])
    .filter(key => !(key in record))
    .map(key => `${at}.${key} is missing`)
  const own = Object.entries(record).flatMap(([key, v]) => {
    const known = schema.properties?.[key] ?? schema.additionalProperties
    if (known === undefined || known === true) return []
    return known === false ? [`${at}.${key} is not known`] : misfits(known, v, `${at}.${key}`)
  })
  return [...missing, ...own]
}
