import { expect, test, vi } from 'vitest'
import { county } from '../../world.ts'

// Large files on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

test('a file of more wrong rows than anyone mistypes is refused before its end', async () => {
  const there = await county()
  there.write('wrong.csv', `区划代码,名称\n${'x,\n'.repeat(30_000)}`)
  const ran = await there.run('cun import wrong.csv --register township')
  expect(ran.code).toBe(65)
  expect(ran.err).toContain('超过 20000 行有误, 其后各行未再检查, 一行也未写入')
  expect(ran.err).toContain('→ 核对是否选错了文件, 或各列与表头错位')
  expect(ran.err).toContain('第 2-21001 行 (共 21000 行) · 名称: 必填, 却是空的')
  const accepted = await there.run(
    'cun import wrong.csv --register township --accept-valid --lang en --rejects r.csv',
  )
  expect(accepted.code).toBe(65)
  expect(accepted.err).toContain('more than 20000 rows are wrong')
  expect(() => there.read('r.csv')).toThrow('ENOENT')
})

test.each([
  ['rows', `区划代码,名称\n${',\n'.repeat(1_000_000)}`, '第 1000001 行超出限度'],
  ['columns', `区划代码,名称\n${',x'.repeat(300)}\n`, '超出限度 (最多 1000000 行, 256 列)'],
  ['a row', `区划代码,名称\n"${'长'.repeat(100_000)}",x\n`, '引号不成对, 或该行过长'],
])('too much of %s is refused', async (_, text, said) => {
  const there = await county()
  there.write('big.csv', text)
  const ran = await there.run('cun import big.csv --register township')
  expect([ran.code, ran.err]).toEqual([65, expect.stringContaining(said)])
})

// Each row was compared with each other of its head: four minutes for a quarter of these.
test('a village of thousands of households with one head is read in a moment', async () => {
  const there = await county()
  const rows = (number: (i: number) => string) =>
    `村,户编号,户主,户类型\n${Array.from({ length: 8000 }, (_, i) => `张老湾村,${number(i)},王一,一般农户\n`).join('')}`
  there.write(
    'numbered.csv',
    rows(i => String(10_000 + i)),
  )
  there.write(
    'bare.csv',
    rows(() => ''),
  )
  expect((await there.run('cun import numbered.csv')).code).toBe(0)
  expect((await there.run('cun import numbered.csv')).both).toContain('不变 8000')
  const bare = await there.run('cun import bare.csv')
  expect([bare.code, bare.err]).toEqual([65, expect.stringContaining('8000 行中 8000 行有误')])
  expect(bare.err).toMatch(/与几条记录 \((?:\d+、){4}\d+ …\) 都相符, 认不出是哪一条。写明户编号/)
})
