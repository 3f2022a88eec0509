import { expect, test } from 'vitest'
import { county } from '../world.ts'

test('无 and its like open no request, and clear one where a record is changed', async () => {
  const there = await county()
  await there.run('cun unit add --name 示例一局')
  await there.run(
    'cun posting add --name 张三 --unit 示例一局 --village 张老湾村 --roles 第一书记 --start 2024-01-31',
  )
  const words = ['无', '暂无', '—', '/', 'N/A', '未发现', '无诉求', '路灯不亮']
  const numbers = words.map((_, i) => `00${i}`)
  there.write(
    'h.csv',
    ['村,户编号,户主,户类型', ...numbers.map(n => `张老湾村,${n},李四,一般农户`)].join('\n'),
  )
  there.write(
    'v.csv',
    [
      '村,户编号,日期,走访人,诉求',
      ...words.map((w, i) => `张老湾村,${numbers[i]},2024-02-05,张三,${w}`),
    ].join('\n'),
  )
  for (const file of ['h.csv', 'v.csv']) {
    const { code, both } = await there.run(`cun import ${file}`)
    expect([code, both]).toEqual([0, expect.stringContaining('新增 8')])
  }
  const requests = async () => {
    const { out } = await there.run('cun overdue --line village --all --each --format json')
    const rows: { duty: string; what: string }[] = JSON.parse(out).tables[0].rows
    return rows.filter(r => r.duty === 'visit.request').map(r => r.what)
  }
  expect(await requests()).toEqual(['#8 路灯不亮'])
  expect((await there.run('cun visit change 8 --request 暂无')).code).toBe(0)
  expect(await requests()).toEqual([])
})
