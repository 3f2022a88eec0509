import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, test } from 'vitest'
import { county, filesUnder, place } from '../world.ts'

const header = '标题,文号,发文机关,层级,类别,密级,收到日期'

/** A word that stands nowhere but in the marked row, so that any trace of the row shows. */
const trace = '玄武湖畔'

const marked: [where: string, row: string][] = [
  ['in the field', `${trace}要点,,甲委,省,文件,机密,2024-05-06`],
  ['in the field, other levels', `${trace}要点,,甲委,省,文件,绝密,2024-05-06`],
  ['in the title, in brackets', `${trace}要点（秘密）,,甲委,省,文件,公开,2024-05-06`],
  ['in the title, at the start', `机密 ${trace}要点,,甲委,省,文件,公开,2024-05-06`],
  ['with a star and a term', `${trace}要点,机密★1年,甲委,省,文件,公开,2024-05-06`],
  ['full-width brackets and blanks', `${trace}要点【机　密】,,甲委,省,文件,公开,2024-05-06`],
  ['spaces inside', `${trace}要点,,甲委,省,文件,机 密,2024-05-06`],
  ['as a degree', `${trace}要点 (机密级),,甲委,省,文件,公开,2024-05-06`],
]

/** Every byte the program left: the database with its journal, and whatever else lies in the folder. */
const left = (folder: string, except: string) =>
  filesUnder(folder)
    .filter(name => basename(name) !== except)
    .map(name => readFileSync(name).toString('utf8'))
    .join('\n')

describe('a marked row leaves no trace', () => {
  test.each(marked)('%s', async (_, row) => {
    const there = place()
    await there.run('cun init --name 甲县 --code 410882')
    there.write('papers.csv', `${header}\r\n好文件,,甲委,省,文件,公开,2024-05-06\r\n${row}\r\n`)
    const { code, both } = await there.run('cun import papers.csv --accept-valid --rejects back.csv')
    expect(code).toBe(1)
    expect(both).toContain('第 3 行: 此行带有涉密标志')
    const flags = header.split(',').map((h, i) => [h, row.split(',')[i]!] as const)
    const keys: Record<string, string> = {
      标题: 'title',
      文号: 'number',
      发文机关: 'issuer',
      层级: 'level',
      类别: 'kind',
      密级: 'secrecy',
      收到日期: 'received',
    }
    const words = flags.filter(([, v]) => v).map(([h, v]) => `--${keys[h]} "${v}"`)
    const added = await there.run(`cun dispatch add ${words.join(' ')}`)
    expect(added.code).toBe(65)
    const history = await there.run('cun history show 2')
    for (const text of [both, added.both, history.both, left(there.folder, 'papers.csv')]) {
      expect(text).not.toContain(trace)
    }
    expect(left(there.folder, 'papers.csv')).toContain('好文件')
  })

  test('a phrase that names secrecy without being marked is taken', async () => {
    const there = place()
    await there.run('cun init --name 甲县 --code 410882')
    const { code } = await there.run(
      'cun dispatch add --title 关于学习《保守国家秘密法》的通知 --issuer 甲委 --level 省 --kind 通知 --secrecy 公开 --received 2024-05-06',
    )
    expect(code).toBe(0)
  })

  test('internal papers do not go through a chat group', async () => {
    const there = place()
    await there.run('cun init --name 甲县 --code 410882')
    const add =
      'cun dispatch add --title 要点 --issuer 甲委 --level 县 --kind 要求 --secrecy 内部 --received 2024-05-06 --forwarded 2024-05-06 --channel'
    expect((await there.run(`${add} 微信工作群`)).both).toContain('内部文件不得通过微信工作群传达')
    expect((await there.run(`${add} 会议`)).code).toBe(0)
  })
})

test.each([
  ['2024-06-29', 1],
  // The last day of a term is one in office.
  ['2024-06-30', 1],
  ['2024-07-01', 0],
])('a paper to sign by 30 June, seen on %s, is asked of %i whose term ends that day', async (asOf, asked) => {
  const there = await county()
  await there.run('cun unit add --name 示例一局')
  await there.run(
    'cun posting add --name 张三 --unit 示例一局 --village 张老湾村 --roles 第一书记 --start 2024-01-31 --end 2024-06-30',
  )
  await there.run(
    'cun dispatch add --title 要点 --issuer 甲委 --level 县 --kind 通知 --secrecy 公开 --received 2024-06-26 --forwarded 2024-06-27 --channel 会议 --due 2024-06-30',
  )
  const rows = async (words: string, table: number) =>
    JSON.parse((await there.run(`${words} --as-of ${asOf} --format json`)).out).tables[table].rows as {
      duty?: string
    }[]
  const duties = await rows('cun overdue --line policy --all', 0)
  expect(duties.filter(r => r.duty === 'dispatch.sign')).toHaveLength(asked)
  expect(await rows('cun report unsigned', 1)).toHaveLength(asked)
})
