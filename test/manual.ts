import type { Field } from '../src/kernel/field.ts'
import { exportInputs } from '../src/kernel/find.ts'
import type { Line } from '../src/kernel/line.ts'
import { type Either, flagOf, inputs, type Register } from '../src/kernel/register.ts'
import { settingsOf } from '../src/kernel/settings.ts'
import { roles } from '../src/office/burden.ts'

/** How a kind of value is written, for the column table of a page. */
function written(field: Field, settings: ReturnType<typeof settingsOf>): string {
  if (field.words) {
    const words = field.words(settings).join('、')
    return field.many ? `${words}; 多个用“、”隔开` : words
  }
  const target = field.target?.()
  if (target)
    return field.many ? `${target.label.zh}的名称, 多个用“、”隔开` : `${target.label.zh}的名称或 #记录号`
  const kinds: Record<string, string> = {
    date: '日期, 如 2024-7-26、2024.7.26、2024年7月26日',
    month: '年月, 如 1985.03',
    year: '年份, 如 2024',
    quarter: '季度, 如 2024Q2、2024年第二季度',
    either: '季度或年份, 如 2024Q2、2024',
    amount: '金额 (元), 也可写 31万元',
    integer: '整数',
    number: '数',
    person: '姓名',
    idNumber: '18 位身份证号, 按文本填',
    phone: '手机号或座机号',
    code: '区划代码',
    texts: '多个用“、”隔开',
    text: '文字',
  }
  const found = kinds[field.kind]
  if (!found) throw new Error(`no words for the kind ${field.kind}`)
  return found
}

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')
const row = (...cells: string[]) => `| ${cells.map(cell).join(' | ')} |`
const keyText = (register: Register) =>
  register.key
    .map(part =>
      typeof part === 'string'
        ? register.fields[part]!.label.zh
        : (part as Either).either
            .map(way => way.map(f => register.fields[f]!.label.zh).join(' + ') || '(可空)')
            .join(' 或 '),
    )
    .join(' + ')

/** The page of one register: what it is, its columns, commands, deadlines, measures and settings. */
export function page(register: Register, line: Line, lines: readonly Line[]): string {
  const settings = settingsOf(
    undefined,
    lines.flatMap(l => l.settings ?? []),
    '2024-07-26',
  )
  const { name, label, about, fields } = register
  const own = (of: string) => of === name || of.startsWith(`${name}.`)
  const exported = new Set(exportInputs(register).map(i => i.key))
  const columns = inputs(register).map(input => {
    const field = input.field === undefined ? undefined : fields[input.field]!
    const how = input.parent
      ? `${input.parent.label.zh}的名称, 用于区分重名`
      : input.part === 0 || exported.has(input.key)
        ? written(field!, settings)
        : '是 或 否'
    const must = field && input.part === 0 && !field.optional ? '是' : ''
    return row(input.label.zh, `\`--${flagOf(input.key)}\``, must, how, input.aliases.join('、'))
  })
  const example = Object.entries(register.example)
    .map(([key, value]) => `--${flagOf(key)} ${/[\s（）()]/.test(value) ? `"${value}"` : value}`)
    .join(' ')
  const section = (title: string, items: readonly string[]) =>
    items.length > 0 ? ['', `## ${title}`, '', ...items] : []
  const all = <T>(of: (l: Line) => readonly T[] | undefined) => lines.flatMap(l => of(l) ?? [])
  return [
    `# ${label.zh} \`${name}\``,
    '',
    `${line.label.zh}。${about.zh}`,
    '',
    `*${label.en}.* ${about.en}`,
    '',
    `填报方: ${roles[register.filledBy]!.zh}。认定同一条记录: ${keyText(register)}。`,
    '',
    '## 列',
    '',
    row('列', '选项', '必填', '写法', '也认得的表头'),
    row('---', '---', '---', '---', '---'),
    ...columns,
    '',
    '## 命令',
    '',
    `    cun ${name} template --out ${name}.csv`,
    `    cun import ${name}.csv`,
    `    cun ${name} add ${example}`,
    `    cun ${name} list --limit 20`,
    ...all(l => l.verbs)
      .filter(v => v.noun === name)
      .map(v => `    ${v.example}    # ${v.label.zh}`),
    ...section('时限', [
      ...new Set(
        all(l => l.duties)
          .filter(d => own(d.name))
          .map(d => `- ${d.label.zh} \`${d.name}\``),
      ),
    ]),
    ...section('指标', [
      ...new Set(
        all(l => l.measures)
          .filter(m => own(m.name))
          .map(m => `- ${m.label.zh} \`${m.name}\``),
      ),
    ]),
    ...section(
      '设置',
      all(l => l.settings)
        .filter(s => own(s.name))
        .map(s => `- \`${s.name}\` ${s.field.label.zh}; 默认 ${s.fallback || '空'}`),
    ),
    '',
  ].join('\n')
}

/** The contents page: every register under its line, every paper with its example. */
export function contents(lines: readonly Line[]): string {
  const out = ['# cun 手册', '', '每个台账一页, 由程序中的声明生成 (`UPDATE_MANUAL=1 npm test`)。', '']
  for (const line of lines) {
    const { label, registers = [], papers = [], verbs = [] } = line
    out.push(`## ${label.zh}`, '')
    for (const r of registers) out.push(`- [${r.label.zh}](${r.name}.md) \`${r.name}\`: ${r.about.zh}`)
    for (const p of papers) out.push(`- 报表 ${p.label.zh}: \`${p.example}\``)
    for (const v of verbs.filter(v => !v.noun)) out.push(`- 命令 ${v.label.zh}: \`${v.example}\``)
    out.push('')
  }
  return out.join('\n')
}
