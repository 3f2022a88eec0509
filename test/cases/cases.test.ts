import { cpSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeAll, expect, test } from 'vitest'
import { exitCodes } from '../../src/kernel/errors.ts'
import { place } from '../world.ts'

const sheets = new URL('sheets/', import.meta.url).pathname
const samples = new URL('../samples/', import.meta.url).pathname
const { done, input } = exitCodes

/** Commands that record what a sheet refers to. */
const roster = [
  'cun posting add --name 测试甲 --unit 示例一局 --village 张老湾村 --roles 第一书记 --start 2024-01-05 --add unit',
  'cun posting add --name 测试乙 --unit 示例二局 --village 九渡村 --roles 第一书记 --start 2024-01-05 --add unit',
  'cun posting add --name 测试丙 --unit 示例三局 --village 南荒村 --roles 第一书记 --start 2024-01-05 --add unit',
]
const households = ['张老湾村 户主张', '九渡村 户主九', '南荒村 户主南'].flatMap(words => {
  const [village, head] = words.split(' ')
  return ['一', '二', '三'].map(
    (n, i) => `cun household add --village ${village} --number 00${i + 1} --head ${head}${n} --kind 脱贫户`,
  )
})
const guidance = 'cun guidance add --name 第一指导组 --leader 组长甲 --townships 常平乡、王召乡'
const village = [...roster, ...households, guidance]
const people = 'cun import people.csv --add unit'
const twelve = 'cun import 04-roster.csv --add unit'
const training = (...more: string[]) =>
  `cun training add --date 2024-04-10 --title 专题培训 --series 政策培训 --organiser 市委组织部 --level 县级 ${more.join(' ')}`

