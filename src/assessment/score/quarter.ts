import { createHash } from 'node:crypto'
import type { Facts } from '../../kernel/cli/facts.ts'
import type { Overview } from '../../kernel/cli/line.ts'
import type { Document } from '../../kernel/document/document.ts'
import { optional, packed } from '../../kernel/schema/field.ts'
import { date, period } from '../../kernel/schema/fields/date.ts'
import { integer } from '../../kernel/schema/fields/number.ts'
import { text } from '../../kernel/schema/fields/text.ts'
import { register } from '../../kernel/schema/register.ts'
import { findBatch } from '../../kernel/store/journal.ts'
import { unpack } from '../../kernel/store/packed.ts'
import type { Text } from '../../kernel/text.ts'
import type { Assessment, Scored } from './assess.ts'
import { type Edition, editionInForce, editionReopened } from './in-force.ts'
import type { Rule } from './rules.ts'

/** A frozen 季度考核, or that of a half-year or a year. Published papers are stored whole, so that they always reprint the same. */
export const quarter = register({
  name: 'quarter',
  label: { zh: '季度考核', en: 'quarter' },
  about: {
    zh: '一个考核期 (季度、半年或年) 冻结的考核结果: 得分、报表、考核模型、设置和数据摘要; 重开后再冻结为下一版。',
    en: 'The frozen result of a quarter, a half-year or a year: scores, papers, model, settings, digest of the data. Reopening and freezing again makes the next edition.',
  },
  key: ['period', 'edition'],
  filledBy: 'county',
  process: true,
  correction: {
    zh: '要改冻结的结果: cun assess reopen 考核期 --reason 原因, 再冻结为下一版',
    en: 'to change a frozen result: cun assess reopen PERIOD --reason TEXT, then freeze the next edition',
  },
  fields: {
    period: period('period', { zh: '考核期', en: 'period', aliases: ['季度'] }),
    edition: integer({ zh: '版次', en: 'edition' }),
    frozen: date({ zh: '冻结日期', en: 'frozen on' }),
    modelVersion: integer({ zh: '模型版本', en: 'model version' }),
    digest: text({ zh: '数据摘要', en: 'data digest' }),
    reopened: optional(date({ zh: '重开日期', en: 'reopened on' })),
    reopenReason: optional(text({ zh: '重开原因', en: 'reason for reopening' })),
    content: packed(text({ zh: '内容', en: 'content' })),
  },
  list: ['period', 'edition', 'frozen', 'modelVersion', 'digest', 'reopened', 'reopenReason'],
  minor: ['modelVersion', 'digest'],
  example: {},
})

/** A paper of the period with its command name. */
export interface NamedDocument {
  readonly name: string
  readonly document: Document
}

/** Everything a frozen period keeps. */
export interface Content {
  readonly asOf: string
  /** The day whose names, households and settings it has; absent if that is `asOf`. */
  readonly valuesOf?: string
  /** First day that counted; editions before 0.2.0 do not say it. */
  readonly from?: string
  readonly rules: readonly Rule[]
  /** Values of all settings at freezing, by name. */
  readonly settings: Readonly<Record<string, string>>
  /** Number and digest of the newest batch at freezing. */
  readonly head: { readonly batch: number; readonly digest: string }
  readonly scored: readonly Scored[]
  readonly documents: readonly NamedDocument[]
}

export type Frozen = Omit<Edition, 'content'> & { readonly content: Content }

/** An edition in words. */
export const frozenState = (edition: number, day: string): Text => ({
  zh: `第 ${edition} 版, 冻结于 ${day}`,
  en: `edition ${edition}, frozen on ${day}`,
})

/** The edition in force on as-of; undefined if the period is not frozen, or is reopened. */
export function frozenQuarter(facts: Facts, period: string): Frozen | undefined {
  const row = editionInForce(facts, period)
  return row && { ...row, content: JSON.parse(row.content) as Content }
}

/** The edition that the next one follows, where the period is reopened. */
export function reopenedQuarter(facts: Facts, period: string): Frozen | undefined {
  const row = editionReopened(facts, period)
  return row && { ...row, content: JSON.parse(row.content) as Content }
}

export const valuesOf = ({ content }: Frozen): string => content.valuesOf ?? content.asOf

export const lastEdition = (facts: Facts, period: string): number =>
  facts.db
    .prepare('select coalesce(max(edition), 0) from quarter where period = ?')
    .pluck()
    .get(period) as number

/** SHA-256 (hex) over the facts behind the scores, in the order of subjects and indicators. */
export function dataDigest(scored: readonly Scored[]): string {
  const hash = createHash('sha256')
  for (const { subject, score } of scored) {
    for (const { indicator, facts } of score.items) {
      hash.update(
        JSON.stringify([
          subject.kind,
          subject.id,
          indicator,
          facts.map(f => [f.register, f.record, f.part, f.of]),
        ]),
      )
    }
  }
  return hash.digest('hex')
}

/** Turns iterable lines into arrays, so that the document can be stored as JSON. */
export const keepable = (document: Document): Document => ({
  ...document,
  tables: document.tables.map(t => ({ ...t, lines: [...t.lines] })),
})

export const settingsInForce = (facts: Overview): Record<string, string> =>
  Object.fromEntries(
    facts.lines.flatMap(l => l.settings ?? []).map(s => [s.name, facts.settings.written(s).text]),
  )

/** A paper as frozen; undefined if the period is not frozen or lacks it. */
export function publishedPaper(facts: Facts, paper: string, period: string): Document | undefined {
  if (period === '') return undefined
  return frozenQuarter(facts, period)?.content.documents.find(d => d.name === paper)?.document
}

/** Editions whose content does not match their printed digest, or whose chain head is not in the journal. */
export function frozenFaults(facts: Facts): { where: string; what: Text }[] {
  const rows = facts.db.prepare('select id, digest, content from quarter order by id').iterate()
  return [...(rows as Iterable<{ id: number; digest: string; content: string }>)].flatMap(row => {
    const where = `quarter ${row.id}`
    const content = unpack(row.content)
    if (content === undefined) {
      const what = { zh: '压缩存放的内容已损坏', en: 'its compressed content is damaged' }
      return [{ where, what }]
    }
    const { scored, head } = JSON.parse(content) as Content
    const found: { where: string; what: Text }[] = []
    if (dataDigest(scored) !== row.digest) {
      found.push({
        where,
        what: { zh: '内容与数据摘要不符', en: 'its content does not match its data digest' },
      })
    }
    if (findBatch(facts.db, head.batch)?.digest !== head.digest) {
      found.push({
        where,
        what: { zh: '所记链首不在批次链上', en: 'its chain head is not in the batch chain' },
      })
    }
    return found
  })
}

export type Result = Pick<Assessment, 'period' | 'asOf' | 'scored'> & { readonly from?: string }
