import { expect, test } from 'vitest'
import { place } from '../../world.ts'

test('hostile text leaves as CSV that no spreadsheet runs, and comes back as it was', async () => {
  const there = place()
  await there.run('cun init --name 甲县 --code 410882')
  const names = [
    '=cmd()',
    '+1',
    '-1',
    '@x',
    "'=1",
    "'24",
    '’24',
    '<script>alert(1)</script>',
    '../../x',
    '1-2',
    '0012',
    '4108822002041234',
  ]
  for (const name of names) expect((await there.run(`cun unit add --name=${name}`)).code).toBe(0)
  await there.run('cun unit export --out u.csv')
  for (const cell of there.read('u.csv').split(/[,\r\n]+/)) expect(cell).not.toMatch(/^"?[=+\-@]/)
  expect((await there.run('cun import u.csv')).out).toContain(`不变 ${names.length}`)
  expect(
    JSON.parse(
      (await there.run('cun unit list --format json --unmask --reason 测试')).out,
    ).tables[0].rows.map((r: { name: string }) => r.name),
  ).toEqual(names)
})
