import { daysOf } from '../calendar.ts'
import { namingParent } from '../schema/register.ts'
import type { Register } from '../schema/types.ts'
import { foldName } from '../store/name-index.ts'
import type { Choice } from '../terminal/question.ts'
import { personalMasked } from '../text.ts'
import type { Facts } from './facts.ts'

/** A record to choose: its name, and what distinguishes it from namesakes. */
export interface Candidate {
  readonly id: number
  readonly name: string
  /** Its place and its term (first—last day); empty if it has none. */
  readonly place: string
  readonly term: string
  /** Every spelling by which it is found. */
  readonly spellings: readonly string[]
  /** Within the row's places, and in force on the row's day. */
  readonly fits: boolean
  /** Within the row's places. */
  readonly isInside: boolean
}

/** What the referring row already says: records that match it come first. */
export interface Around {
  /** The day on which, or the period in which, the record must be in force. */
  readonly on?: string
  /** Other records of the row that may contain it. */
  readonly places?: readonly { readonly register: Register; readonly id: number }[]
}

/** Every record of a register, those that match the row first. */
export function candidates(facts: Facts, register: Register, around: Around = {}): Candidate[] {
  const directory = facts.directories.of(register)
  const within = namingParent(register)
  const parents = within && facts.directories.of(within[1]())
  const { on, places = [] } = around
  const when = on ? daysOf(on) : undefined
  const inside = places.flatMap(p => {
    const ids = directory.inside(p.register, p.id)
    return ids ? [new Set(ids)] : []
  })
  const found = [...directory.ids()].map(id => {
    const term = directory.term(id)
    const parent = directory.parent(id)
    const isInside = inside.every(ids => ids.has(id))
    const isInForce = !term || !when || ((term[0] ?? '') <= when.to && when.from <= (term[1] ?? '9999'))
    return {
      id,
      name: personalMasked(directory.texts(id).filter(Boolean).join('  ') || directory.label(id, parent)),
      place: parent === undefined ? '' : parents!.label(parent),
      term: term?.some(day => day) ? `${term[0] ?? ''}—${term[1] ?? ''}` : '',
      spellings: directory.spellings(id),
      isInside,
      fits: isInside && isInForce,
      // Without a day of its own a row most likely means one that still exists.
      isOver: register.term !== undefined && (on ?? facts.asOf) > (term?.[1] ?? '9999'),
    }
  })
  const rank = (c: (typeof found)[number]) => Number(c.fits) * 4 + Number(c.isInside) * 2 + Number(!c.isOver)
  return found.sort((a, b) => rank(b) - rank(a))
}

export const choiceOf = ({ id, name, place, term }: Candidate): Choice => ({
  value: `#${id}`,
  name: [name, place, term].filter(Boolean).join('  '),
  short: place && !name.includes(place) ? `${name} (${place})` : name,
})

/**
 * Search over names. A term matches its characters anywhere in a name, pinyin or initials from any character
 * on (`zlw`, `zhanglaowan`), or a record number (`#12`). Returns indexes, best first: names that start with
 * the term, names that contain it, a place and a name in one word, then places.
 */
export async function finder(
  all: readonly { readonly id?: number; readonly spellings: readonly string[]; readonly place?: string }[],
): Promise<(term: string) => number[]> {
  const { match } = await import('pinyin-pro')
  const folded = all.map(c => ({
    names: c.spellings.map(foldName),
    place: c.place ? [foldName(c.place)] : [],
  }))
  // Ranks cached within one search: many records share a name.
  const known = new Map<string, number>()
  const rankOf = (name: string, word: string): number => {
    const at = name.indexOf(word)
    if (at >= 0) return at === 0 ? 0 : 1
    if (!/^[a-zü']+$/.test(word)) return 9
    const key = `${word} ${name}`
    let rank = known.get(key)
    if (rank === undefined) {
      const hit = match(name, word, { continuous: true })
      rank = hit ? (hit[0] === 0 ? 0 : 1) : 9
      known.set(key, rank)
    }
    return rank
  }
  const best = (names: readonly string[], word: string) =>
    names.reduce((least, name) => Math.min(least, rankOf(name, word)), 9)
  /** As it is written in one word: the place, then the name or number in it (`张老湾村003`). */
  const isPlaced = (names: readonly string[], [place]: readonly string[], word: string) => {
    if (place === undefined) return false
    for (let cut = word.length - 1; cut > 0; cut--) {
      const [front, rest] = [word.slice(0, cut), word.slice(cut)]
      if (place.includes(front) && names.some(name => name.startsWith(rest))) return true
    }
    return false
  }
  return term => {
    const number = /^#?(\d+)$/.exec(term.trim())
    const words = foldName(term.replace(/\s+/g, '')) ? term.split(/\s+/).map(foldName).filter(Boolean) : []
    if (words.length === 0) return all.map((_, i) => i)
    known.clear()
    const ranked = folded.flatMap(({ names, place }, i) => {
      if (number && all[i]!.id === Number(number[1])) return [{ i, rank: -1 }]
      // Every word must match: a name and its village, in any order.
      let rank = 0
      for (const word of words) {
        let own = Math.min(best(names, word), best(place, word) + 4)
        if (own >= 9 && isPlaced(names, place, word)) own = 2
        if (own >= 9) return []
        rank += own
      }
      return [{ i, rank }]
    })
    return ranked.sort((a, b) => a.rank - b.rank).map(r => r.i)
  }
}