/** A sheet, what is recorded before, the exit code, and what is said. */
const cases: readonly [sheet: string, before: readonly string[], exit: number, said: readonly string[]][] = [
  ['01-null-words-finding.csv', village, done, ['新增 3', '发现问题 3 格写“无”“/”等的按空读']],
  ['01-null-words-request.csv', village, done, ['新增 3', '诉求 3 格写“无”“/”等的按空读']],
  [
    '02-comma-amount.csv',
    roster,
    input,
    ['5 行中 3 行有误', '第 2 行 · 金额(元) · “1,5万”: 不是金额', '“12，50”', '“3 5”', '只收合格的 2 行'],
  ],
  ['02-comma-members.csv', roster, input, ['4 行中 4 行有误', '“3,2”: 不是数']],
  [
    '02-comma-rating.csv',
    ['cun model import 02-model.csv', ...roster],
    input,
    ['3 行中 1 行有误', '“89，9”: 不是数'],
  ],
  ['02-model.csv', [], input, ['02-model.csv 是考核模型, 不是台账', 'cun model import 02-model.csv']],
  [
    '03-points-above-full.csv',
    ['cun model import 02-model.csv', ...roster],
    input,
    ['“899”: 超过“群众满意度”的满分 100', '“120”: 超过'],
  ],
  [
    '04-attendance-words.csv',
    [twelve, training()],
    input,
    ['是签到表, 不是台账', '--sheet 04-attendance-words.csv'],
  ],
  ['04-roster.csv', [], done, ['新增 12']],
  ['05-chartsheet.xlsx', [], done, ['工作表“Sheet1”', '新增 1']],
  ['06-backslash-zip.xlsx', [], done, ['新增 1']],
  ['08-datetime-cell.xlsx', [], done, ['新增 3', '驻村开始时间 1 格略去时刻']],
  ['08-datetime-visits.csv', village, done, ['新增 3', '走访时间 3 格略去时刻']],
  ['08-strict-iso-dates.xlsx', [], done, ['新增 4', '驻村开始时间 1 格略去时刻']],
  [
    '09-number-in-date-cell.xlsx',
    [],
    input,
    [
      '2 行中 1 行有误',
      '联系电话 · “99*************16”: 是数字格',
      '计划结束时间 · “202602011230”: 不是日期',
    ],
  ],
  [
    '11-name-dots-and-spaces.csv',
    [],
    input,
    ['12 行中 1 行有误', '姓名 5 格间隔号按“·”读', '姓名 1 格去掉字间的空格'],
  ],
  ['13-leading-zeros.csv', village, input, ['只差开头的 0']],
  [
    '14-error-words-ditto.csv',
    [],
    input,
    [
      '第 3、4 行 · 学历、派出单位、单位职务 · “同上、〃”: 指上一行, 不是值',
      '加 --ditto',
      '派出单位 · “-”: 必填',
      '第 5-7、10 行 · 学历、派出单位、单位职务、姓名 · “#REF!、#N/A、NULL、null、nan …”: 不是值',
    ],
  ],
  ['16-serial-only-rows.csv', [], done, ['新增 2', '跳过空行 18 行']],
  ['17-header-format-hint.csv', [], done, ['新增 2']],
  ['17-header-remarks.csv', [], done, ['新增 2']],
  ['18-side-by-side-signin.csv', [twelve], input, ['是签到表, 不是台账']],
  [
    '19-several-names.csv',
    [twelve],
    input,
    ['6 行中 2 行有误', '“王一、王二等3人”: 没有写出每一个人', '“全体驻村第一书记”'],
  ],
  [
    '19-two-visitors.csv',
    [
      ...roster,
      'cun posting add --name 王五 --unit 示例一局 --village 张老湾村 --roles 队员 --start 2024-01-05',
      ...households,
    ],
    input,
    ['走访人 1 格写了几个人的, 每人记一行', '走访人 1 格略去姓名后的称呼', '第 5 行: 与第 2 行重复'],
  ],
  ['20-equals-quoted-id.csv', [], done, ['新增 1']],
  ['21-semicolons.csv', [], done, ['分号分隔', '新增 2']],
  ['21-sep-line-gbk.csv', [], done, ['编码 GB18030, 分号分隔', '新增 2']],
  [
    '22-until-now.csv',
    [],
    input,
    ['17 行中 5 行有误', '“2024年2月”: 只写到月, 没有日', '“113.2.1”: 不是日期', '“01/02/2024”: 不是日期'],
  ],
  [
    '23-subtotals-between.csv',
    [],
    done,
    ['跳过小标题行 2 行 (一、常平村; 二、杨河村)', '跳过合计行 3 行', '新增 2'],
  ],
  ['24-line-break-formula.csv', village, done, ['新增 1']],
  ['24-line-break-in-note.csv', village, input, ['2 行中 1 行有误', '“2024-03-99”: 没有这一天']],
  [
    '31-花名册-全角空格姓名-至今-年月.xlsx',
    [],
    input,
    [
      '姓　名 58 格去掉字间的空格',
      '驻村结束时间 22 格写“至今”“长期”等的按空读',
      '驻村开始时间 11 格两位的年份前补 20',
      '驻村开始时间 11 格起止写在一格的分开读',
      '日期序号 11 格',
      '(共 22 行) · 驻村开始时间、驻村结束时间 · “2023年9月、2025年6月、2023年7月、2023年6月”: 只写到月, 没有日',
      '是数字格, 表格软件只存 15 位',
    ],
  ],
  [
    '32-姓名空格-至今-年月-斜杠.csv',
    [],
    input,
    ['5 行中 2 行有误', '姓名 3 格去掉字间的空格', '“2024.06”: 只写到月'],
  ],
  ['33-行政区划-副标题行两格被当作两行表头.xlsx', [], done, ['跳过表头前 2 行', '村(社区): 新增 0']],
  ['34-乡镇（街道）名称-认不出.xlsx', [], done, ['乡镇(街道)', '不变 13']],
  ['35-一村一个工作表.xlsx', [], input, ['有 5 个工作表都认得出', '加 --all-sheets 合为一批']],
  ['36-走访矩阵.xlsx', roster, input, ['像走访矩阵', '10 户 × 10 天', '28 次走访', '--matrix']],
  [
    '37-接龙.txt',
    [people, training()],
    input,
    ['是接龙, 不是台账', 'cun training attend 1 --sheet 37-接龙.txt'],
  ],
  ['38-评分带被评村列.csv', [people], done, ['编码 GB18030', '新增 130']],
  ['39-紫陵镇-同村同名户.xlsx', [], input, ['50 行中 2 行有误', '是同一个农户还是两个, 看不出来']],
  [
    '39-退回表再导入会覆盖同名户.csv',
    ['cun household add --village 王庄村 --township 紫陵镇 --head 王玉梅 --kind 监测户 --members 5'],
    input,
    ['因与另一行相同退回过, 现在与记录 1 相符: 导入会改动那条记录'],
  ],
  [
    '40-签到表被当作派驻.xlsx',
    [people, training()],
    input,
    ['是签到表, 不是台账', 'cun training attend 1 --sheet'],
  ],
  [
    '41-请假登记-起止合在一栏.csv',
    [people],
    input,
    ['请假时间 5 格起止写在一格的分开读', '没有写年份', '加 --year 2024', '批准日期: 必填, 但表中没有这一列'],
  ],
  [
    '42-前任写姓名.csv',
    [
      'cun posting add --name 周甲 --unit 示例一局 --village 王庄村 --township 紫陵镇 --roles 第一书记 --start 2022-06-01 --end 2024-05-31 --add unit',
    ],
    done,
    ['新增 1'],
  ],
]

