import { listDeadlines, statuses, whatOf } from '../kernel/cli/deadlines.ts'
import { duty } from '../kernel/cli/facts.ts'
import { type Overview, paper } from '../kernel/cli/line.ts'
import { paperCell } from '../kernel/cli/record-document.ts'
import { recordOf } from '../kernel/cli/write.ts'
import { namedRecord } from '../kernel/commands/merge.ts'
import type { Cell, Document, Line } from '../kernel/document/document.ts'
import { refuse } from '../kernel/errors.ts'
import type { Row } from '../kernel/schema/types.ts'
import { records } from '../kernel/store/records.ts'
import type { Text } from '../kernel/text.ts'
import { dutiesSince } from '../roster/county.ts'
import { hasLeft, postings } from '../roster/serving.ts'
import { village } from '../roster/village.ts'
import { type Handover, handover } from './handover.ts'
import { item } from './item.ts'
import { acceptedHandovers, handoverDue, heads, placeOf } from './succession.ts'

/** A 第一书记 with a predecessor needs an accepted handover within `handover.days` of the start. */
export const handoverDuty = duty({
  name: 'handover',
  label: { zh: '轮换交接', en: 'handover' },
  next: 'cun handover start VILLAGE',
  *rows(facts, open) {
    const since = facts.settings.get(dutiesSince)
    const accepted = acceptedHandovers(facts)
    const begun = new Map(
      facts.db
        .prepare('select receiver, max(id) from handover where date <= ? group by receiver')
        .raw()
        .all(facts.asOf) as [number, number][],
    )
    for (const { posting: p, predecessor } of [...heads(facts).values()].flat()) {
      if (!predecessor || hasLeft(p, facts.asOf)) continue
      const last = handoverDue(facts, p)
      const done = accepted.get(p.id) ?? null
      if (last < since || (open && done)) continue
      const number = begun.get(p.id)
      yield {
        who: p.name,
        what: {
          zh: `接 ${predecessor.name} 的交接${number && !done ? ` (${number} 号待接收)` : ''}`,
          en: `takes over from ${predecessor.name}${number && !done ? ` (handover ${number}, not accepted)` : ''}`,
        },
        group: String(p.id),
        place: placeOf(p),
        due: last,
        done,
        next: number
          ? `cun handover accept ${number}`
          : `cun handover start ${facts.directories.of(village).label(p.village)}`,
        ...(number ? { register: 'handover', record: number } : { register: 'posting', record: p.id }),
        subject: p.id,
      }
    }
  },
})

/** Open matters of a village on as-of, from the duties of all lines except the handover itself. */
function openMatters(facts: Overview, place: readonly string[]): Line[] {
  return listDeadlines(facts, { which: 'open', place })
    .filter(i => i.duty !== handoverDuty)
    .map(i => ({ cells: [i.duty.label, whatOf(i), i.row.due, statuses[i.status], i.row.who] }))
}

const facts: readonly Exclude<keyof Handover, 'id'>[] = [
  'date',
  'place',
  'speaker',
  'notebook',
  'accepted',
  'returned',
  'returnReason',
  'note',
]

