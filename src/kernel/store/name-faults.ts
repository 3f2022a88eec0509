import { addDays } from '../calendar.ts'
import { Fault, Unknown } from '../errors.ts'
import { namingHeader, namingParent } from '../schema/register.ts'
import type { Register } from '../schema/types.ts'
import { nearest } from '../text.ts'
import { foldName } from './name-index.ts'

/** What faults say about the records of a register. */
interface Named {
  readonly register: Register
  /** The name alone. */
  first(id: number): string
  /** The name with its parent's name. */
  qualified(id: number): string
  /** The parent's name; empty when the record has no parent. */
  placeName(id: number): string
  /** The name of a parent record; undefined when the register has no parent. */
  readonly placeNamed?: (parent: number) => string
  term(id: number): readonly [from: string | null, until: string | null] | undefined
  /** The name of the record that it was merged into. */
  successor(id: number): string | undefined
  /** Names of all records, or of those within one parent. */
  namesWithin(parent: number | undefined): Iterable<string>
}

/** Why a text matches no record or several, and what to write instead. */
export function nameFaults({
  register,
  first,
  qualified,
  placeName,
  placeNamed,
  term,
  successor,
  namesWithin,
}: Named) {
  const noun = register.label
  const terms = (ids: readonly number[]) =>
    ids
      .slice(0, 3)
      .map(id => term(id)!)
      .map(([from, until]) => `${from ?? ''}—${until ?? ''}`)
      .join('; ')
  return {
    unknown(given: readonly (string | undefined)[], parent: number | undefined): Fault {
      const text = given.find(t => t) ?? ''
      const like = nearest(foldName(text), text ? [...namesWithin(parent)] : [])
      return new Unknown(
        'reference.unknown',
        { zh: `名册中没有这个${noun.zh}`, en: `matches no ${noun.en} on record` },
        like.length > 0
          ? { zh: `是不是 ${like.join('、')}? 核对写法`, en: `did you mean ${like.join(', ')}?` }
          : {
              zh: `核对写法; 确是新的, 先登记${noun.zh}`,
              en: `check the spelling; if it is new, record the ${noun.en} first`,
            },
      )
    },
    noneThere(text: string, parent: number): Fault {
      const there = placeNamed!(parent)
      return new Unknown(
        'reference.not-there',
        { zh: `${there}没有 ${text} 的${noun.zh}`, en: `matches no ${noun.en} of ${text} in ${there}` },
        {
          zh: `核对${namingHeader(register).zh}; 还没有的, 先登记${noun.zh}`,
          en: `check it, or record the ${noun.en} first`,
        },
      )
    },
    elsewhere(ids: readonly number[], parent: number): Fault {
      const there = placeNamed!(parent)
      const places = [...new Set(ids.map(id => placeName(id) || '—'))].slice(0, 5)
      return new Fault(
        'reference.elsewhere',
        {
          zh: `不在${there}, 而在${places.join('、')}`,
          en: `is not in ${there} but in ${places.join(', ')}`,
        },
        {
          zh: `两者改一; 确指后者的, 写作 ${qualified(ids[0]!)}`,
          en: `correct one of the two; if the latter is meant, write ${qualified(ids[0]!)}`,
        },
      )
    },
    notInForce(ids: readonly number[], on: string): Fault {
      const [id] = ids
      const [into, until] = [successor(id!), term(id!)?.[1]]
      if (ids.length === 1 && into !== undefined && until && on > until) {
        const day = addDays(until, 1)
        return new Fault(
          'reference.not-in-force',
          {
            zh: `已于 ${day} 并入${into}, ${on} 不再有`,
            en: `was merged into ${into} on ${day}, before ${on}`,
          },
          {
            zh: `${day} 起的写作 ${into}; 或核对日期`,
            en: `from ${day} on write ${into}; or check the date`,
          },
        )
      }
      return new Fault(
        'reference.not-in-force',
        {
          zh: `${on} 不在期内 (${terms(ids)})`,
          en: `is not in force ${on.length === 10 ? 'on' : 'in'} ${on} (${terms(ids)})`,
        },
        on.length === 10
          ? { zh: '核对日期, 或改正起止时间', en: 'check the date, or correct the start and end' }
          : {
              zh: '核对考核期和是谁, 或改正起止时间',
              en: 'check the period and who is meant, or correct the start and end',
            },
      )
    },
    notEnded(ids: readonly number[], on: string): Fault {
      return new Fault(
        'reference.not-ended',
        { zh: `到 ${on} 还没有离任 (${terms(ids)})`, en: `had not left by ${on} (${terms(ids)})` },
        {
          zh: '核对是谁; 已离任的, 先登记其结束时间',
          en: 'check who is meant; if the person has left, first record the end of that term',
        },
      )
    },
    ambiguous(ids: readonly number[]): Fault {
      const labels = ids
        .slice(0, 5)
        .map(id => (placeNamed ? `${placeName(id) || '—'}: ${first(id)} (#${id})` : `#${id} ${first(id)}`))
      const number = `#${ids[0]!}`
      // Within one parent only their numbers distinguish namesakes.
      const isByPlace = placeNamed && new Set(ids.map(qualified)).size > 1
      const parent = isByPlace ? namingHeader(namingParent(register)![1]()) : undefined
      return new Fault(
        'reference.ambiguous',
        {
          zh: `有 ${ids.length} 个同名: ${labels.join('; ')}`,
          en: `matches ${ids.length} records: ${labels.join('; ')}`,
        },
        parent
          ? {
              zh: `写明${parent.zh}, 或写作 ${qualified(ids[0]!)}`,
              en: `give the ${parent.en}, or write ${qualified(ids[0]!)}`,
            }
          : { zh: `写记录号, 如 ${number}`, en: `give the record number, e.g. ${number}` },
      )
    },
  }
}
