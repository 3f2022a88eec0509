import { fault } from '../kernel/schema/field.ts'
import { date } from '../kernel/schema/fields/date.ts'
import { reference } from '../kernel/schema/fields/reference.ts'
import { register } from '../kernel/schema/register.ts'
import type { Candidate, RecordOf } from '../kernel/schema/types.ts'
import type { Database } from '../kernel/store/database.ts'
import { posting } from '../roster/posting.ts'
import { dispatch } from './dispatch.ts'

const fields = {
  dispatch: reference(() => dispatch, { zh: '文件', en: 'dispatch' }),
  posting: reference(() => posting, { zh: '签收人', en: 'signed by', aliases: ['签收人员', '接收人'] }),
  date: date({ zh: '签收日期', en: 'date', aliases: ['签收时间', '日期'] }),
}

type Receipt = RecordOf<typeof fields>

export const receipt = register({
  name: 'receipt',
  label: { zh: '签收', en: 'receipt' },
  about: { zh: '一人对一份文件的签收。', en: 'One person’s receipt of one paper.' },
  key: ['dispatch', 'posting'],
  filledBy: 'secretary',
  on: 'date',
  fields,
  list: ['date', 'dispatch', 'posting'],
  naming: { header: { zh: '签收日期', en: 'receipt' }, by: ['date'], within: ['dispatch', () => dispatch] },
  example: { dispatch: '关于做好防汛工作的通知', village: '张老湾村', posting: '张三', date: '2024-05-08' },
  between: checkSignable,
})

/** A receipt is not dated before the forwarding, and its signer is a recipient if the paper names any. */
function checkSignable(candidates: readonly Candidate<Receipt>[], db: Database): void {
  const papers = new Map(
    (
      db.prepare('select id, forwarded, recipients from dispatch').all() as {
        id: number
        forwarded: string | null
        recipients: string | null
      }[]
    ).map(d => [
      d.id,
      { ...d, recipients: d.recipients ? (JSON.parse(d.recipients) as number[]) : undefined },
    ]),
  )
  for (const { record, complain } of candidates) {
    const { forwarded, recipients } = papers.get(record.dispatch)!
    if (forwarded === null || record.date < forwarded) {
      complain(
        'date',
        fault(
          forwarded === null ? 'receipt.not-forwarded' : 'receipt.before-forwarded',
          forwarded === null ? '这份文件还没有转发' : `早于转发日期 (${forwarded})`,
          forwarded === null
            ? 'is too early: the paper has not been forwarded'
            : `is before the paper was forwarded (${forwarded})`,
          '核对签收日期和文件的转发日期',
          'check the date of receipt and the date of forwarding',
        ),
      )
    } else if (recipients && !recipients.includes(record.posting)) {
      complain(
        'posting',
        fault(
          'receipt.not-addressed',
          '不在这份文件的传达对象之列',
          'is not a recipient of this paper',
          '核对人, 或更改文件的传达对象',
          'check the person, or change the recipients of the paper',
        ),
      )
    }
  }
}