/** 交接清单: parties, items, open matters of the village, and space for signatures. */
export function handoverDocument(call: Overview, row: Row): Document {
  const place = call.db
    .prepare(`select t.name, v.name from village v join township t on t.id = v.township where v.id = ?`)
    .raw()
    .get(row.village) as [string, string]
  const people = new Map(postings(call).map(p => [p.id, p]))
  const person = (id: unknown): Cell => {
    const p = people.get(id as number)
    return p ? `${p.name}（${p.unit}, ${p.start}—${p.end ?? ''}）` : null
  }
  // Dates after as-of have not happened yet; the reason for a return is shown only with its date.
  const isLater = (name: string) =>
    (row[name === 'returnReason' ? 'returned' : name] as string) > call.asOf &&
    ['accepted', 'returned', 'returnReason'].includes(name)
  const basics: [Text, Cell][] = [
    [{ zh: '移交人', en: 'giver' }, person(row.giver)],
    [{ zh: '接交人', en: 'receiver' }, person(row.receiver)],
    [{ zh: '监交人', en: 'witness' }, row.witness as string | null],
    ...facts
      .filter(name => row[name] != null && !isLater(name))
      .map((name): [Text, Cell] => [
        handover.fields[name].label,
        paperCell(call, handover.fields[name], row[name]),
      ]),
  ]
  const items = [...records(call.db, item, 'where handover = ?', [row.id])]
  return {
    title: { zh: '驻村第一书记轮换交接清单', en: 'Handover between first secretaries' },
    subtitle: {
      zh: `${place.join('')}, 交接 ${row.id} 号, 截至 ${call.asOf}`,
      en: `${place.join(' ')}, handover ${row.id}, as of ${call.asOf}`,
    },
    tables: [
      {
        title: { zh: '一、基本情况', en: '1. Parties' },
        columns: [
          { key: 'fact', label: { zh: '项目', en: 'what' }, type: 'text' },
          { key: 'value', label: { zh: '内容', en: 'value' }, type: 'text' },
        ],
        lines: basics.map(cells => ({ cells })),
      },
      {
        title: { zh: '二、交接事项', en: '2. Items' },
        columns: [
          { key: 'place', label: { zh: '序号', en: 'no.' }, type: 'integer' },
          { key: 'name', label: item.fields.name.label, type: 'text' },
          { key: 'state', label: item.fields.state.label, type: 'text' },
          { key: 'note', label: item.fields.note.label, type: 'text' },
        ],
        lines: items.map((one, i) => ({
          cells: [
            i + 1,
            one.name as string,
            paperCell(call, item.fields.state, one.state),
            one.note as string | null,
          ],
        })),
      },
      {
        title: { zh: '三、未办结事项', en: '3. Open matters' },
        columns: [
          { key: 'duty', label: { zh: '事项', en: 'duty' }, type: 'text' },
          { key: 'what', label: { zh: '内容', en: 'what' }, type: 'text' },
          { key: 'due', label: { zh: '最后期限', en: 'last day' }, type: 'date' },
          { key: 'status', label: { zh: '状态', en: 'status' }, type: 'text' },
          { key: 'who', label: { zh: '现责任人', en: 'now responsible' }, type: 'text' },
        ],
        lines: openMatters(call, place),
      },
      {
        title: { zh: '四、签字', en: '4. Signatures' },
        columns: [
          { key: 'role', label: { zh: '身份', en: 'party' }, type: 'text' },
          { key: 'signature', label: { zh: '签字', en: 'signature' }, type: 'text' },
          { key: 'day', label: { zh: '日期', en: 'date' }, type: 'text' },
        ],
        lines: [
          { zh: '移交人', en: 'giver' },
          { zh: '接交人', en: 'receiver' },
          { zh: '监交人', en: 'witness' },
        ].map(role => ({ cells: [role, null, null] })),
      },
    ],
    notes: [
      {
        zh: '自接收日期起, 未办结事项由接交人负责; 已办的事仍记在经办人名下。',
        en: 'From the accepted date on, the receiver is responsible for open matters; completed ones stay with the person who handled them.',
      },
    ],
  }
}

export const handoverPaper = paper({
  name: 'handover',
  label: { zh: '轮换交接清单 (供签字)', en: 'handover list to sign' },
  options: [
    { flags: '--village <name>', label: { zh: '村', en: 'village' }, required: true, of: () => village },
  ],
  example: 'cun report handover --village 张老湾村',
  make(facts, _, options) {
    const at = namedRecord(facts, village, String(options.village))
    const number = facts.db
      .prepare('select id from handover where village = ? and date <= ? order by date desc, id desc limit 1')
      .pluck()
      .get(at.id, facts.asOf) as number | undefined
    return number === undefined
      ? refuse(
          'input',
          'handover.none',
          {
            zh: `${at.name}截至 ${facts.asOf} 没有交接记录`,
            en: `${at.name} has no handover on record by ${facts.asOf}`,
          },
          { zh: `先执行 cun handover start ${at.name}`, en: `first run cun handover start ${at.name}` },
        )
      : handoverDocument(facts, recordOf(facts, handover, String(number)))
  },
})
