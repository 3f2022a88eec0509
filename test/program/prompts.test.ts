import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { county, type Place, split } from '../world.ts'

/**
 * Sessions at a real terminal. `$ ` is a command, `> ` what the screen must show before the session goes on, `< `
 * the keys then pressed: names of keys, anything else as it is typed. Below stands the screen that is left, after
 * `| `, and `? 130` the exit code when it is not 0. UPDATE_SESSIONS=1 writes the screens that there are now.
 */
interface Run {
  readonly command: string
  readonly steps: ['wait' | 'send', string][]
  /** Lines of the file before the screen, as they stand. */
  readonly told: string[]
}

const cun = new URL('../../bin/cun.js', import.meta.url).pathname
const driver = new URL('../terminal.py', import.meta.url).pathname
const cases = new URL('../cases/sheets/', import.meta.url).pathname
const sessions = new URL('../prompts/', import.meta.url).pathname

function runsOf(text: string): Run[] {
  const runs: Run[] = []
  let remarks: string[] = []
  for (const line of text.split('\n')) {
    const told = runs.at(-1)?.told
    if (line.startsWith('# ') || line === '') remarks.push(line)
    else if (line.startsWith('$ ')) {
      runs.push({ command: line.slice(2), steps: [], told: [...remarks, line] })
      remarks = []
    } else if (line.startsWith('> ') || line.startsWith('< ')) {
      runs.at(-1)!.steps.push([line.startsWith('>') ? 'wait' : 'send', line.slice(2)])
      told!.push(line)
    }
  }
  return runs
}

interface Seen {
  readonly screen: string[]
  readonly code: number
  readonly fault: string | null
}

function atTerminal(folder: string, commands: readonly Run[], width = 80): Seen[] {
  const order = {
    width,
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      TERM: 'xterm',
      LANG: 'C.UTF-8',
      CUN_LANG: 'zh',
      CUN_USER: 'clerk',
    },
    runs: commands.map(({ command, steps }) => ({
      argv: [process.execPath, cun, '--as-of', '2024-07-26', ...split(command).slice(1)],
      steps,
    })),
  }
  const { stdout, stderr, status } = spawnSync('python3', [driver], { input: JSON.stringify(order) })
  if (status !== 0) throw new Error(String(stderr))
  return JSON.parse(String(stdout)) as Seen[]
}

/** A county with three people, two of one name, their households, and a training. */
async function peopled(): Promise<Place> {
  const there = await county()
  const sheets = {
    people: `姓名,派出单位,乡镇,派驻村,驻村职务,驻村起始时间,联系电话
张三,示例一局,常平乡,张老湾村,第一书记,2024-1-31,13800138001
李四,示例一局,常平乡,前和湾村,第一书记,2024-1-31,13800138002
张三,示例二局,西向镇,常乐村,第一书记,2024-5-20,`,
    households: `乡镇,村,户编号,户主,户类型
常平乡,张老湾村,001,赵六,一般农户
常平乡,张老湾村,002,钱七,监测户
西向镇,常乐村,001,孙八,一般农户`,
    trainings: `日期,主题,类别,组织单位,层级
2024-06-04,衔接资金使用政策,政策培训,市委组织部,县级`,
  }
  for (const [name, text] of Object.entries(sheets)) {
    there.write(`${name}.csv`, text)
    const { code, both } = await there.run(`cun import ${name}.csv --add unit`)
    if (code !== 0) throw new Error(both)
  }
  there.write('signed.csv', '专题培训签到表,\n2024年6月4日,\n姓名,签名\n李四,李四\n张三（张老湾村）,√\n')
  there.write('matrix.csv', '张老湾村走访表\n户主,4月3日,4月10日\n赵六,√,\n钱七,√,√\n')
  there.write('接龙.txt', '#接龙\n1. 李四\n2. 张三 常乐村 请假\n')
  there.write(
    '农户.csv',
    `村,户编号,户主,户类型,人口
张老湾村,1,赵六,一般农户,4
张老湾村,2,钱七,监测户,3
前和湾村,,周八,一般农户,2
前和湾村,,吴九,一般农户,2
前和湾村,,周八,脱贫户,5
前和湾村,,吴九,脱贫户,5`,
  )
  for (const name of [
    '31-花名册-全角空格姓名-至今-年月.xlsx',
    '32-姓名空格-至今-年月-斜杠.csv',
    '35-一村一个工作表.xlsx',
  ])
    copyFileSync(join(cases, name), join(there.folder, name))
  there.write(
    '请假.csv',
    '姓名,派驻村,请假类型,请假时间,批准单位,批准日期\n李四,前和湾村,事假,4月8日-4月10日,乡党委,4月7日\n',
  )
  there.write(
    '同上.csv',
    `姓名,派出单位,乡镇,派驻村,驻村职务,驻村起始时间
周五,示例六十局,常平乡,常平村,第一书记,2024-3-1
吴六,同上,〃,〃,队员,2024-3-1`,
  )
  mkdirSync(join(there.folder, '各乡镇'))
  there.write('各乡镇/张老湾村.csv', '户编号,户主,户类型\n003,冯一,一般农户\n')
  there.write('各乡镇/前和湾村.csv', '户编号,户主,户类型\n003,冯二,一般农户\n')
  there.write(
    'model.csv',
    '指标,线,对象,分值,取数,方法,参数,封顶\n周二蹲点日,外线,单位,100,stationday.kept,比率,,\n',
  )
  return there
}

describe.skipIf(process.platform === 'win32')('at a terminal', () => {
  let there: Place
  beforeAll(async () => {
    there = await peopled()
  })

  for (const name of readdirSync(sessions).sort()) {
    test(name, () => {
      const folder = mkdtempSync(join(tmpdir(), 'cun-prompts-'))
      cpSync(there.folder, folder, { recursive: true })
      const text = readFileSync(join(sessions, name), 'utf8')
      const runs = runsOf(text)
      const seen = atTerminal(folder, runs)
      const now = runs.flatMap(({ told }, i) => {
        const { screen, code, fault } = seen[i]!
        if (fault) throw new Error(`waited in vain for ${fault}:\n${screen.join('\n')}`)
        return [
          ...told,
          ...screen.map(l => `| ${l.replaceAll(folder, '~')}`.trimEnd()),
          ...(code === 0 ? [] : [`? ${code}`]),
        ]
      })
      const written = `${now.join('\n')}\n`
      if (process.env.UPDATE_SESSIONS) writeFileSync(join(sessions, name), written)
      else expect(written).toBe(text)
    }, 300_000)
  }

  test('off a terminal nothing waits: the refusal names what to give', () => {
    for (const words of [
      'visit add',
      'posting change 1',
      'training attend 1',
      'handover accept',
      'unit merge',
      'restore',
    ]) {
      const { status, stderr, stdout } = spawnSync(process.execPath, [cun, ...words.split(' ')], {
        cwd: there.folder,
        env: { PATH: process.env.PATH, HOME: there.folder, CUN_LANG: 'zh' },
        stdio: ['pipe', 'pipe', 'pipe'],
        timeout: 30_000,
      })
      expect([words, status, String(stdout)]).toEqual([words, 64, ''])
      expect(String(stderr)).toMatch(/必填|没有|缺少/)
    }
  })
})
