import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { beforeAll, describe, expect, test } from 'vitest'
import { county, type Place, place } from '../world.ts'

const formats = ['csv', 'xlsx', 'docx', 'html'] as const

const files = (folder: string) =>
  new Map(readdirSync(folder).map(name => [name, readFileSync(join(folder, name)).toString('base64')]))

describe('a frozen quarter', () => {
  let demo: Place
  beforeAll(async () => {
    demo = place()
    const { code, both } = await demo.run(`cun demo --db ${demo.folder}/cun.db`)
    expect([code, code === 0 ? '' : both]).toEqual([0, ''])
    for (const words of [
      'assess freeze 2024Q2',
      'settings set redblue.objectionDays 0',
      'redblue propose 2024Q2 --red 14 --blue 6',
      'redblue decide 2024Q2 --by 示例部长',
      'redblue publish 2024Q2 --number 示例组通〔2024〕3号',
    ]) {
      const { code, both } = await demo.run(`cun ${words}`)
      expect([words, code, code === 0 ? '' : both]).toEqual([words, 0, ''])
    }
    for (const format of formats) {
      const { code } = await demo.run(`cun export --quarter 2024Q2 --out before-${format} --format ${format}`)
      expect(code).toBe(0)
    }
  }, 120_000)

  test('is exported whole: papers, comparison, list, notice, manifest', () => {
    expect(readdirSync(join(demo.folder, 'before-xlsx')).sort()).toEqual([
      '2024Q2-SHA256-xlsx.txt',
      '2024Q2-attendance.xlsx',
      '2024Q2-compare.xlsx',
      '2024Q2-exchange.xlsx',
      '2024Q2-inspection.xlsx',
      '2024Q2-onpost.xlsx',
      '2024Q2-purchase.xlsx',
      '2024Q2-quarter.xlsx',
      '2024Q2-redblue.xlsx',
      '2024Q2-resource.xlsx',
      '2024Q2-score.xlsx',
      '2024Q2-stationday.xlsx',
      '2024Q2-trip.xlsx',
      '2024Q2-waived.xlsx',
      '示例组通〔2024〕3号.docx',
      '示例组通〔2024〕3号.html',
    ])
  })

  test('has the same bytes on a later day', async () => {
    const again = await demo.run(
      'cun export --quarter 2024Q2 --out before-csv --format csv --as-of 2024-11-20',
    )
    expect([again.code, again.code === 0 ? '' : again.both]).toEqual([0, ''])
  })

  test.each([
    ['2024H1', ['purchase', 'resource', 'trip'], ['burden', 'plan', 'strategy']],
    ['2024', ['purchase', 'resource', 'trip', 'burden', 'plan', 'strategy'], []],
  ])('every paper that takes %s is exported', async (period, with_, without) => {
    expect((await demo.run(`cun export --quarter ${period} --out ${period} --format csv`)).code).toBe(0)
    const names = readdirSync(join(demo.folder, period))
    expect(names).toEqual(expect.arrayContaining(with_.map(name => `${period}-${name}.csv`)))
    for (const name of without) expect(names).not.toContain(`${period}-${name}.csv`)
  })

  test('reprints the same bytes after a visit is removed and the model and a threshold are changed', async () => {
    const notice = await demo.run('cun notice print 示例组通〔2024〕3号')
    const explained = JSON.parse((await demo.run('cun assess explain 2024Q2 曹平杰 --format json')).out)
    const visit = explained.tables[1].rows.find((r: { register: string }) => r.register === 'visit').record
    expect((await demo.run(`cun visit remove ${visit} --yes`)).code).toBe(0)
    expect((await demo.run('cun model export --out model.csv')).code).toBe(0)
    demo.write('model.csv', demo.read('model.csv').replace('目标=50%', '目标=90%'))
    expect((await demo.run('cun model import model.csv')).code).toBe(0)
    expect((await demo.run('cun settings set quarter.minDays 5')).code).toBe(0)
    for (const format of formats) {
      const { code } = await demo.run(`cun export --quarter 2024Q2 --out after-${format} --format ${format}`)
      expect(code).toBe(0)
      const [before, after] = [`before-${format}`, `after-${format}`].map(f => files(join(demo.folder, f)))
      expect(after).toEqual(before)
    }
    expect((await demo.run('cun notice print 示例组通〔2024〕3号')).out).toBe(notice.out)
    const drift = await demo.run('cun assess drift 2024Q2')
    expect(drift.out).toContain(`不再有 visit ${visit} (`)
    expect(drift.out).toContain('考核模型: 冻结时第 0 版, 现为第 1 版')
    expect(drift.out).toContain('设置 quarter.minDays: 冻结时 30, 现为 5')
  })

  test('is exported again without changing a byte; another file in the way is left alone', async () => {
    const folder = join(demo.folder, 'before-csv')
    const before = files(folder)
    const again = await demo.run('cun export --quarter 2024Q2 --out before-csv --format csv')
    expect([again.code, files(folder)]).toEqual([0, before])
    demo.write('before-csv/2024Q2-score.csv', '别的内容')
    const blocked = await demo.run('cun export --quarter 2024Q2 --out before-csv --format csv')
    expect(blocked.code).toBe(73)
    expect(blocked.out).toContain('已有内容不同的文件')
    expect(demo.read('before-csv/2024Q2-score.csv')).toBe('别的内容')
    expect((await demo.run('cun export --quarter 2024Q2 --out before-csv --format csv --force')).code).toBe(0)
    expect(files(join(demo.folder, 'before-csv')).get('2024Q2-score.csv')).toBe(
      before.get('2024Q2-score.csv'),
    )
  })

  test('a file that cannot be written is listed, the rest stand', async () => {
    const full = Object.assign(new Error('full'), { code: 'ENOSPC' })
    const folder = join(demo.folder, 'full')
    const { code, out } = await demo.run('cun export --quarter 2024Q2 --out full --format csv', {
      write(path, data) {
        if (path.includes('onpost')) throw full
        demo.write(`full/${path.split('/').at(-1)}`, Buffer.concat([...data].map(d => Buffer.from(d))))
      },
    })
    expect(code).toBe(74)
    expect(out).toMatch(/2024Q2-onpost\.csv +ENOSPC/)
    expect(readdirSync(folder)).toContain('2024Q2-score.csv')
    expect(readdirSync(folder)).not.toContain('2024Q2-onpost.csv')
  })
})

