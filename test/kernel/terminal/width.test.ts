import fc from 'fast-check'
import { expect, test } from 'vitest'
import { width, wrap } from '../../../src/kernel/terminal/width.ts'

test('Chinese counts two cells, and wrapping loses nothing', () => {
  expect([width('村abc'), width('（）'), width('㛃𬱖')]).toEqual([5, 4, 4])
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('村', '，', '。', '》', 'a', 'bc', '1', '),', 'a-long-word'), {
        maxLength: 60,
      }),
      fc.integer({ min: 2, max: 24 }),
      (parts, cells) => {
        const text = parts.join('')
        const lines = wrap(text, cells)
        expect(lines.join('')).toBe(text)
        for (const line of lines) expect(width(line)).toBeLessThanOrEqual(cells)
      },
    ),
  )
})

test('a closing mark begins no line: it takes the character before it along', () => {
  expect(wrap('学习《通知》，会后', 10)).toEqual(['学习《通', '知》，会后'])
  expect(wrap('学习计划书。', 10)).toEqual(['学习计划', '书。'])
  expect(wrap('，，，', 4)).toEqual(['，，', '，'])
})
