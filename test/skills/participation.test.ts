import { expect, test } from 'vitest'
import { sumsOf } from '../../src/kernel/cli/facts.ts'
import { makeCall } from '../../src/kernel/cli/make-call.ts'
import { factsOf } from '../../src/kernel/cli/measure.ts'
import type { World } from '../../src/kernel/terminal/world.ts'
import { lines } from '../../src/lines.ts'
import { migrations } from '../../src/migrations.ts'
import { periodOf } from '../../src/roster/county.ts'
import { county } from '../world.ts'

test('kinds of activity are counted once for a unit, whoever of its people came', async () => {
  const there = await county()
  there.write(
    'people.csv',
    `姓名,派出单位,派驻村,驻村职务,驻村开始时间
张三,示例一局,张老湾村,第一书记,2024-01-31
李四,示例一局,前和湾村,第一书记,2024-01-31`,
  )
  there.write(
    'activities.csv',
    `日期,村,活动类别,参加人员
2024-04-02,张老湾村,义务劳动,张三
2024-04-09,张老湾村,义务劳动,张三、李四（前和湾村）
2024-05-14,前和湾村,义务劳动,李四
2024-05-15,前和湾村,党员大会,李四`,
  )
  for (const file of ['people.csv', 'activities.csv']) {
    const { code, both } = await there.run(`cun import ${file} --add unit`)
    expect([code, code === 0 ? '' : both]).toEqual([0, ''])
  }
  const world = { env: {}, cwd: there.folder, home: there.folder, size: () => 1, now: () => new Date() }
  const ask = { db: `${there.folder}/cun.db`, asOf: '2024-07-26' }
  const call = makeCall(world as unknown as World, ask, lines, migrations)
  const kinds = (subject: string) => {
    const all = lines.flatMap(l => l.measures ?? [])
    const measure = all.find(m => m.name === 'participation.kinds' && m.subject === subject)!
    return [...sumsOf(factsOf(call, measure, periodOf(call, '2024Q2'))).values()].map(s => s.part)
  }
  // 张三 one kind, 李四 two; together two and not three.
  expect(kinds('posting')).toEqual([1, 2])
  expect(kinds('unit')).toEqual([2])
  call.close()
})
