import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isMarkedSecret } from '../../../src/kernel/schema/secrecy.ts'
import { county, filesUnder } from '../../world.ts'

test.each([
  '机密',
  '机 密',
  '机　密',
  '（机密）',
  '【秘密】',
  '机密★1年',
  '机密★',
  '绝密级',
  '关于某事的通知 机密',
  '关于某事的通知（秘密）',
  '机密：关于某事',
  '秘密-关于某事',
  '关于某事，绝密',
  '机\u200b密',
  '属机密级文件',
  '密级: 机密, 保密期限 10 年',
  '通知 机密 2024年',
  '某件（机密, 10年）',
  '密级机密',
  '密级：秘密',
  '密级为绝密',
])('%s carries a marking', text => expect(isMarkedSecret(text)).toBe(true))

test.each([
  '关于学习《保守国家秘密法》的通知',
  '商业秘密',
  '工作秘密',
  '商业秘密保护培训',
  '保密工作会议',
  '密切联系群众',
  '国家秘密级别说明',
  '“秘密”进行',
  '以‘秘密’方式、"机密"方式',
  '「机密」二字的写法',
  '机密文件通知',
  '关于保守国家秘密、商业秘密的通知',
  '定密级别与国家秘密',
  '公开',
  '内部',
])('%s does not', text => expect(isMarkedSecret(text)).toBe(false))

test('no byte of a marked row reaches the database, the reject file or the output', async () => {
  const there = await county()
  const words = '绝不可外传的内容'
  there.write(
    't.csv',
    `日期,主题,类别,组织单位,层级,备注\r\n2024-04-09,${words},政策培训,市委组织部,县级,机密★1年\r\n2024-04-10,公开的,政策培训,市委组织部,县级,\r\n`,
  )
  const { code, both } = await there.run('cun import t.csv --accept-valid --rejects r.csv')
  expect(code).toBe(1)
  await there.run(
    `cun training add --date 2024-04-11 --title ${words}（机密） --series 政策培训 --organiser 甲 --level 县级`,
  )
  const written = filesUnder(there.folder)
    .filter(f => !f.endsWith('t.csv'))
    .map(f => readFileSync(f).toString('latin1'))
  expect(written.length).toBeGreaterThan(1)
  for (const bytes of [...written, Buffer.from(both).toString('latin1')]) {
    expect(bytes.includes(Buffer.from(words).toString('latin1'))).toBe(false)
  }
})
