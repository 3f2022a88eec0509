import { addDays } from '../kernel/calendar.ts'
import type { Facts } from '../kernel/cli/facts.ts'
import { refuse } from '../kernel/errors.ts'
import { pastOf } from '../kernel/schema/dated.ts'
import { flagOf, ownDay, ownDayField } from '../kernel/schema/register.ts'
import type { Register, Setting } from '../kernel/schema/types.ts'
import { firstDay, lastDay } from '../kernel/store/dated.ts'
import type { SettingStage } from '../kernel/store/settings.ts'
import { counted } from '../kernel/text.ts'
import type { Reset } from './setting-stages.ts'

interface Use {
  readonly word: string
  readonly records: number
  readonly since: string
  readonly until: string
}

/**
 * Refuses to drop a list word from days on which records say it, because they could not be imported again. `now`
 * are the words that stay on the days that change.
 */
export function refuseIfUsed(
  facts: Facts,
  setting: Setting,
  { changed, was }: Reset,
  now: readonly string[],
): void {
  const before = setting.field.read(was, facts.settings) as readonly string[]
  const gone = before.filter(word => !now.includes(word))
  if (gone.length === 0) return
  for (const register of facts.registers) {
    for (const [name, field] of Object.entries(register.fields)) {
      if (field.setting !== setting.name) continue
      const uses = [...usesOf(facts, register, name, gone)].filter(u => meets(u, changed))
      const word = gone.find(w => uses.some(u => u.word === w))
      if (word === undefined) continue
      const of = uses.filter(u => u.word === word)
      const records = of.reduce((sum, u) => sum + u.records, 0)
      const { until } = of[0]!
      const day = until < facts.asOf && ownDayField(register) === undefined ? ` --as-of ${until}` : ''
      const list = `cun ${register.name.replace(/past$/, '')} list --${flagOf(name)} ${word}${day}`
      const isOver = changed.since === firstDay && of.every(u => u.until < facts.asOf)
      refuse(
        'input',
        'settings.word-in-use',
        {
          zh: `${setting.name} 不能去掉“${word}”: ${records} 条${register.label.zh}记录写着它`,
          en: `${setting.name} cannot drop "${word}": it is used in ${counted(records, register.label.en)}`,
        },
        {
          zh: `先把这些记录的${field.label.zh}改掉: ${list}${isOver ? '; 只自某日起去掉的, 加 --on 日期' : ''}`,
          en: `change these records first: ${list}${isOver ? '; to drop it from a day on, add --on DATE' : ''}`,
        },
      )
    }
  }
}

const meets = (a: Pick<SettingStage, 'since' | 'until'>, b: SettingStage) =>
  a.since <= b.until && b.since <= a.until

/** The days on which records say these words: each its own day, or those on which its value holds. */
function* usesOf(facts: Facts, register: Register, name: string, words: readonly string[]): Generator<Use> {
  const field = register.fields[name]!
  const own = ownDayField(register)
  const past = pastOf(register)
  // An earlier value holds up to its day; a stored one up to the last day of its record.
  const until = own
    ? `t."${own}"`
    : 'until' in register.fields
      ? 't."until"'
      : register.term
        ? `t."${register.term[1]}"`
        : 'null'
  const values = 'until' in register.fields && !past ? register.name : past?.name
  const before =
    values && !own
      ? `(select max(q."until") from main."${values}" q where q.record = ${past ? 't.id' : 't.record and q."until" < t."until"'})`
      : 'null'
  const value = field.many ? 'e.value' : `t."${name}"`
  const rows = facts.db
    .prepare(
      `select ${value} as word, ${until} as until, ${before} as before, count(*) as records
       from main."${register.name}" t${field.many ? `, json_each(t."${name}") e` : ''}
       where ${value} in (select value from json_each(?)) group by 1, 2, 3 order by 2, 3`,
    )
    .iterate(JSON.stringify(words)) as Iterable<{
    word: string
    until: string | null
    before: string | null
    records: number
  }>
  for (const row of rows) {
    const day = own ? ownDay(register, row.until) : undefined
    yield {
      word: row.word,
      records: row.records,
      since: day ?? (row.before === null ? firstDay : addDays(row.before, 1)),
      until: day ?? row.until ?? lastDay,
    }
  }
}
