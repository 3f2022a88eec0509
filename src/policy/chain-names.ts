import type { Facts } from '../kernel/cli/facts.ts'
import { Fault } from '../kernel/errors.ts'
import { fault } from '../kernel/schema/field.ts'
import { fold, nearest } from '../kernel/text.ts'
import { posting } from '../roster/posting.ts'
import type { Serving } from '../roster/serving.ts'
import { township } from '../roster/township.ts'
import { unit } from '../roster/unit.ts'
import { village } from '../roster/village.ts'
import { type Mark, markOf } from './marks.ts'

/** Who an entry names and what it says of them. */
export interface Told {
  readonly people: readonly Serving[]
  readonly mark: Mark
}

/** Words beside a name that say nothing of attendance. */
const IDLE =
  /^(?:[+＋]?1|\d+人|\d{7,}|收到|好的?|谢谢|ok|同志|(?:驻村)?(?:第一书记|工作队?队?长|副队长|队长|队员|书记|工作队员)|本人)$/i

/** Reads entries against the people expected on a day: names, places that tell namesakes apart, excuses. */
export function entryReader(facts: Facts, expected: readonly Serving[], day: string) {
  const places = placesOf(facts)
  const named = new Map<string, Serving[]>()
  for (const p of expected) named.set(fold(p.name), [...(named.get(fold(p.name)) ?? []), p])
  const names = [...named.keys()].sort((a, b) => b.length - a.length)

  /** The names in the words, and the words left. 东关社区徐静 is a name and a word. */
  function split(words: readonly string[]): { found: string[]; rest: string[] } {
    const whole = words.filter(w => named.has(fold(w)))
    if (whole.length > 0) return { found: whole.map(fold), rest: words.filter(w => !whole.includes(w)) }
    const all = fold(words.join(''))
    if (named.has(all)) return { found: [all], rest: [] }
    for (const [i, word] of words.entries()) {
      const text = fold(word)
      const name = names.find(n => n.length > 1 && (text.startsWith(n) || text.endsWith(n)))
      if (name === undefined) continue
      const left = text.startsWith(name) ? text.slice(name.length) : text.slice(0, -name.length)
      return { found: [name], rest: [...words.slice(0, i), left, ...words.slice(i + 1)] }
    }
    return { found: [], rest: [...words] }
  }

  return (text: string): Told | Fault => {
    const remarks: string[] = []
    const bare = text.replace(/[([【{]([^)\]】}]*)(?:[)\]】}]|$)/g, (_, remark: string) => {
      if (remark.trim() !== '') remarks.push(remark.trim())
      return ' '
    })
    const words = bare.split(/[\s,、;:/|@+~。.!—–-]+/).filter(w => w !== '')
    const { found, rest } = split(words)
    if (found.length === 0) return unknown(facts, words, names, places, day)
    const marks = new Set<Mark>()
    const unclear: string[] = []
    const said: string[] = []
    for (const word of [...rest, ...remarks]) {
      const mark = IDLE.test(word) ? 'present' : markOf(word, facts.settings)
      if (mark) marks.add(mark)
      else if (found.some(name => named.get(name)!.some(p => places.agrees(p, word)))) said.push(word)
      else if (places.isKnown(word)) return elsewhere(named.get(found[0]!)!, word)
      else unclear.push(word)
    }
    const mark = (['excused', 'absent', 'late'] as const).find(m => marks.has(m)) ?? 'present'
    // What stands beside an excuse is its reason.
    if (unclear.length > 0 && mark === 'present') return unclearWord(unclear[0]!)
    const people: Serving[] = []
    for (const name of new Set(found)) {
      const fits = named.get(name)!.filter(p => said.every(word => places.agrees(p, word)))
      if (fits.length !== 1)
        return fits.length === 0 ? elsewhere(named.get(name)!, said[0]!) : namesakes(fits)
      people.push(fits[0]!)
    }
    return people.length > 1 && mark !== 'present' ? several : { people, mark }
  }
}

/** Whether a word means the village, township or unit of a person, or any at all. */
function placesOf({ directories }: Facts) {
  const [villages, townships, units] = [village, township, unit].map(r => directories.of(r)) as [
    ReturnType<typeof directories.of>,
    ReturnType<typeof directories.of>,
    ReturnType<typeof directories.of>,
  ]
  const all = [villages, townships, units] as const
  const spelled = (p: Serving) => {
    const [v, t] = [villages.spellings(p.village), townships.spellings(p.township)].map(s => s.map(fold)) as [
      string[],
      string[],
    ]
    return [...v, ...t, ...units.spellings(p.unitId).map(fold), ...t.flatMap(a => v.map(b => a + b))]
  }
  return {
    agrees: (p: Serving, word: string) => {
      const key = fold(word)
      return spelled(p).some(s => s === key || (key.length > 1 && s.startsWith(key)))
    },
    isKnown: (word: string) =>
      all.some(of => {
        const found = of.find([word])
        return typeof found === 'number' || found.code !== 'reference.unknown'
      }),
  }
}

function unknown(
  facts: Facts,
  words: readonly string[],
  names: readonly string[],
  places: ReturnType<typeof placesOf>,
  day: string,
): Fault {
  const own = words.filter(w => !places.isKnown(w) && !IDLE.test(w))
  const word = own.find(w => nearest(fold(w), names).length > 0) ?? own[0] ?? words[0] ?? ''
  const found = facts.directories.of(posting).find([word], undefined, day)
  if (found instanceof Fault) return found
  return fault(
    'attendance.not-expected',
    '不在应到之列',
    'is not expected',
    '核对人和乡镇; 列席人员不记出勤, 删去这一行',
    'check the person and the township; guests are not recorded, delete the line',
  )
}

const label = (p: Serving) => `${p.name}（${p.villageName}）`

const elsewhere = (people: readonly Serving[], word: string) =>
  fault(
    'attendance.other-place',
    `“${word}”与花名册不符: 有 ${people.map(label).join('、')}`,
    `does not agree with the roster on "${word}": there is ${people.map(label).join(', ')}`,
    '核对是不是这个人; 村、单位写错的改正',
    'check whether this person is meant; correct the village or unit',
  )

const namesakes = (people: readonly Serving[]) =>
  fault(
    'attendance.namesakes',
    `有 ${people.length} 个同名: ${people.map(label).join('、')}`,
    `is the name of ${people.length} people: ${people.map(label).join(', ')}`,
    '在名字后面写上村',
    'write the village after the name',
  )

const unclearWord = (word: string) =>
  fault(
    'attendance.words-unclear',
    `“${word}”看不出是到了、请假还是缺席`,
    `says "${word}", which is neither came nor excused nor absent`,
    '改写作 请假、迟到、缺席; 与出勤无关的删去',
    'write 请假, 迟到 or 缺席, or delete what has nothing to do with attendance',
  )

const several = fault(
  'attendance.several-on-line',
  '一行几个人, 看不出说的是谁',
  'names several people: it is not clear of whom it says so',
  '一人一行',
  'give each a line',
)
