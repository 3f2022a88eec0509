import { periodWords } from '../../kernel/calendar.ts'
import type { Facts } from '../../kernel/cli/facts.ts'
import { type Call, type Overview, verb } from '../../kernel/cli/line.ts'
import { print } from '../../kernel/cli/print.ts'
import { writeNow } from '../../kernel/cli/write.ts'
import { findBatch, headOf } from '../../kernel/store/journal.ts'
import { decode, rowsById } from '../../kernel/store/records.ts'
import type { Text } from '../../kernel/text.ts'
import { periodOf, spanned } from '../../roster/county.ts'
import { periodArg, refuseFrozen, requireFrozen } from './asked.ts'
import { drift } from './drift.ts'
import { warnOfFrozen } from './editions.ts'
import { requireComplete, requireOver } from './freezable.ts'
import {
  type Content,
  dataDigest,
  frozenState,
  keepable,
  lastEdition,
  type NamedDocument,
  quarter,
  settingsInForce,
  valuesOf,
} from './quarter.ts'
import { basisOptions, reckon } from './reckoned.ts'
import { compareDocument, ranksPersons } from './result.ts'
import { scoreDocument } from './score-paper.ts'

/** Papers of the period of all lines, computed now, except the scores and the comparison. */
async function papersOf(call: Call, facts: Overview, period: string): Promise<NamedDocument[]> {
  const papers = call.lines.flatMap(l => l.papers ?? []).filter(p => p.period === 'quarter')
  const found: NamedDocument[] = []
  const progress = call.progress({
    what: { zh: '存档报表', en: 'storing papers' },
    of: { zh: '份', en: 'papers' },
    total: () => papers.length,
  })
  for (const p of papers) {
    if (p.name !== 'score' && p.name !== 'compare')
      found.push({ name: p.name, document: keepable(await p.make(facts, period, {})) })
    progress.tick()
  }
  progress.end()
  return found
}

/** `cun assess freeze`; `listNumber` returns the number of the notice that published a quarter's list. */
export const assessFreeze = (listNumber: (facts: Facts, period: string) => string | undefined) =>
  verb({
    noun: 'assess',
    name: 'freeze',
    label: {
      zh: '冻结一期: 得分、报表、模型、设置和数据摘要整体存档',
      en: 'freeze a period with all its data',
    },
    args: [periodArg],
    options: basisOptions,
    isWriting: true,
    example: 'cun assess freeze 2024Q2',
    async run(call, [period], basis) {
      refuseFrozen(call, period)
      requireOver(call, period)
      const seen = headOf(call.db)
      const { draft, facts: own, of, today } = await reckon(call, period, basis)
      const { model } = draft
      requireComplete(own, period, draft.scored)
      if (today) call.tell(today)
      await warnOfFrozen(call, period, draft.scored, listNumber(call, period))
      const edition = lastEdition(call, period) + 1
      const state = frozenState(edition, call.asOf)
      const batch = findBatch(call.db, seen.number)!
      const digest = dataDigest(draft.scored)
      const sealed: Text = {
        zh: `数据摘要 ${digest}; 批次链首 第 ${batch.number} 批 ${batch.digest}`,
        en: `data digest ${digest}; head of the batch chain: batch ${batch.number} ${batch.digest}`,
      }
      const facts = {
        version: model.version,
        rules: model.rules,
        state,
        span: spanned(period, periodOf(own, period)),
        ranksPersons: own.settings.get(ranksPersons) === 1,
        head: sealed,
      }
      const compared = compareDocument(own, period, draft, state)
      const seal = (d: NamedDocument): NamedDocument => ({
        ...d,
        document: { ...d.document, notes: [...(d.document.notes ?? []), sealedNote(period, state)] },
      })
      const content: Content = {
        asOf: call.asOf,
        valuesOf: of && valuesOf(of),
        from: draft.from,
        rules: model.rules,
        settings: settingsInForce(own),
        head: { batch: batch.number, digest: batch.digest },
        scored: draft.scored,
        documents: [
          { name: 'score', document: keepable(scoreDocument(draft, facts)) },
          {
            name: 'compare',
            document: keepable({ ...compared, notes: [...(compared.notes ?? []), sealed] }),
          },
          ...(await papersOf(call, own, period)).map(seal),
        ],
      }
      const number = writeNow(
        call,
        'assess freeze',
        pen => {
          pen.add(quarter, [
            {
              period,
              edition,
              frozen: call.asOf,
              modelVersion: model.version,
              digest,
              content: JSON.stringify(content),
            },
          ])
        },
        seen,
      )
      call.done(
        {
          zh: `${period} 已冻结为第 ${edition} 版, 数据摘要 ${digest.slice(0, 16)}`,
          en: `${period} frozen as edition ${edition}, data digest ${digest.slice(0, 16)}`,
        },
        number,
      )
      return 0
    },
  })

const sealedNote = (period: string, state: Text): Text => ({
  zh: `${periodWords(period).of.zh}考核${state.zh}。`,
  en: `${periodWords(period).of.en} assessment: ${state.en}.`,
})

export const assessReopen = verb({
  noun: 'assess',
  name: 'reopen',
  label: {
    zh: '重开已冻结的一期, 须用 --reason 写明原因',
    en: 'reopen a frozen period; --reason is required',
  },
  args: [periodArg],
  needs: [{ name: 'reason', label: { zh: '重开的原因', en: 'reason for reopening' } }],
  isWriting: true,
  example: 'cun assess reopen 2024Q2 --reason 漏录两次走访',
  run(call, [period]) {
    const reason = call.global.reason!
    const { id, edition } = requireFrozen(call, period)
    const number = writeNow(call, 'assess reopen', pen => {
      const before = decode(quarter, rowsById(call.db, quarter, [id]).get(id)!)
      pen.change(quarter, before, { ...before, reopened: call.asOf, reopenReason: reason })
    })
    call.done(
      {
        zh: `${period} 第 ${edition} 版已重开: ${reason}; 再冻结为第 ${edition + 1} 版`,
        en: `${period} edition ${edition} reopened: ${reason}; the next freeze makes edition ${edition + 1}`,
      },
      number,
    )
    return 0
  },
})

export const assessDrift = verb({
  noun: 'assess',
  name: 'drift',
  isReading: true,
  label: {
    zh: '冻结后的变化: 今天重算会有哪些不同, 为什么',
    en: 'changes since freezing: what would differ today, and why',
  },
  args: [periodArg],
  example: 'cun assess drift 2024Q2',
  async run(call, [period]) {
    const frozen = requireFrozen(call, period)
    await print(call, await drift(call, frozen))
    return 0
  },
})
