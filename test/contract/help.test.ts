import { describe, expect, test } from 'vitest'
import { globalOptions } from '../../src/kernel/cli/global-options.ts'
import { width } from '../../src/kernel/terminal/width.ts'
import { lines } from '../../src/lines.ts'
import { nounsOf } from '../../src/program.ts'
import { place } from '../world.ts'

describe.each(['zh', 'en'])('the first screen in %s', CUN_LANG => {
  const env = { CUN_LANG }

  test('fits 80 columns and 40 rows, and names every command and every option', async () => {
    const { out, code } = await place().run('cun', { env })
    const rows = out.trimEnd().split('\n')
    expect(code).toBe(0)
    expect(rows.length).toBeLessThanOrEqual(40)
    expect(rows.filter(row => width(row) > 80)).toEqual([])
    const words = out.split(/\s+/)
    // Earlier values are shown with their records.
    const past = new Set(lines.flatMap(l => l.registers ?? []).flatMap(r => (r.earlierOf ? [r.name] : [])))
    expect(nounsOf(lines).filter(n => !words.includes(n.name) && !past.has(n.name))).toEqual([])
    expect(globalOptions.filter(({ flags }) => !words.includes(flags.split(' ')[0]!))).toEqual([])
  })

  test('is the same however it is asked for', async () => {
    const there = place()
    const { out } = await there.run('cun', { env })
    for (const words of ['cun help', 'cun --help', 'cun -h', `cun --lang ${CUN_LANG} help`, 'cun --quiet']) {
      expect((await there.run(words, { env })).out).toBe(out)
    }
  })

  test('names the words of the other language only where they are the names of the lines', async () => {
    const { out } = await place().run('cun', { env })
    const chinese = out.match(/\p{Script=Han}+/gu) ?? []
    if (CUN_LANG === 'en') expect(chinese).toEqual(['天线', '地线', '外线', '内线', '红线'])
    else expect(chinese.length).toBeGreaterThan(40)
  })

  test('the help of a command has an example, in either order of the words', async () => {
    const there = place()
    const { out } = await there.run('cun help visit add', { env })
    expect(out).toContain('cun visit add --date')
    expect((await there.run('cun visit add --help', { env })).out).toBe(out)
    expect((await there.run('cun visit', { env })).out).toBe((await there.run('cun help visit', { env })).out)
    expect((await there.run('cun help options', { env })).out).toContain('--as-of <date>')
    expect((await there.run('cun assess 2024Q2 --help', { env })).out).toContain('explain')
  })
})
