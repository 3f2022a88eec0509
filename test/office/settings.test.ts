import { expect, test } from 'vitest'
import { county } from '../world.ts'

test('a word of a list that records say does not go; one that none says does', async () => {
  const there = await county()
  await there.run('cun household add --village 东关社区 --number 1 --head 李新 --kind 监测户')
  await there.run('cun village change 东关社区 --kinds 红色村、脱贫村')
  const kinds = await there.run('cun settings set household.kinds 一般农户、脱贫户')
  expect([kinds.code, kinds.err]).toEqual([
    65,
    'household.kinds 不能去掉“监测户”: 1 条农户记录写着它\n→ 先把这些记录的户类型改掉: cun household list --kind 监测户\n',
  ])
  const many = await there.run('cun settings set village.kinds 红色村 --lang en')
  expect([many.code, many.err]).toEqual([
    65,
    'village.kinds cannot drop "脱贫村": it is used in 1 village\n→ change these records first: cun village list --kinds 脱贫村\n',
  ])
  expect((await there.run('cun settings set village.kinds 脱贫村、红色村、示范村')).code).toBe(0)
  expect((await there.run('cun settings set household.kinds 监测户')).code).toBe(0)
})
