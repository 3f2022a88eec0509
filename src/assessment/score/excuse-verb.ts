import { confirm } from '../../kernel/cli/ask.ts'
import { verb } from '../../kernel/cli/line.ts'
import { recordOf, writeNow } from '../../kernel/cli/write.ts'
import { Fault, refuse } from '../../kernel/errors.ts'
import { headOf } from '../../kernel/store/journal.ts'
import { bothJoined, counted } from '../../kernel/text.ts'
import { posting } from '../../roster/posting.ts'
import { leftWithin, postings } from '../../roster/serving.ts'
import { periodArg, refuseFrozen } from './asked.ts'
import { assess } from './assess.ts'
import { excuse } from './excuse.ts'
import { requireBegun } from './freezable.ts'
import { modelInForce } from './model.ts'
import { holdsTerm } from './subjects.ts'

/** `cun rating excuse`: a freeze no longer waits for ratings that nobody can give. */
export const ratingExcuse = verb({
  noun: 'rating',
  name: 'excuse',
  label: {
    zh: '免评: 考核期结束前已离任、没有人能评的人, 不再等其评分; 须用 --reason 写明原因',
    en: 'excuse a person who left before the period was over from missing ratings; --reason is required',
  },
  args: [
    { name: '<name>', zh: '姓名', label: { zh: '免评的人', en: 'person excused' }, of: () => posting },
    periodArg,
  ],
  needs: [{ name: 'reason', label: { zh: '免评的原因', en: 'reason for excusing' } }],
  isWriting: true,
  example: 'cun rating excuse 张三 2024Q2 --reason 中途调离',
  async run(call, [name, period]) {
    refuseFrozen(call, period)
    requireBegun(call, period)
    const found = call.directories.of(posting).find([name], undefined, period)
    if (found instanceof Fault) {
      return refuse(
        'input',
        found.code,
        { zh: `${name}: ${found.rule.zh}`, en: `${name} ${found.rule.en}` },
        found.next,
      )
    }
    const seen = headOf(call.db)
    const served = postings(call).find(p => p.id === found)
    const who = served?.name ?? name
    if (!served || !leftWithin(served, period)) {
      refuse(
        'input',
        'rating.excuse-serving',
        {
          zh: `${who} 在 ${period} 没有提前离任, 应当评分`,
          en: `${who} did not leave before ${period} was over, and is to be rated`,
        },
        {
          zh: '补录评分: cun rating import; 已离任的, 先登记结束时间: cun posting change',
          en: 'record the ratings with cun rating import; who has left needs an end first: cun posting change',
        },
      )
    }
    const { scored } = assess(call, period, await modelInForce(call, period))
    const one = scored.find(s => s.subject.kind === 'posting' && holdsTerm(s.subject, found))
    const missing = one?.score.items.filter(i => i.missing.length > 0).map(i => i.indicator) ?? []
    if (missing.length === 0) {
      refuse(
        'input',
        'rating.nothing-missing',
        { zh: `${who} 在 ${period} 不缺评分`, en: `${who} lacks no rating in ${period}` },
        {
          zh: `查看: cun assess explain ${period} ${name}; 免评过的: cun excuse list`,
          en: `see cun assess explain ${period} ${name}; who is excused: cun excuse list`,
        },
      )
    }
    const why = call.global.reason!.trim()
    const batch = writeNow(
      call,
      'rating excuse',
      pen => {
        pen.add(excuse, [{ period, posting: found, why, on: call.asOf }])
      },
      seen,
    )
    const { zh, en } = bothJoined(missing)
    call.done(
      {
        zh: `${who} ${period} 免评: ${zh}; 这一期该指标对其不适用`,
        en: `${who} is excused in ${period}: ${en}; it does not apply to this person in it`,
      },
      batch,
    )
    const { id } = call.db
      .prepare('select id from excuse where period = ? and posting = ?')
      .get(period, found) as { id: number }
    call.tell({
      zh: `办错的撤回: cun excuse withdraw ${id}`,
      en: `to take it back: cun excuse withdraw ${id}`,
    })
    return 0
  },
})

/** `cun excuse withdraw`: a freeze waits again for the ratings. What is frozen keeps it. */
export const withdrawExcuses = verb({
  noun: 'excuse',
  name: 'withdraw',
  label: { zh: '撤回免评, 所缺的评分重新等待', en: 'take excuses back: the ratings are waited for again' },
  args: [
    {
      name: '<numbers...>',
      zh: '记录号',
      label: { zh: '免评的记录号', en: 'record numbers of excuses' },
      of: () => excuse,
    },
  ],
  isWriting: true,
  example: 'cun excuse withdraw 1 --yes',
  async run(call, numbers) {
    const seen = headOf(call.db)
    const rows = [...new Map(numbers.map(n => recordOf(call, excuse, n)).map(r => [r.id, r])).values()]
    for (const row of rows) refuseFrozen(call, row.period as string)
    const label = (id: number) => call.directories.of(posting).label(id)
    const { zh, en } = bothJoined(rows.map(r => `#${r.id} ${label(r.posting as number)} ${r.period}`))
    await confirm(call, { zh: `撤回免评 ${zh}?`, en: `Take back ${counted(rows.length, 'excuse')} ${en}?` })
    const batch = writeNow(
      call,
      'excuse withdraw',
      pen => {
        for (const row of rows) pen.remove(excuse, row)
      },
      seen,
    )
    call.done({ zh: `已撤回免评 ${zh}`, en: `taken back: ${en}` }, batch)
    return 0
  },
})
