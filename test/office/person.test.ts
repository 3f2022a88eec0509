import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lengthOf, lengthOfAll, lengthText } from '../../src/office/person.ts'
import { county } from '../world.ts'

/** Both days count; reckoned by hand on the calendar. */
test.each([
  ['2024-01-01', '2024-01-01', '1 天', '1 day'],
  ['2024-01-01', '2024-01-31', '1 个月', '1 month'],
  ['2024-01-31', '2024-02-28', '29 天', '29 days'],
  ['2024-01-31', '2024-02-29', '1 个月', '1 month'],
  ['2024-02-29', '2025-02-27', '11 个月 30 天', '11 months 30 days'],
  ['2023-06-01', '2025-05-31', '24 个月', '24 months'],
  ['2024-01-15', '2024-03-20', '2 个月 6 天', '2 months 6 days'],
])('%s to %s: %s', (from, to, zh, en) => expect(lengthText(lengthOf(from, to))).toEqual({ zh, en }))

test.each([
  ['none between: they run on', ['2024-01-15', '2024-02-10', '2024-02-11', '2024-03-14'], '2 个月'],
  [
    'a day between: 27 days, 1 month and 3 days',
    ['2024-01-15', '2024-02-10', '2024-02-12', '2024-03-14'],
    '2 个月',
  ],
  [
    'left-over days of times apart make a month',
    ['2024-01-01', '2024-01-20', '2024-03-01', '2024-03-20'],
    '1 个月 10 天',
  ],
])('%s', (_, [a, b, c, d], zh) => {
  const terms = [
    { from: a!, to: b! },
    { from: c!, to: d! },
  ]
  expect(lengthText(lengthOfAll(terms)).zh).toBe(zh)
})

test('a certificate is upright, says who seals it, and has the ID number only unmasked, with a reason', async () => {
  const there = await county()
  for (const words of [
    'cun unit add --name 示例一局',
    'cun posting add --name 张三 --id-number 410882198510150019 --unit 示例一局 --village 张老湾村 --roles 第一书记 --start 2024-01-01 --end 2024-05-31',
    'cun report service 张三 --out plain.html',
    'cun report service 410882198510150019 --out plain.docx',
    'cun report service 张三（张老湾村） --unmask --reason 职称评审 --out named.html',
  ]) {
    const { code, both } = await there.run(words)
    expect([words, code, code === 0 ? '' : both]).toEqual([words, 0, ''])
  }
  const plain = readFileSync(join(there.folder, 'plain.html'), 'utf8')
  expect(plain).toContain('@page { size: A4 portrait')
  expect(plain).toContain('兹证明 张三, 由示例一局派驻, 在村任职共 5 个月。')
  expect(plain).toMatch(/<div class="closing"><p>.*委组织部 \(盖章\)<\/p>/)
  expect(plain).not.toContain('身份证')
  const named = readFileSync(join(there.folder, 'named.html'), 'utf8')
  expect(named).toContain('兹证明 张三 (身份证号 410882198510150019), 由')
})

test('the page ends with the as-of day: what came after is not on it', async () => {
  const there = await county()
  for (const words of [
    'cun unit add --name 示例一局',
    'cun posting add --name 张三 --unit 示例一局 --village 张老湾村 --roles 第一书记 --start 2024-01-01 --end 2024-05-31',
    'cun exemplar add --posting 张三 --date 2024-05-20 --deeds 修路',
  ])
    expect((await there.run(words)).code).toBe(0)
  const { out } = await there.run('cun report person 张三 --as-of 2024-03-31 --format json')
  const [terms, , , , exemplars] = JSON.parse(out).tables
  expect(terms.rows[0]).toMatchObject({ from: '2024-01-01', to: '至今', length: '3 个月', days: 91 })
  expect(exemplars.rows).toEqual([])
})
