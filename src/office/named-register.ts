import { refuse } from '../kernel/errors.ts'
import type { Register } from '../kernel/schema/types.ts'
import { nearest } from '../kernel/text.ts'

/** The register that an option names, by its name or its Chinese label. Refuses any other. */
export function namedRegister(registers: readonly Register[], text: string): Register {
  const found = registers.find(r => r.name === text || r.label.zh === text)
  if (found) return found
  const names = registers.map(r => r.name)
  const like = nearest(text, names)
  const list = like.length > 0 ? like : names
  return refuse(
    'usage',
    'usage.unknown-register',
    { zh: `没有台账 ${text}`, en: `there is no register ${text}` },
    { zh: `可用: ${list.join('、')}`, en: `use one of ${list.join(', ')}` },
  )
}
