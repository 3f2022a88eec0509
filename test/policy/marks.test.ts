import { expect, test } from 'vitest'
import type { Reader, Setting } from '../../src/kernel/schema/types.ts'
import { type Mark, markOf, marks } from '../../src/policy/marks.ts'

/** Lists as they are shipped. */
const reader = {
  today: '2024-07-26',
  get: (s: Setting) => s.field.read(s.fallback, reader),
  list: () => [],
} as Reader

const words: Readonly<Record<Mark, string>> = {
  present: '√ ✓ ✔️ 是 到 已到 出席 参加 签到 已签 已签到 8:55 08:55:10 2024-04-10 ８：５５ √（代领材料）',
  late: '迟到 早退 迟到10分钟 因会议早退 迟到（堵车）',
  excused: '请假 事假 病假 年休 公出 公假 出差 因公 培训在外 因病请假 请假（孩子住院） 请假半天 出差未到',
  absent:
    '未参加 旷会 缺 缺席 缺勤 缺会 未到 未到会 未签 未签到 没签 没有参加 未出席 没来 没到 不在 否 无 × ✗ X ｘ - — －－ / ／ 缺席。 无故缺席 无故未到 无故不参加 旷课',
}

const cases = Object.entries(words).flatMap(([mark, all]) =>
  all
    .replaceAll('2024-04-10 ', '2024-04-10')
    .split(' ')
    .map(word => [word, mark] as const),
)

test.each(cases)('%s is %s', (word, mark) => expect(markOf(word, reader)).toBe(mark))

test.each([
  '○',
  '〇',
  '△',
  '?',
  '?',
  '代签',
  '未请假',
  '没有请假',
  '请假未批',
  '请假手续未办',
  '1',
  '张三',
  '到?',
])('%s is not clear', word => expect(markOf(word, reader)).toBeUndefined())

test('no mark stands in two lists', () => {
  for (const { fallback, field, wrong } of Object.values(marks)) {
    expect(wrong!(field.read(fallback, reader) as string[], reader)).toBeUndefined()
  }
})
