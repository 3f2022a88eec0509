import type { Facts } from '../kernel/cli/facts.ts'
import { refuse } from '../kernel/errors.ts'
import type { Row } from '../kernel/schema/types.ts'

/** A receiver has only one handover; the advice depends on whether it is accepted. */
export function refuseIfSecond(facts: Facts, receiver: number): void {
  const earlier = facts.db.prepare('select id, accepted from handover where receiver = ?').get(receiver) as
    | { id: number; accepted: string | null }
    | undefined
  if (!earlier) return
  const { id, accepted } = earlier
  refuse(
    'input',
    'handover.already-exists',
    accepted === null
      ? { zh: `该接交人已有交接 ${id} 号`, en: `the receiver already has handover ${id}` }
      : {
          zh: `该接交人的交接 ${id} 号已于 ${accepted} 接收`,
          en: `the receiver already accepted handover ${id} on ${accepted}`,
        },
    accepted === null
      ? {
          zh: `接收: cun handover accept ${id}; 登记有误的: cun handover change ${id}; 查看: cun handover show ${id}`,
          en: `accept it with cun handover accept ${id}; correct it with cun handover change ${id}; see cun handover show ${id}`,
        }
      : { zh: `查看: cun handover show ${id}`, en: `see cun handover show ${id}` },
  )
}

/** Refuses an acceptance or return dated before the handover. */
export function refuseIfEarly(before: Row, on: string): void {
  if (on >= String(before.date)) return
  const { id, date } = before
  refuse(
    'input',
    'handover.before-handover',
    {
      zh: `--on ${on}: 早于交接 ${id} 号的交接日期 (${date})`,
      en: `--on ${on} is before the day of handover ${id} (${date})`,
    },
    {
      zh: `改 --on (默认今天); 交接日期有误的: cun handover change ${id} --date 日期`,
      en: `correct --on (default: today); if the day of the handover is wrong: cun handover change ${id} --date DATE`,
    },
  )
}
