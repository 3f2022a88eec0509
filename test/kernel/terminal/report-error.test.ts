import { expect, test } from 'vitest'
import { readCommandLine } from '../../../src/kernel/cli/global-options.ts'
import { place } from '../../world.ts'

test.each<[words: string, format: string | undefined]>([
  ['unit list', undefined],
  ['unit list --format json', 'json'],
  ['unit list --format=json', 'json'],
  ['--format=jsonl unit list', 'jsonl'],
  ['unit list --format csv --format=json', 'json'],
  ['unit list --format', undefined],
  ['unit list -- --format json', undefined],
  ['unit list --formatted=json', undefined],
])('%s asks for %s', (words, format) => {
  expect(readCommandLine(words.split(' ')).global.format).toBe(format)
})

/** The error that a script reads on the last line of stderr. */
async function errorOf(words: string, sheet = '单位名称\r\n'): Promise<unknown> {
  const there = place()
  await there.run('cun init --name 甲县 --code 410882')
  there.write('units.csv', sheet)
  const { err, code } = await there.run(words)
  const { error } = JSON.parse(err.trim().split('\n').at(-1)!) as { error: { exit: number } }
  expect(error.exit).toBe(code)
  return error
}

test.each(['--format json', '--format=json', '--format jsonl', '--format=jsonl'])(
  'with %s a script is told the code of a refusal and of every rule that was broken',
  async asked => {
    const error = await errorOf(
      `cun import units.csv ${asked} --lang en`,
      '单位名称,隶属层级\r\n示例一局,东\r\n',
    )
    expect(error).toMatchObject({
      code: 'import.rows-wrong',
      kind: 'input',
      exit: 65,
      complaints: [{ code: 'choice.not-one-of', line: 2, column: '隶属层级' }],
    })
  },
)

test('the code of a wrong word is that of the rule, of a wrong command its own', async () => {
  expect(await errorOf('cun unit list --as-of 2024-02-30 --format=json')).toMatchObject({
    code: 'date.no-such-day',
    kind: 'usage',
    complaints: [],
  })
  expect(await errorOf('cun unit lost --format=json')).toMatchObject({ code: 'usage.unknown-command' })
})
