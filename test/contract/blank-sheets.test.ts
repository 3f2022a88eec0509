import { beforeAll, describe, expect, test } from 'vitest'
import { lines } from '../../src/lines.ts'
import { county, type Place } from '../world.ts'

const registers = lines.flatMap(l => l.registers ?? []).filter(r => !r.process)

describe('a blank sheet that nobody filled in is accepted', () => {
  let there: Place
  beforeAll(async () => {
    there = await county()
  })
  for (const { name } of registers)
    for (const lang of ['zh', 'en'])
      test.each(['xlsx', 'csv'])(`${name}, ${lang}, %s`, async ending => {
        const file = `${name}-${lang}.${ending}`
        const made = await there.run(`cun ${name} template --out ${file} --lang ${lang}`)
        expect([made.code, made.code === 0 ? '' : made.both]).toEqual([0, ''])
        const { code, both } = await there.run(`cun import ${file}`)
        expect([code, both]).toEqual([0, expect.stringContaining('没有数据行')])
        expect(both).toContain(` (${name})`)
      })
})