let base: string
beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), 'cun-cases-'))
  cpSync(sheets, base, { recursive: true })
  cpSync(samples, base, { recursive: true })
  const office = place(base)
  for (const words of [
    'cun init --name 沁阳市 --code 410882 --since 2024-01-01',
    'cun import qinyang-townships.csv qinyang-villages.csv',
  ]) {
    const { code, both } = await office.run(words)
    expect([code, code === 0 ? '' : both]).toEqual([0, ''])
  }
}, 60_000)

const made = new Map<string, Promise<string>>()
/** A folder in which the commands were run, made once for equal ones. */
function folderAfter(before: readonly string[]): Promise<string> {
  const key = before.join('\n')
  const known = made.get(key) ?? make(before)
  made.set(key, known)
  return known
}
async function make(before: readonly string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'cun-case-'))
  cpSync(base, folder, { recursive: true })
  for (const words of before) {
    const { code, both } = await place(folder).run(words)
    expect([words, code, code === 0 ? '' : both]).toEqual([words, 0, ''])
  }
  return folder
}

test.each(cases)('%s', async (sheet, before, exit, said) => {
  // A dry run changes nothing, so cases may share a folder.
  const at = place(await folderAfter(before))
  const { code, both } = await at.run(`cun import ${sheet} --add unit --dry-run`)
  for (const words of said) expect(both).toContain(words)
  expect([code, both]).toEqual([exit, both])
})

test('every sheet has its case', () => {
  const tried = new Set(cases.map(([sheet]) => sheet))
  expect(readdirSync(sheets).filter(name => !tried.has(name))).toEqual(['people.csv'])
  expect(readFileSync(join(sheets, 'people.csv'), 'utf8')).toContain('徐静')
})

test('31: months are read as their first day, those of an end as their last, only where a person says so', async () => {
  const sheet = '31-花名册-全角空格姓名-至今-年月.xlsx'
  const own = 'cun unit add --name 示例零局'
  const at = place(await folderAfter([own]))
  const { both } = await at.run(`cun import ${sheet} --add unit --month-day 1 --accept-valid`)
  expect(both).toContain('驻村开始时间 11 格只写到月的按当月 1 日读')
  expect(both).not.toContain('只写到月, 没有日')
  const { out } = await at.run('cun posting export --format json')
  const { rows } = JSON.parse(out).tables[0] as { rows: { start: string; plannedEnd: string | null }[] }
  expect(rows.map(r => r.start)).toContain('2023-09-01')
  expect(rows.map(r => r.plannedEnd)).toContain('2025-06-30')
})

test('a name that an older version stored with its space is the same person', async () => {
  const at = place(
    await folderAfter([
      'cun posting add --name 李四 --unit 示例一局 --village 张老湾村 --roles 队员 --start 2024-06-03 --add unit',
    ]),
  )
  const db = new Database(join(at.folder, 'cun.db'))
  db.prepare("update posting set name = '李 四'").run()
  db.close()
  at.write('四.csv', '姓名,派出单位,派驻村,驻村职务,驻村开始时间\n李四,示例一局,张老湾村,队员,2024-06-03\n')
  expect((await at.run('cun import 四.csv --dry-run')).both).toContain('新增 0, 更改 1')
  at.write('五.csv', '姓名,派出单位,派驻村,驻村职务,驻村开始时间\n李 四,示例一局,九渡村,队员,2024-06-10\n')
  expect((await at.run('cun import 五.csv --dry-run')).both).toContain('李四这段时间已派驻张老湾村')
})
