import { periodDays, periodName } from '../../kernel/calendar.ts'
import type { Facts } from '../../kernel/cli/facts.ts'
import { optional } from '../../kernel/schema/field.ts'
import { choice, yesNo } from '../../kernel/schema/fields/choice.ts'
import { date } from '../../kernel/schema/fields/date.ts'
import { reference } from '../../kernel/schema/fields/reference.ts'
import { text } from '../../kernel/schema/fields/text.ts'
import { register } from '../../kernel/schema/register.ts'
import { setting } from '../../kernel/schema/setting.ts'
import type { Text } from '../../kernel/text.ts'
import { countyName } from '../../roster/county.ts'
import type { Entry } from '../list/redblue.ts'
import { publishedTable } from '../list/redblue-paper.ts'
import { timesRunning } from '../list/standing.ts'
import { type Frozen, quarter } from '../score/quarter.ts'
import { deedParagraphs } from './deeds.ts'
import { maskedOfficial } from './official/mask.ts'
import { type Block, chinesePunctuation, type Official } from './official/official.ts'

/** The three kinds of 通报 (党政机关公文处理工作条例: 表彰先进、批评错误、传达重要精神和告知重要情况). */
export const noticeKinds = {
  information: { zh: '情况通报', en: 'information', aliases: ['情况'] },
  praise: { zh: '表扬通报', en: 'praise', aliases: ['表扬'] },
  criticism: { zh: '批评通报', en: 'criticism', aliases: ['批评'] },
} as const
export type NoticeKind = keyof typeof noticeKinds

/** The colours that a notice of each kind names. */
export const namedBy: Readonly<Record<NoticeKind, readonly Entry['colour'][]>> = {
  information: ['red', 'blue'],
  praise: ['red'],
  criticism: ['blue'],
}

/** The kind of notice that names these entries and no others. */
export function naming(entries: readonly Entry[]): Text {
  const [red, blue] = (['red', 'blue'] as const).map(c => entries.some(e => e.colour === c))
  return noticeKinds[red && blue ? 'information' : red ? 'praise' : 'criticism']
}

/** An issued 通报: its content, and its files byte for byte. */
export const notice = register({
  name: 'notice',
  label: { zh: '通报', en: 'notice' },
  about: {
    zh: '一份已印发的通报: 文号、标题、主送机关, 以及印发时的文件原样; 任何时候重印都一样。',
    en: 'One notice as issued, kept byte for byte, so that it always reprints the same.',
  },
  key: ['number'],
  filledBy: 'county',
  process: true,
  correction: {
    zh: '有误的: cun assess reopen 考核期 --reason 原因, 再冻结、公布下一版; 新通报废止这一份',
    en: 'to correct it: cun assess reopen PERIOD --reason TEXT, then freeze and publish the next edition; the new notice repeals this one',
  },
  fields: {
    number: text({ zh: '发文字号', en: 'document number' }),
    date: date({ zh: '成文日期', en: 'date' }),
    kind: choice(noticeKinds, { zh: '种类', en: 'kind' }),
    title: text({ zh: '标题', en: 'title' }),
    to: text({ zh: '主送机关', en: 'addressed to' }),
    quarter: optional(reference(() => quarter, { zh: '季度考核', en: 'quarter' })),
    official: text({ zh: '内容', en: 'paper' }),
    files: text({ zh: '文件', en: 'files' }),
  },
  list: ['number', 'date', 'kind', 'title', 'to', 'quarter'],
  example: {},
})

const organisation = '中共{县}委组织部'

export const noticeIssuer = setting({
  name: 'notice.issuer',
  field: text(
    { zh: '通报的发文机关 ({县} 代表县名)', en: 'issuer of notices ({县} stands for the county)' },
    { max: 60 },
  ),
  fallback: organisation,
})
export const noticeHead = setting({
  name: 'notice.head',
  field: text(
    { zh: '版头的发文机关标志 ({县} 代表县名)', en: 'issuer at the head ({县} stands for the county)' },
    { max: 60 },
  ),
  fallback: `${organisation}文件`,
})
export const noticeTo = setting({
  name: 'notice.to',
  field: text({ zh: '通报的主送机关', en: 'addressees of notices' }, { max: 200 }),
  fallback: '各乡镇党委、各街道党工委，市直各有关单位党组（党委）',
})
export const noticeCopies = setting({
  name: 'notice.copies',
  field: text(
    { zh: '通报的抄送机关, 空为不抄送', en: 'recipients of copies of notices; empty for none' },
    { max: 200 },
  ),
  fallback: '',
})
export const noticeSealed = setting({
  name: 'notice.sealed',
  field: yesNo({ zh: '通报加盖印章 (是或否)', en: 'notices carry a seal' }),
  fallback: '是',
})
export const noticePreprinted = setting({
  name: 'notice.preprinted',
  field: yesNo({
    zh: '用预印红头的纸: 版头留空 (是或否)',
    en: 'use paper with a preprinted head: leave its place blank',
  }),
  fallback: '否',
})

