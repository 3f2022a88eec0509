import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeXlsx } from 'hucre/xlsx'
import { beforeAll, expect, test } from 'vitest'
import { type Place, place } from '../world.ts'

const samples = new URL('../samples/', import.meta.url).pathname
let office: Place

beforeAll(async () => {
  office = place()
  await office.run('cun init --name 沁阳市 --code 410882 --since 2024-01-01')
  const { code } = await office.run(
    `cun import ${samples}qinyang-townships.csv ${samples}qinyang-villages.csv`,
  )
  expect(code).toBe(0)
}, 60_000)

const rowsOf = (heads: readonly string[], start = 1) => [
  ['农户花名册'],
  ['户编号', '户主姓名', '户类型', '家庭人口'],
  ...heads.map((head, i) => [String(start + i).padStart(3, '0'), head, '一般农户', '3人']),
  ['合计', String(heads.length), '', ''],
]

async function workbook(path: string, sheets: readonly { name: string; rows: (string | null)[][] }[]) {
  office.write(path, await writeXlsx({ sheets: sheets.map(s => ({ ...s })) }))
}

test('13 workbooks with a sheet for each of 25 villages are one dry run and one batch', async () => {
  const sample = (file: string) =>
    readFileSync(join(samples, file), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map(l => l.trim().split(',') as [string, string])
  const townships = sample('qinyang-townships.csv')
  const villages = sample('qinyang-villages.csv')
  mkdirSync(join(office.folder, '农户'))
  let sheets = 0
  for (const [code, name] of townships) {
    const own = villages.filter(([village]) => village.startsWith(code)).slice(0, 25)
    sheets += own.length
    await workbook(
      `农户/${name}.xlsx`,
      own.map(([, village]) => ({ name: village, rows: rowsOf(['甲', '乙', '丙']) })),
    )
  }
  office.write('农户/旧名单.xls', 'x')
  expect([townships.length, sheets]).toEqual([13, 248])
  const words = 'cun import 农户 --all-sheets --from-sheet-name village --from-file-name township'
  const dry = await office.run(`${words} --dry-run`)
  expect(dry.both).toContain('农户 中未读: 旧名单.xls')
  expect(dry.both).toContain('农户: 13 个文件的 248 个表合为一批, 表的名称作村, 文件的名称作乡镇')
  expect(dry.both).toContain('跳过合计行 248 行')
  expect(dry.both).toContain('农户: 新增 744, 更改 0, 不变 0, 退回 0 (试算, 未写入)')
  expect((await office.run(words)).both).toContain('农户: 新增 744, 更改 0, 不变 0, 退回 0 (第 4 批)')
  expect((await office.run(words)).both).toContain('新增 0, 更改 0, 不变 744')
  expect((await office.run('cun undo --yes')).both).toContain('农户 删除 744')
}, 120_000)

test('a complaint names the sheet and its line; what is wrong lands beside the source and goes in without the names', async () => {
  mkdirSync(join(office.folder, 'b'))
  const [good, wrong] = [rowsOf(['甲', '乙']), rowsOf(['丙', '丁'])]
  wrong[2]![2] = '富农'
  await workbook('b/两村.xlsx', [
    { name: '九渡村', rows: good },
    { name: '常平村', rows: wrong },
    { name: '说明', rows: [['填表说明']] },
  ])
  const words = 'cun import b/两村.xlsx --all-sheets --from-sheet-name 村'
  const refused = await office.run(words)
  expect(refused.code).toBe(65)
  expect(refused.both).toContain('未读工作表“说明”')
  expect(refused.both).toContain('“常平村”第 3 行 · 户类型 · “富农”: 不在可选之列')
  const taken = await office.run(`${words} --accept-valid`)
  expect(taken.both).toContain('新增 3')
  expect(existsSync(join(office.folder, 'b/两村-退回.csv'))).toBe(true)
  office.write('b/两村-退回.csv', office.read('b/两村-退回.csv').replace('富农', '一般农户'))
  expect((await office.run('cun import b/两村-退回.csv')).both).toContain('农户: 新增 1')
})

test('without their column, or of several kinds, sheets are refused with what to do', async () => {
  const none = await office.run('cun import b/两村.xlsx --all-sheets')
  expect(none.both).toContain('各表都没有“村”一列')
  expect(none.both).toContain('加 --from-sheet-name village')
  office.write('b/单位.csv', '单位名称,联系电话\n示例一局,13800000000\n')
  const mixed = await office.run('cun import b --all-sheets')
  expect(mixed.both).toContain('这些表不是一种')
  const unknown = await office.run('cun import b/两村.xlsx --from-sheet-name 省')
  expect(unknown.both).toContain('农户没有“省”这一栏')
  const several = await office.run('cun import b/两村.xlsx')
  expect(several.both).toContain('都要的, 加 --all-sheets 合为一批')
  mkdirSync(join(office.folder, '空'))
  expect((await office.run('cun import 空')).both).toContain('文件夹 空 里没有 XLSX 或 CSV 表')
})

test('two sheets that say the same are told apart by place', async () => {
  await workbook('b/重复.xlsx', [
    { name: '九渡村', rows: rowsOf(['戊'], 9) },
    { name: '九渡', rows: rowsOf(['己'], 9) },
  ])
  const { both } = await office.run('cun import b/重复.xlsx --all-sheets --from-sheet-name 村')
  expect(both).toContain('“九渡”第 3 行: 与“九渡村”第 3 行重复, 是同一条记录')
})
