import { expect, test } from 'vitest'
import { county } from '../../world.ts'

test('rows taken with the rest rejected: what is said of them holds no raw control character', async () => {
  const there = await county()
  there.write('h.csv', '村,户编号,户主,\x1b户类型\n张老湾村,001,王五,一般农户\n张老湾村,002,周七,村\n')
  const { code, both } = await there.run('cun import h.csv --accept-valid --rejects back.csv')
  expect(code).toBe(1)
  expect(both).not.toContain('\x1b')
})