/** Exemplars of the period, with no personal data but name, post and deeds. */
function exemplarsOf(
  facts: Facts,
  period: string,
): { name: string; unit: string; village: string; deeds: string }[] {
  const { from, to } = periodDays(period)
  return facts.db
    .prepare(
      `select p.name, u.name as unit, t.name || v.name as village, e.deeds from exemplar e
       join posting p on p.id = e.posting join unit u on u.id = p.unit
       join village v on v.id = p.village join township t on t.id = v.township
       where e.date between ? and ? order by e.date, e.id`,
    )
    .all(from, to) as { name: string; unit: string; village: string; deeds: string }[]
}

/** Notices that the first notice on a newer edition repeals: those on the edition published before. */
function replaced(facts: Facts, { period, edition }: Frozen): { number: string; title: string }[] {
  const all = facts.db
    .prepare(
      `select n.number, n.title, q.edition from notice n join quarter q on q.id = n.quarter
       where q.period = ? and n.date <= ? order by n.date, n.id`,
    )
    .all(period, facts.asOf) as { number: string; title: string; edition: number }[]
  const newest = all.reduce((most, n) => Math.max(most, n.edition), 0)
  return newest < edition ? all.filter(n => n.edition === newest) : []
}

interface NoticeAsk {
  readonly frozen: Frozen
  readonly number: string
  readonly kind: NoticeKind
  readonly date: string
  readonly to?: string
  readonly title?: string
}

/** The notice on these entries: only names, posts and recorded facts; personal numbers are masked. */
export function officialNotice(facts: Facts, ask: NoticeAsk, entries: readonly Entry[]): Official {
  const { settings } = facts
  const county = settings.get(countyName)
  const of = (text: string) => text.replaceAll('{县}', county)
  const { frozen } = ask
  const when = periodName(frozen.period).zh
  const told = entries
    .filter(e => namedBy[ask.kind].includes(e.colour))
    .map(e => ({ ...e, facts: chinesePunctuation(e.facts) }))
  const [reds, blues] = [told.filter(e => e.colour === 'red'), told.filter(e => e.colour === 'blue')]
  const times = timesRunning(facts)
  // The heading above the table names the list.
  const list = (colour: Entry['colour']) => ({
    ...publishedTable(told, colour, times),
    title: undefined,
  })
  const exemplars = ask.kind === 'criticism' ? [] : exemplarsOf(facts, frozen.period)
  const what = { information: '考核情况', praise: '表扬先进', criticism: '考核后进单位' }[ask.kind]
  const paragraph = (text: string): Block => ({ kind: 'paragraph', text })
  const heading = (text: string): Block => ({ kind: 'heading', level: 1, text })
  const body: Block[] = [
    paragraph(`根据${when}驻村第一书记工作考核结果（第${frozen.edition}版），现将有关情况通报如下。`),
  ]
  if (reds.length > 0) {
    body.push(
      heading('红榜'),
      paragraph(`以下${reds.length}个${nouns(reds)}工作成效明显，列入红榜，予以通报表扬。`),
    )
    body.push({ kind: 'table', table: list('red') }, ...deedParagraphs(facts, frozen, reds))
  }
  if (blues.length > 0) {
    body.push(
      heading('蓝榜'),
      paragraph(`以下${blues.length}个${nouns(blues)}工作相对滞后，列入蓝榜，请对照事实限期改进。`),
    )
    body.push({ kind: 'table', table: list('blue') })
  }
  if (exemplars.length > 0) {
    body.push(heading('先进典型'))
    body.push(
      ...exemplars.map(e =>
        paragraph(
          `${e.name}，${e.unit}派驻${e.village}，${chinesePunctuation(e.deeds)}。`.replace('。。', '。'),
        ),
      ),
    )
  }
  if (told.length === 0) body.push(paragraph('经复核，本季没有列入红榜、蓝榜的单位。'))
  const closing = hope(reds.length > 0 || exemplars.length > 0, blues.length > 0)
  if (closing) body.push(paragraph(closing))
  const old = replaced(facts, frozen)
  if (old.length > 0) {
    const names = old.map(n => `《${n.title}》（${n.number}）`).join('、')
    body.push(paragraph(`自本通报印发之日起，${names}同时废止。`))
  }
  return maskedOfficial({
    issuer: of(settings.get(noticeHead)),
    number: ask.number,
    title: ask.title ?? `关于${when}驻村第一书记工作\n${what}的通报`,
    to: ask.to ?? settings.get(noticeTo),
    body,
    attachments: [],
    signature: of(settings.get(noticeIssuer)),
    date: ask.date,
    sealed: settings.get(noticeSealed) === 1,
    preprinted: settings.get(noticePreprinted) === 1,
    copies: settings.get(noticeCopies),
    printedBy: `${of(settings.get(noticeIssuer))}办公室`,
    printedOn: ask.date,
  })
}

function hope(praises: boolean, blames: boolean): string | undefined {
  if (praises && blames) {
    return '希望受表扬的单位和个人再接再厉；列入蓝榜的单位要认真查找原因，制定措施，按期整改。'
  }
  if (blames) return '列入蓝榜的单位要认真查找原因，制定措施，按期整改。'
  return praises ? '希望受表扬的单位和个人再接再厉，各单位对标先进，扎实做好驻村帮扶工作。' : undefined
}

const nouns = (entries: readonly Entry[]) => (entries.every(e => e.kind === 'unit') ? '单位' : '单位和个人')

export const titleLine = (official: Official) => official.title.replaceAll('\n', '')
