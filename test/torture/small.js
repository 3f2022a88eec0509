import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { main } from '../../dist/main.js'
import { folder, split } from './cun.js'

const sheets = {
  'townships.csv': '区划代码,名称\n410882101,常平乡\n410882102,西向镇\n',
  'villages.csv':
    '区划代码,村名,户数\n410882101201,张老湾村,\n410882101202,前和湾村,\n410882101203,煤窑庄村,\n410882102201,常乐村,\n410882102202,西向一街村,\n',
  'people.csv':
    '姓名,派出单位,乡镇,派驻村,驻村职务,驻村起始时间,身份证号,联系电话\n张三,示例一局,常平乡,张老湾村,第一书记,2024-01-31,,13800138000\n李四,示例二局,常平乡,前和湾村,第一书记,2024-01-31,,\n王五,示例三局,西向镇,常乐村,队员,2024-01-20,,\n',
  'households.csv':
    '乡镇,村,户编号,户主,户类型\n常平乡,张老湾村,001,赵六,一般农户\n常平乡,张老湾村,002,钱七,脱贫户\n常平乡,前和湾村,001,孙八,监测户\n常平乡,煤窑庄村,001,周九,一般农户\n西向镇,常乐村,001,吴十,一般农户\n西向镇,常乐村,002,郑一,脱贫户\n',
  'visits.csv':
    '乡镇,村,户编号,走访日期,走访人,走访类型,诉求,办结日期\n常平乡,张老湾村,001,2024-02-02,张三,日常走访,"门前道路破损,请求修补",2024-02-20\n常平乡,张老湾村,002,2024-02-03,张三,日常走访,,\n常平乡,前和湾村,001,2024-03-01,李四,日常走访,路灯不亮,\n西向镇,常乐村,002,2024-03-05,王五,日常走访,,\n',
}

/** The built program in this process, in a folder of its own: everything outside is replaced, as test/world.ts does. */
export function within(at) {
  return async (words, changes = {}) => {
    const said = { out: '', err: '' }
    const world = {
      argv: typeof words === 'string' ? split(words) : words,
      env: { CUN_DB: join(at, 'cun.db') },
      cwd: at,
      user: 'clerk',
      home: join(at, 'home'),
      now: () => new Date('2024-07-26T01:30:00Z'),
      out(data) {
        said.out += typeof data === 'string' ? data : Buffer.from(data).toString()
      },
      err(text) {
        said.err += text
      },
      terminal: { in: false, out: false, err: false },
      width: 120,
      color: false,
      read: path => readFileSync(path),
      size(path) {
        const found = statSync(path, { throwIfNoEntry: false })
        return found?.isFile() ? found.size : undefined
      },
      list: path =>
        statSync(path, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(path).sort() : undefined,
      folder: path => void mkdirSync(path, { recursive: true }),
      write: (path, data) => writeFileSync(path, Buffer.concat([...data].map(d => Buffer.from(d)))),
      open: () => Promise.reject(new Error('opened a file')),
      committed() {},
      interrupted: () => false,
      confirm: () => Promise.resolve(true),
      ...changes,
    }
    return { code: await main(world), ...said }
  }
}

/** Two townships, five villages, three people: a command takes a few milliseconds. */
export async function smallCounty() {
  const at = folder('cun-small-')
  const run = within(at)
  for (const [name, text] of Object.entries(sheets)) writeFileSync(join(at, name), text)
  const must = async words => {
    const ran = await run(words)
    if (ran.code !== 0) throw new Error(`${words}: ${ran.code} ${ran.err}`)
  }
  await must('init --name 示例县 --code 410882 --since 2024-01-01')
  for (const name of Object.keys(sheets)) await must(`import ${name} --add unit`)
  return { at, run, db: join(at, 'cun.db'), sheets }
}
