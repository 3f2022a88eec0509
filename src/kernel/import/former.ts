import { namingFields } from '../schema/register.ts'
import type { Register } from '../schema/types.ts'
import type { Directory } from '../store/directory.ts'
import { foldName } from '../store/name-index.ts'
import type { Text } from '../text.ts'

/**
 * Says that a name of before was read: `按曾用名读: 煤窑庄村 → 新煤村`. Undefined for a name of today, and for what
 * is named by more than its name: a number of before would be said once a record.
 */
export function formerSaid(
  target: Register,
  directory: Directory,
  id: number,
  text: string | undefined,
): Text | undefined {
  if (text === undefined || namingFields(target).length > 1) return undefined
  const was = directory.formerly(id, text)
  const now = directory.texts(id)[0]!
  return was === undefined || foldName(was) === foldName(now)
    ? undefined
    : { zh: `按曾用名读: ${was} → ${now}`, en: `read by a former name: ${was} → ${now}` }
}
