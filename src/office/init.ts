import { type Call, verb } from '../kernel/cli/line.ts'
import { newPassphrase } from '../kernel/cli/passphrase.ts'
import { writeNow } from '../kernel/cli/write.ts'
import { importFile } from '../kernel/import/import-file.ts'
import { requireFile } from '../kernel/import/read-file.ts'
import { settingRegister } from '../kernel/schema/setting.ts'
import { countyCode, countyName, dutiesSince } from '../roster/county.ts'
import { township } from '../roster/township.ts'
import { village } from '../roster/village.ts'

/** Creates the county's database; the first batch holds its name, code and day one. */
export const init = verb({
  name: 'init',
  label: { zh: '建库: 新建本县的数据库', en: 'create the county’s database' },
  options: [
    {
      flags: '--name <name>',
      label: { zh: '县(市、区)名称', en: 'name of the county' },
      required: true,
      field: countyName.field,
    },
    {
      flags: '--code <code>',
      label: { zh: '6 位区划代码', en: 'its 6-digit division code' },
      required: true,
      field: countyCode.field,
    },
    {
      flags: '--since <date>',
      label: {
        zh: '启用日期, 此前到期的时限不计 (默认今天)',
        en: 'day one: deadlines before it are not counted (default: today)',
      },
      isAsked: true,
      field: dutiesSince.field,
      start: (call: Call) => call.asOf,
    },
    {
      flags: '--townships <file>',
      label: { zh: '一并导入的乡镇表 (文件)', en: 'import the townships from a file' },
      isAsked: true,
    },
    {
      flags: '--villages <file>',
      label: { zh: '一并导入的村表 (文件)', en: 'import the villages from a file' },
      isAsked: true,
    },
    {
      flags: '--encrypt',
      label: {
        zh: '用口令加密数据库 (须先装能加密的驱动)',
        en: 'encrypt the database with a passphrase (needs the encrypting driver)',
      },
    },
  ],
  isWriting: true,
  example: 'cun init --name 沁阳市 --code 410882',
  async run(call, _, options) {
    for (const file of [options.townships, options.villages]) if (file !== undefined) requireFile(call, file)
    const { name, code, since = call.asOf } = options
    createCounty(call, { name, code, since }, options.encrypt ? await newPassphrase(call) : undefined)
    if (!call.key()) {
      call.tell({
        zh: '数据库不加密: 放在加密的硬盘上 (BitLocker 等), 或用 --encrypt 建库',
        en: 'the database is not encrypted: keep it on an encrypted disk (e.g. BitLocker), or create it with --encrypt',
      })
    }
    let worst = 0
    const next = [{ zh: '花名册.csv', en: 'ROSTER.csv' }]
    for (const [file, register, name] of [
      [options.townships, township, { zh: '乡镇.csv', en: 'TOWNSHIPS.csv' }],
      [options.villages, village, { zh: '村.csv', en: 'VILLAGES.csv' }],
    ] as const) {
      if (file === undefined) next.splice(-1, 0, name)
      else worst = Math.max(worst, await importFile(call, file, {}, [register]))
    }
    call.tell({
      zh: `下一步: ${next.map(n => `cun import ${n.zh}`).join(', ')}`,
      en: `next: ${next.map(n => `cun import ${n.en}`).join(', ')}`,
    })
    return worst
  },
})

interface County {
  readonly name: string
  readonly code: string
  /** Day one: deadlines before it are not counted. */
  readonly since: string
}

export function createCounty(call: Call, county: County, key?: Buffer): void {
  const { name, code, since } = county
  call.create(key)
  writeNow(call, 'init', pen => {
    pen.add(settingRegister, [
      { name: countyName.name, value: name },
      { name: countyCode.name, value: code },
      { name: dutiesSince.name, value: since },
    ])
  })
  call.done({
    zh: `已建库 ${call.dbPath}: ${name} (${code}), 启用日期 ${since}`,
    en: `created ${call.dbPath}: ${name} (${code}), day one ${since}`,
  })
}
