import type { Facts } from '../cli/facts.ts'
import { refuse } from '../errors.ts'
import type { Register } from '../schema/types.ts'
import type { SheetRow } from '../sheet/csv.ts'
import { fitting, type HeaderHints } from '../sheet/header.ts'
import type { Mapping } from '../sheet/header-mapping.ts'
import { counted, type Text } from '../text.ts'

const most = 3

/**
 * The registers that know most headers of a sheet, as the next step of a refusal: which they are, how many columns they
 * know, and where their own sheets come from. Undefined if none knows any.
 */
function nearestRegisters(
  { registers }: Facts,
  head: readonly SheetRow[],
  asked: HeaderHints,
): Text | undefined {
  const fits = fitting(
    registers.filter(r => !r.process && r.name !== 'setting'),
    head,
    asked,
  ).filter(f => f.reading.matched * 3 >= f.reading.texts.filter(t => t !== '').length)
  const [best] = fits
  if (!best) return undefined
  const shown = fits.filter(f => f.reading.matched * 2 > best.reading.matched).slice(0, most)
  const count = (f: (typeof fits)[number]) => f.reading.texts.filter(t => t !== '').length
  const zh = shown.map(
    f => `${f.register.label.zh} (${f.register.name}) 认得 ${count(f)} 栏中的 ${f.reading.matched} 栏`,
  )
  const en = shown.map(f => `${f.register.name} knows ${f.reading.matched} of ${counted(count(f), 'column')}`)
  const { name } = best.register
  return {
    zh: `最接近的台账: ${zh.join('、')}; 空白表: cun ${name} template`,
    en: `nearest: ${en.join(', ')}; cun ${name} template gives a blank sheet`,
  }
}

/** Refuses a sheet without a known header, and names the registers that are nearest. */
export function refuseUnrecognised(
  facts: Facts,
  label: Text | string,
  registers: readonly Register[],
  head: readonly SheetRow[],
  asked: HeaderHints,
): never {
  const { zh, en } = typeof label === 'string' ? { zh: label, en: label } : label
  const [only, ...others] = registers
  const near = nearestRegisters(facts, head, asked)
  if (!only || others.length > 0) {
    return refuse(
      'input',
      'import.unknown-register',
      { zh: `认不出 ${zh} 是哪一种表`, en: `cannot tell which register ${en} belongs to` },
      near
        ? {
            zh: `${near.zh}; 核对表头, 或用 --register 和 --header-row 指明`,
            en: `${near.en}; check the headers, or give --register and --header-row`,
          }
        : {
            zh: '核对表头 (cun <台账> template 给出空白表), 或用 --register 和 --header-row 指明',
            en: 'check the headers (cun <register> template gives a blank sheet), or give --register and --header-row',
          },
    )
  }
  const blank = facts.registers.includes(only) ? `cun ${only.name} template` : undefined
  return refuse(
    'input',
    'import.no-known-header',
    {
      zh: `${zh} 里找不到${only.label.zh}的表头`,
      en: `${en} has no header of the register "${only.label.en}"`,
    },
    {
      zh: `核对表头${blank ? ` (${blank} 给出空白表)` : ''}, 或用 --header-row 指明表头在第几行${near ? `; ${near.zh}` : ''}`,
      en: `check the headers${blank ? ` (${blank} gives a blank sheet)` : ''}, or give --header-row${near ? `; ${near.en}` : ''}`,
    },
  )
}

/** Refuses a sheet with unclear headers; one that its register hardly explains may be another's. */
export function refuseUnclear(
  facts: Facts,
  { zh, en }: Text,
  { register, complaints, matched, headers }: Mapping,
  head: readonly SheetRow[],
  asked: HeaderHints,
): void {
  if (complaints.length === 0) return
  const isOther = matched * 2 < headers.filter(h => h !== '').length
  const near = isOther ? nearestRegisters(facts, head, asked) : undefined
  refuse(
    'input',
    'import.headers-unclear',
    {
      zh: `${zh} 的表头有 ${complaints.length} 处问题, 未导入 (按${register.label.zh}读)`,
      en: `${en} has ${counted(complaints.length, 'unclear header')}, nothing was imported (read as ${register.label.en})`,
    },
    {
      zh: `${near ? `多数表头不认识, 也许不是${register.label.zh}: ${near.zh}; ` : ''}改正表头后再导入; 表头改不了的, 用 --map 写明哪个表头是哪一栏`,
      en: `${near ? `most headers are unknown, so it may be another sheet: ${near.en}; ` : ''}correct the headers and import again; if they cannot be changed, say with --map which column each is`,
    },
    complaints,
  )
}
