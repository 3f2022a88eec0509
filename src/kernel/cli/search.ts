import { namingParent } from '../schema/register.ts'
import type { Register } from '../schema/types.ts'
import { foldName } from '../store/name-index.ts'
import type { Choice } from '../terminal/question.ts'
import { personalMasked } from '../text.ts'
import type { Facts } from './facts.ts'

/** A record that may be chosen: what it is called, and what tells it from its namesakes. */
export interface Candidate {
  readonly id: number
  readonly name: string
  /** Its place and its term, where it has them. */
  readonly place: string
  readonly term: string
  /** Every way in which it is written. */
  readonly spellings: readonly string[]
  /** Lies in the places that the row names, and answers to its name on its day. */
  readonly fits: boolean
  /** Lies in the places that the row names. */
  readonly isInside: boolean
}

/** What a row that refers to the record says already: those that fit it come first. */
export interface Around {
  /** The day on which it must answer to its name. */
  readonly on?: string
  /** Other records of the row, within which it may lie. */
  readonly places?: readonly { readonly register: Register; readonly id: number }[]
}

/** Every record of a register; those that fit the row first. */
export function candidates(facts: Facts, register: Register, around: Around = {}): Candidate[] {
  const directory = facts.directories.of(register)
  const within = namingParent(register)
  const parents = within && facts.directories.of(within[1]())
  const { on, places = [] } = around
  const inside = places.flatMap(p => {
    const ids = directory.inside(p.register, p.id)
    return ids ? [new Set(ids)] : []
  })
  const found = [...directory.ids()].map(id => {
    const term = directory.term(id)
    const parent = directory.parent(id)
    const isInside = inside.every(ids => ids.has(id))
    const isInForce = !term || !on || ((term[0] ?? '') <= on && on <= (term[1] ?? '9999'))
    return {
      id,
      name: personalMasked(directory.texts(id).filter(Boolean).join('  ') || directory.label(id, parent)),
      place: parent === undefined ? '' : parents!.label(parent),
      term: term?.some(day => day) ? `${term[0] ?? ''}—${term[1] ?? ''}` : '',
      spellings: directory.spellings(id),
      isInside,
      fits: isInside && isInForce,
    }
  })
  const rank = (c: { fits: boolean; isInside: boolean }) => Number(c.fits) * 2 + Number(c.isInside)
  return found.sort((a, b) => rank(b) - rank(a))
}

export const choiceOf = ({ id, name, place, term }: Candidate): Choice => ({
  value: `#${id}`,
  name: [name, place, term].filter(Boolean).join('  '),
  short: place && !name.includes(place) ? `${name} (${place})` : name,
})

/**
 * Finds what people type among names: its characters anywhere in a name, its pinyin or initials from any
 * character on (`zlw`, `zhanglaowan`), a record number as `#12`. Best first: names that begin so, then names that
 * hold it, then places. Gives places in the list.
 */
export async function finder(
  all: readonly { readonly id?: number; readonly spellings: readonly string[]; readonly place?: string }[],
): Promise<(term: string) => number[]> {
  const { match } = await import('pinyin-pro')
  const folded = all.map(c => ({
    names: c.spellings.map(foldName),
    place: c.place ? [foldName(c.place)] : [],
  }))
  // Asked again with each letter: how a name fits is the same wherever it stands.
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
  return term => {
    const number = /^#?(\d+)$/.exec(term.trim())
    const words = foldName(term.replace(/\s+/g, '')) ? term.split(/\s+/).map(foldName).filter(Boolean) : []
    if (words.length === 0) return all.map((_, i) => i)
    known.clear()
    const ranked = folded.flatMap(({ names, place }, i) => {
      if (number && all[i]!.id === Number(number[1])) return [{ i, rank: -1 }]
      // Several words narrow: a name and its village, in any order.
      let rank = 0
      for (const word of words) {
        const own = Math.min(best(names, word), best(place, word) + 4)
        if (own >= 9) return []
        rank += own
      }
      return [{ i, rank }]
    })
    return ranked.sort((a, b) => a.rank - b.rank).map(r => r.i)
  }
}
