import { addDays, periodDays, quarterOn } from '../../kernel/calendar.ts'
import { argument, type Verb, verb } from '../../kernel/cli/line.ts'
import { print } from '../../kernel/cli/print.ts'
import { cell, listing } from '../../kernel/cli/record-document.ts'
import { writeNow } from '../../kernel/cli/write.ts'
import type { Line } from '../../kernel/document/document.ts'
import { worksheetOption } from '../../kernel/import/read-sheet.ts'
import { period } from '../../kernel/schema/fields/date.ts'
import { integer } from '../../kernel/schema/fields/number.ts'
import { sourceName } from '../../kernel/sheet/source.ts'
import { headOf } from '../../kernel/store/journal.ts'
import { records } from '../../kernel/store/records.ts'
import { counted } from '../../kernel/text.ts'
import { model, modelDocument, newestVersion, rulesOf, versionNamed, versionOn } from './model.ts'
import { type Rule, readModel, ruleFields } from './rules.ts'

const version = { zh: '版本 (默认最新)', en: 'version (default: the newest)' }
const versionArg = argument({ name: '[version]', zh: '版本', label: version, field: integer(version) })
const older = { zh: '旧版', en: 'older version' }
const newer = { zh: '新版', en: 'newer version' }

const modelExport = verb({
  noun: 'model',
  name: 'export',
  isReading: true,
  label: { zh: '导出考核模型, 供在表格中修改', en: 'export the score model to a spreadsheet' },
  args: [versionArg],
  example: 'cun model export --out model.csv',
  async run(call, [asked]) {
    const { version, rules } = await versionNamed(call, asked)
    await print(call, modelDocument(call, version, rules), 'csv')
    return 0
  },
})

const fromLabel = {
  zh: '自哪一期起 (如 2025Q1), 以前的仍按原版本; 不写的, 取代最后一版',
  en: 'from which period on (2025Q1), earlier ones keep their version; without it, in place of the last one',
}

const modelImport = verb({
  noun: 'model',
  name: 'import',
  label: { zh: '存入考核模型的新版本, 有错时逐条指出', en: 'import a new version of the score model' },
  args: [{ name: '<file>', zh: '文件', label: { zh: 'XLSX 或 CSV 文件', en: 'XLSX or CSV file' } }],
  options: [
    {
      flags: '--from <period>',
      label: fromLabel,
      field: period('period', fromLabel),
    },
    { flags: '--dry-run', label: { zh: '只检查, 不存入', en: 'check only' } },
    worksheetOption,
  ],
  isWriting: true,
  example: 'cun model import model.csv --from 2025Q1',
  async run(call, [file], options) {
    const seen = headOf(call.db)
    const rules = await readModel(call, file, options)
    const since = options.from === undefined ? undefined : periodDays(options.from).from
    const now = versionOn(call, since)
    const same = JSON.stringify(rules) === JSON.stringify(await rulesOf(call, now.version))
    if (same || options.dryRun) {
      call.done(
        same
          ? {
              zh: `与第 ${now.version} 版相同, 未存入`,
              en: `same as version ${now.version}; nothing written`,
            }
          : {
              zh: `模型可用: ${rules.length} 行, 未存入`,
              en: `the model is valid: ${counted(rules.length, 'row')}, nothing written`,
            },
      )
      return 0
    }
    const version = newestVersion(call) + 1
    const first = since ?? now.since
    const before = first === null ? undefined : versionOn(call, addDays(first, -1)).version
    const batch = writeNow(
      call,
      'model import',
      pen => {
        pen.add(model, [
          {
            modelVersion: version,
            date: call.asOf,
            source: sourceName(file),
            count: rules.length,
            rules: JSON.stringify(rules),
            since: first,
          },
        ])
      },
      seen,
    )
    const whose =
      before === undefined
        ? { zh: '未冻结的考核期按它计算', en: 'it applies to periods not yet frozen' }
        : {
            zh: `${first} 起未冻结的考核期按它计算, 以前的按第 ${before} 版`,
            en: `it applies to periods not yet frozen from ${first} on, version ${before} to those before`,
          }
    call.done({
      zh: `考核模型第 ${version} 版已存入: ${rules.length} 行, 第 ${batch} 批; ${whose.zh}`,
      en: `score model version ${version}: ${counted(rules.length, 'row')}, batch ${batch}; ${whose.en}`,
    })
    return 0
  },
})

