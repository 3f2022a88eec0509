import { expect, test } from 'vitest'
import { traceFault } from '../../src/assessment/score/rule-faults.ts'
import { county } from '../world.ts'

test.each([
  ['驻村日记篇数', '日记'],
  ['日 记（篇）', '日记'],
  ['工作日志上传', '日志'],
  ['学习笔记', '学习笔记'],
  ['手机打卡天数', '打卡'],
  ['签到次数', '签到'],
  ['刷脸在岗', '刷脸'],
  ['拍照', '拍照'],
  ['走访照片', '照片'],
  ['入户截图', '截图'],
  ['工作留痕', '留痕'],
  ['影像资料', '影像资料'],
  ['在线时长', '在线时长'],
  ['平台登录次数', '登录'],
  ['学习时长', '学习时长'],
  ['微信步数', '步数'],
  ['定位', '定位'],
  ['ＧＰＳ轨迹', 'GPS'],
  ['行动轨迹', '轨迹'],
  ['点赞', '点赞'],
  ['转发量', '转发量'],
  ['公众号阅读数', '阅读数'],
  ['个人排名', '个人排名'],
  ['驻村干部综合排名', '干部综合排名'],
  ['积分排名', '积分排名'],
  ['Diary entries', 'Diary'],
  ['check-in days', 'check-in'],
  ['Hours online', 'Hoursonline'],
  ['Screen time', 'Screentime'],
  ['Personal ranking', 'Personalranking'],
])('%s is refused for %s', (indicator, mark) => {
  const { rule } = traceFault(indicator)!
  expect([rule.zh, rule.en]).toEqual([
    expect.stringContaining(`按“${mark}”考核`),
    expect.stringContaining(`"${mark}"`),
  ])
})

test.each([
  '文件签收',
  '培训出勤',
  '政策培训出勤',
  '研讨出勤',
  '业务培训学时',
  '走访覆盖',
  '首轮遍访',
  '诉求办结',
  '一村一策节点',
  '产业定位清晰',
  '发展定位',
  '同步数据上报',
  '进步数量',
  '文件转发及时',
  '在岗抽查',
  '考勤',
  '周二蹲点日',
  '村集体收入排名',
  '群众满意度',
  '工作笔记移交',
  '乡村治理积分制',
  '民生实事',
  'Training attendance',
  'Papers signed on time',
  'Requests closed',
  'Signing of papers',
  'Checking of accounts',
  'Relocation of households',
])('%s passes', indicator => expect(traceFault(indicator)).toBe(undefined))

test('whatever the method: a model with such a row is not imported', async () => {
  const there = await county()
  there.write(
    'model.csv',
    [
      '指标,线,对象,分值,取数,方法,参数,封顶',
      '走访,地线,派驻,80,visit.coverage,比率,,',
      '驻村日记篇数,地线,派驻,10,participation.kinds,每项,每项=1,',
      '手机打卡天数,红线,派驻,10,,评分,乡镇党委=100,',
      '照片,红线,派驻,,,加分,每项=1,5',
      '',
    ].join('\r\n'),
  )
  const { code, both } = await there.run('cun model import model.csv')
  expect(code).toBe(65)
  expect(both).toContain('4 行中 3 行有误, 一行也未写入')
  for (const said of [
    '第 3 行 · 指标 · “驻村日记篇数”: 按“日记”考核',
    '第 4 行 · 指标 · “手机打卡天数”',
    '第 5 行',
  ])
    expect(both).toContain(said)
})

test('the lowest grade has no share', async () => {
  const there = await county()
  there.write(
    'model.csv',
    '指标,线,对象,分值,取数,方法,参数,封顶\r\n测评,,派驻,100,,评分,乡镇党委=100,\r\n好,,派驻,80,,等次,占比=30%,\r\n差,,派驻,0,,等次,占比=10%,\r\n',
  )
  const { code, both } = await there.run('cun model import model.csv')
  expect(code).toBe(65)
  expect(both).toContain('第 4 行 · 参数 · “占比=10%”: 最低的等次不能有占比')
  expect(both).toContain('3 行中 1 行有误')
})
