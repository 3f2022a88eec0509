import type { Drawn } from './county.ts'
import { plusDays } from './days.ts'
import { full, inOffice, pick, place, type Sheet, some, townshipOf, townships } from './ground.ts'
import { dayAt, type Served } from './people.ts'

/** Trainings, seminars, papers and who signed for them. */
export function policySheets(drawn: Drawn, people: readonly Served[]): Sheet[] {
  const signed = new Set<string>()
  const gatherings = drawn.gatherings.map((g, i) => {
    const day = dayAt(g.day)
    const expected = inOffice(people, day).filter(
      p => g.township === null || townshipOf(p.village) === g.township,
    )
    const names = (bits: number) => some(expected, bits).map(full).join('、')
    const where = g.township === null ? '县级,' : `乡级,${townships[g.township]}`
    const cells = [day, `第${i}次活动`, ['政策培训', '业务培训', '集中交流研讨'][g.kind], '市委组织部', where]
    return { kind: g.kind, row: [...cells, names(g.came), names(g.excused & ~g.came)].join(',') }
  })
  const papers = drawn.papers.map((p, i) => {
    const received = dayAt(p.received)
    const forwarded = p.forwarded === null ? null : plusDays(received, p.forwarded)
    const to = forwarded === null ? [] : inOffice(people, forwarded)
    const asked = p.recipients === null ? to : some(to, p.recipients)
    const due = forwarded === null || p.due === null ? null : plusDays(forwarded, p.due)
    const receipts = p.signed.flatMap(s => {
      const signer = pick(asked, s.who)
      const day = forwarded && plusDays(forwarded, s.after)
      const row = signer && `关于第${i}号工作的通知,${place(signer.village)},${signer.name},${day}`
      const key = `${i} ${signer?.name}`
      if (!row || signed.has(key)) return []
      signed.add(key)
      return [row]
    })
    const recipients = p.recipients === null ? '' : asked.map(full).join('、')
    const cells = [`关于第${i}号工作的通知`, '市委组织部', '县', '通知', '公开', received, forwarded ?? '']
    return { row: [...cells, forwarded ? '会议' : '', recipients, due ?? ''].join(','), receipts }
  })
  return [
    {
      name: '培训',
      header: '日期,主题,类别,组织单位,层级,乡镇,参训人员,请假人员',
      rows: gatherings.filter(g => g.kind < 2).map(g => g.row),
    },
    {
      name: '研讨',
      header: '活动时间,活动主题,活动形式,主办单位,层级,乡镇,参加人员,请假人员',
      rows: gatherings.filter(g => g.kind === 2).map(g => g.row),
    },
    {
      name: '文件',
      header: '文件名称,来文单位,层级,文种,密级,收文日期,转发日期,传达方式,传达对象,签收期限',
      rows: papers.map(p => p.row),
    },
    {
      name: '签收',
      header: '文件标题,乡镇,村,签收人,签收日期',
      rows: papers.flatMap(p => p.receipts),
    },
  ]
}
