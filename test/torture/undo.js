import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bad, drop, folder, random } from './cun.js'
import { dump } from './dump.js'
import { smallCounty, within } from './small.js'

const villages = ['张老湾村', '前和湾村', '煤窑庄村', '常乐村', '西向一街村']
const people = ['张三', '李四', '王五']
const units = ['示例一局', '示例二局', '示例三局', '示例四局']

/** What an office does in a day, at random: some of it is refused, which writes nothing. */
const steps = {
  add: (pick, n) =>
    `household add --village ${pick(villages)} --number ${pick(['001', `N${n}`])} --head 新${n} --kind ${pick(['一般农户', '脱贫户'])}`,
  change: (_, n) => `household change ${1 + (n % 9)} --head 改${n}`,
  moved: (pick, n) => `household change ${1 + (n % 9)} --village ${pick(villages)}`,
  remove: (_, n) => `household remove ${1 + (n % 9)} --yes`,
  visit: (pick, n) =>
    `visit add --village ${pick(villages)} --household ${pick(['001', '002'])} --date 2024-05-${String(1 + (n % 28)).padStart(2, '0')} --visitor ${pick(people)}`,
  closed: (_, n) => `visit change ${1 + (n % 5)} --closed 2024-06-0${1 + (n % 9)}`,
  posting: (pick, n) =>
    `posting add --name 赵${n} --unit ${pick(units)} --village ${pick(villages)} --roles 队员 --start 2024-03-0${1 + (n % 9)} --add unit`,
  ended: (_, n) => `posting change ${1 + (n % 4)} --end 2024-06-0${1 + (n % 9)} --end-reason 轮换`,
  unit: (pick, n) => `unit change ${1 + (n % 3)} --level ${pick(['县', '市'])}`,
  units: pick => `unit merge ${pick(units)} --into ${pick(units)}`,
  villages: pick => `village merge ${pick(villages)} --into ${pick(villages)} --on 2024-07-01`,
  households: (_, n) => `household merge #${1 + (n % 9)} --into #${1 + ((n * 7) % 9)}`,
  setting: pick => `settings set visit.rounds ${pick(['监测户=2', '监测户=3', '脱贫户=1'])}`,
  training: (pick, n) =>
    `training add --date 2024-04-${10 + (n % 20)} --topic 培训${n} --kind 政策培训 --host 组织部 --level 县级 --attendees ${pick(people)}`,
  import: (_, n) => `import sheet${n}.csv --add unit`,
}

function sheet(at, pick, n) {
  const rows = Array.from(
    { length: 1 + (n % 12) },
    (_, i) => `${pick(villages)},${pick(['001', `S${n}-${i}`])},户${i},一般农户`,
  )
  writeFileSync(join(at, `sheet${n}.csv`), `村,户编号,户主,户类型\n${rows.join('\n')}\n`)
}

async function standing(run, from) {
  const { out } = await run('history --format json')
  return JSON.parse(out).tables[0].rows.filter(
    row => row.batch > from && !row.undone && !row.command.startsWith('undo'),
  )
}

/** Undo every batch after the first ones, the newest first, as an office would with `cun undo`. */
async function undoAll(run, from) {
  let undone = 0
  for (;;) {
    const open = await standing(run, from)
    if (open.length === 0) return { undone }
    const { code, err } = await run('undo --yes')
    if (code !== 0) return { undone, failed: `undo of ${open.at(-1).command}: ${code} ${err.trim()}` }
    undone++
  }
}

export async function undo({ full, seed }) {
  const { db } = await smallCounty()
  const start = dump(db)
  const next = random(seed)
  const pick = list => list[Math.floor(next() * list.length)]
  const trials = full ? 1000 : 40
  const [differ, checked] = [bad(), bad()]
  let batches = 0
  for (let trial = 0; trial < trials; trial++) {
    const here = folder()
    const path = join(here, 'cun.db')
    copyFileSync(db, path)
    const run = within(here)
    const from = JSON.parse((await run('history --format json')).out).tables[0].rows.length
    const history = []
    for (let i = 2 + Math.floor(next() * 12); i > 0; i--) {
      const n = Math.floor(next() * 1000)
      const name = pick(Object.keys(steps))
      if (name === 'import') sheet(here, pick, n)
      const words = steps[name](pick, n)
      const { code, err } = await run(words)
      history.push(`${words} -> ${code}`)
      if (![0, 64, 65].includes(code)) checked.add(`${words}: ${code} ${err}`)
      if (next() < 0.1 && (await standing(run, from)).length > 0)
        history.push(`undo -> ${(await run('undo --yes')).code}`)
    }
    const { undone, failed } = await undoAll(run, from)
    batches += undone
    if (failed || dump(path) !== start)
      differ.add(`${failed ?? 'the facts differ'} after ${history.join('; ')}`)
    const { code, out } = await run('check --format json')
    if (code > 1 || /摘要链|经过/.test(out)) checked.add(`check: ${code} ${out.slice(0, 200)}`)
    drop(here)
  }
  return [
    {
      what: 'everything undone after a random history: other facts than at its start',
      n: trials,
      result: `${differ.count} differ; ${batches} batches undone`,
      bad: differ,
    },
    {
      what: 'random histories: other exits, or check finds it wrong',
      n: trials,
      result: `${checked.count}`,
      bad: checked,
    },
  ]
}
