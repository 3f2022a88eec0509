import type { Directory } from '../store/directory.ts'
import { foldName } from '../store/name-index.ts'
import type { Text } from '../text.ts'

/** Says that a name of before was read: `按曾用名读: 煤窑庄村 → 新煤村`. Undefined for a name of today. */
export function formerSaid(directory: Directory, id: number, text: string | undefined): Text | undefined {
  const was = text === undefined ? undefined : directory.formerly(id, text)
  const now = directory.texts(id)[0]!
  if (was === undefined || foldName(was) === foldName(now)) return undefined
  return /^\d+$/.test(was)
    ? { zh: `按以前的编号读: ${was} → ${now}`, en: `read by a former number: ${was} → ${now}` }
    : { zh: `按曾用名读: ${was} → ${now}`, en: `read by a former name: ${was} → ${now}` }
}