const modelDiff = verb({
  noun: 'model',
  name: 'diff',
  isReading: true,
  label: {
    zh: '两个版本的不同之处 (默认最新与上一版)',
    en: 'differences between two versions (default: the last two)',
  },
  args: [
    { name: '[from]', zh: '旧版', label: older, field: integer(older) },
    { name: '[to]', zh: '新版', label: newer, field: integer(newer) },
  ],
  example: 'cun model diff 0 1',
  async run(call, [from, to]) {
    const newer = await versionNamed(call, to)
    const older = await versionNamed(call, from ?? Math.max(0, newer.version - 1))
    const [old, fresh] = [byKey(older.rules), byKey(newer.rules)]
    const summary = (r: Rule | undefined) =>
      r
        ? [r.weight, r.measure, ruleFields.method.write(r.method, call.lang), r.parameters, r.cap]
            .filter(v => v !== null)
            .join(' ')
        : null
    const lines: Line[] = []
    for (const id of new Set([...old.keys(), ...fresh.keys()])) {
      const [a, b] = [old.get(id), fresh.get(id)]
      const rule = (b ?? a)!
      if (!a || !b) {
        const row = { zh: '整行', en: 'the whole row' }
        lines.push({
          cells: [rule.indicator, cell(call, ruleFields.subject, rule.subject), row, summary(a), summary(b)],
        })
        continue
      }
      for (const [name, field] of Object.entries(ruleFields)) {
        const [was, is] = [a, b].map(r => cell(call, field, r[name as keyof Rule]))
        if (was === is) continue
        lines.push({
          cells: [
            rule.indicator,
            cell(call, ruleFields.subject, rule.subject),
            field.label,
            text(was),
            text(is),
          ],
        })
      }
    }
    await print(call, {
      title: {
        zh: `考核模型: 第 ${older.version} 版与第 ${newer.version} 版`,
        en: `Score model: versions ${older.version} and ${newer.version}`,
      },
      tables: [
        {
          columns: [
            { key: 'indicator', label: { zh: '指标', en: 'indicator' }, type: 'text' },
            { key: 'subject', label: { zh: '对象', en: 'subject' }, type: 'text' },
            { key: 'field', label: { zh: '项目', en: 'field' }, type: 'text' },
            { key: 'before', label: { zh: '原为', en: 'before' }, type: 'text' },
            { key: 'after', label: { zh: '改为', en: 'after' }, type: 'text' },
          ],
          lines,
        },
      ],
      notes: lines.length === 0 ? [{ zh: '两版相同。', en: 'The two versions are the same.' }] : [],
    })
    return 0
  },
})

/** The rows of a version by what names them; those of one name, for several kinds of period, by their order. */
function byKey(rules: readonly Rule[]): Map<string, Rule> {
  const found = new Map<string, Rule>()
  for (const r of rules) {
    const key = `${r.subject} ${r.method === 'grade' || r.method === 'gradeCap' ? r.method : ''} ${r.indicator}`
    let number = 1
    while (found.has(`${key} ${number}`)) number++
    found.set(`${key} ${number}`, r)
  }
  return found
}

const text = (value: unknown) => (value == null ? null : String(value))

const modelList = verb({
  noun: 'model',
  name: 'list',
  isReading: true,
  label: { zh: '考核模型的各个版本', en: 'list the versions of the score model' },
  example: 'cun model list',
  async run(call) {
    const { version } = versionOn(call, periodDays(quarterOn(call.asOf)).from)
    await print(call, {
      ...listing(call, model, records(call.db, model)),
      notes: [
        {
          zh: `现行第 ${version} 版; 第 0 版是随 cun 附带的 (cun model export 0)。`,
          en: `Version ${version} is in force; version 0 is the one shipped with cun (cun model export 0).`,
        },
      ],
    })
    return 0
  },
})

export const modelVerbs: readonly Verb[] = [modelExport, modelImport, modelDiff, modelList]