test('hostile unit names pass every writer harmlessly', async () => {
  const there = await county()
  const hostile = ['=cmd()', '<script>alert(1)</script>', '../../x']
  there.write(
    'roster.csv',
    `姓名,派出单位,乡镇,派驻村,驻村职务,驻村起始时间\r\n${hostile
      .map(
        (u, i) =>
          `${'甲乙丙'[i]}${'甲乙丙'[i]},${u},常平乡,${['张老湾村', '前和湾村', '常平村'][i]},第一书记,2024-01-02`,
      )
      .join('\r\n')}\r\n`,
  )
  there.write('model.csv', '指标,线,对象,分值,取数,方法\r\n蹲点日,外线,单位,100,stationday.kept,比率\r\n')
  for (const words of [
    'cun import roster.csv --add unit',
    'cun model import model.csv',
    'cun assess freeze 2024Q2 --as-of 2024-07-03',
    ...hostile.map(u => `cun redblue propose 2024Q2 --unit "${u}" --blue --facts 未蹲点 --as-of 2024-07-03`),
    'cun redblue decide 2024Q2 --by 王部长 --as-of 2024-07-03',
    'cun redblue publish 2024Q2 --number 甲组通[2024]1号 --as-of 2024-07-09 --out n.docx',
  ]) {
    const { code, both } = await there.run(words)
    expect([words, code, code === 0 ? '' : both]).toEqual([words, 0, ''])
  }
  for (const format of [...formats, 'json'] as const) {
    expect((await there.run(`cun export --quarter 2024Q2 --out ${format} --format ${format}`)).code).toBe(0)
  }
  const score = there.read('csv/2024Q2-score.csv')
  for (const name of hostile) expect(score).toContain(name.startsWith('=') ? `'${name}` : name)
  expect(score).not.toMatch(/(^|,)=cmd/m)
  for (const folder of ['html', 'csv']) {
    for (const name of readdirSync(join(there.folder, folder)).filter(n => n.endsWith('.html'))) {
      const page = there.read(`${folder}/${name}`)
      expect(page).not.toMatch(/<script/i)
      if (/score|compare|quarter|redblue/.test(name)) expect(page).toContain('&lt;script&gt;')
    }
  }
  for (const [folder, name] of ['xlsx', 'docx'].flatMap(f =>
    readdirSync(join(there.folder, f))
      .filter(n => n.endsWith(f))
      .map(n => [f, n] as const),
  )) {
    const parts = unzipSync(readFileSync(join(there.folder, folder, name)))
    for (const [part, bytes] of Object.entries(parts)) {
      const text = Buffer.from(bytes).toString()
      expect([name, part, /<f[ >]|<script/i.test(text)]).toEqual([name, part, false])
    }
  }
  expect(readdirSync(there.folder).filter(n => n === 'x' || n.includes('..'))).toEqual([])
}, 120_000)
