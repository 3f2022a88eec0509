import { expect, test } from 'vitest'
import { county } from '../../world.ts'

test('an import by record number onto the key of another record is refused', async () => {
  const there = await county()
  await there.run('cun unit add --name 示例一局')
  await there.run('cun unit add --name 示例二局')
  await there.run('cun unit export --out u.csv')
  there.write(
    'u.csv',
    there
      .read('u.csv')
      .replace('示例二局', '示例一局')
      .replace(/^1,.*\r\n/m, ''),
  )
  const { code, both } = await there.run('cun import u.csv')
  expect(code).toBe(65)
  expect(both).toContain('第 2 行: 与记录 1 的关键项相同 (单位名称), 记录 2 不能改成这样')
})

test('a key that moves to where nobody has it is taken', async () => {
  const there = await county()
  await there.run('cun household add --village 张老湾村 --number 001 --head 张三 --kind 一般农户')
  await there.run('cun household add --village 张老湾村 --number 002 --head 张三 --kind 一般农户')
  expect((await there.run('cun household change 1 --number 003')).code).toBe(0)
  // Without its number it would be told from the other by nothing.
  expect((await there.run('cun household change 1 --number ""')).both).toContain('与记录 2 的关键项相同')
})

test('a record changed into another is refused, and nothing is written', async () => {
  const there = await county()
  there.write('h.csv', '村,户编号,户主,户类型\n张老湾村,001,王五,一般农户\n前和湾村,001,周七,一般农户\n')
  await there.run('cun import h.csv')
  const { code, err } = await there.run('cun household change 2 --village 张老湾村')
  expect(code).toBe(65)
  expect(err).toContain('关键项相同')
  expect((await there.run('cun household show 2 --format json')).out).toContain('前和湾村')
})
