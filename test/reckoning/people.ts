import type { Drawn, Term } from './county.ts'
import { plusDays } from './days.ts'

/** Who served where and when, laid out so that nothing overlaps that may not. */
export interface Served {
  readonly name: string
  readonly idNumber: string
  readonly unit: number
  readonly village: number
  readonly roles: string
  readonly start: string
  readonly end: string | null
}

export const dayAt = (number: number) => plusDays('2024-01-01', number)

const surnames = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏']
const nameOf = (number: number) =>
  surnames[number % surnames.length]! + '甲乙丙丁'[Math.floor(number / surnames.length)]

/** An invented number of the right form: GB 11643, weights and check character. */
function idNumberOf(number: number): string {
  const body = `99${String(1000 + number)}19800101${String(100 + number)}`
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const sum = weights.reduce((all, weight, i) => all + weight * Number(body[i]), 0)
  return body + '10X98765432'[sum % 11]
}

const isApart = (a: Served, start: string, end: string | null) =>
  (a.end !== null && a.end < start) || (end !== null && end < a.start)

/**
 * In each village one first secretary after the other, with gaps, and beside them one team leader or member after
 * the other. Who returns is somebody with an ID number who served elsewhere, at another time.
 */
export function peopleOf(drawn: Drawn): Served[] {
  const served: Served[] = []
  let people = 0
  const lay = (terms: readonly Term[], village: number, roleOf: (term: Term) => string) => {
    let free: string | null = dayAt(-60)
    for (const term of terms) {
      if (free === null) return
      const start = plusDays(free, term.gap - 1)
      if (start > '2025-01-15') return
      const end = term.length === null ? null : plusDays(start, term.length)
      const end2 = end !== null && end > '2025-01-31' ? null : end
      const before = served.find(
        s =>
          s.idNumber &&
          served.every(o => o.name !== s.name || (o.village !== village && isApart(o, start, end2))),
      )
      const fresh = { name: nameOf(people), idNumber: term.hasId ? idNumberOf(people) : '' }
      const { name, idNumber } = term.returns && before ? before : fresh
      people += 1
      served.push({ name, idNumber, unit: term.unit, village, roles: roleOf(term), start, end: end2 })
      free = end2 === null ? null : plusDays(end2, 1)
    }
  }
  for (let v = 0; v < drawn.villages; v++) {
    lay(drawn.secretaries[v]!, v, t => (t.role === 0 ? '第一书记、工作队长' : '第一书记'))
    lay(drawn.members[v]!, v, t => (t.role === 0 ? '队员' : t.role === 1 ? '副队长' : '工作队长'))
  }
  return served
}
