import type { Facts } from '../kernel/cli/facts.ts'
import { type Call, type Overview, verb } from '../kernel/cli/line.ts'
import { print } from '../kernel/cli/print.ts'
import { writeNow } from '../kernel/cli/write.ts'
import { Fault, refuse } from '../kernel/errors.ts'
import { flagOf } from '../kernel/schema/register.ts'
import { isMarkedSecret, secret } from '../kernel/schema/secrecy.ts'
import { settingRegister } from '../kernel/schema/setting.ts'
import type { Row, Setting } from '../kernel/schema/types.ts'
import { decode } from '../kernel/store/records.ts'
import { counted, nearest, say } from '../kernel/text.ts'
import { roundStart } from '../roster/round.ts'

const declared = (facts: Overview) =>
  facts.lines.flatMap(l => (l.settings ?? []).map(setting => ({ line: l, setting })))

function find(facts: Overview, name: string): Setting {
  const all = declared(facts).map(d => d.setting)
  const found = all.find(s => s.name === name)
  if (found) return found
  if (name === roundStart) {
    return refuse(
      'usage',
      'settings.now-a-round',
      {
        zh: `${name} 不再是设置, 改为轮次台账`,
        en: `${name} is no setting any more: rounds have a register`,
      },
      {
        zh: '登记一轮: cun round add --name 第五轮 --start 2023-07-01; 查看: cun round list',
        en: 'record a round: cun round add --name 第五轮 --start 2023-07-01; see cun round list',
      },
    )
  }
  const like = nearest(
    name,
    all.map(s => s.name),
  )
  return refuse(
    'usage',
    'settings.unknown',
    { zh: `没有设置 ${name}`, en: `there is no setting ${name}` },
    like.length > 0
      ? { zh: `是不是 ${like.join('、')}?`, en: `did you mean ${like.join(', ')}?` }
      : { zh: '用 cun settings list 查看全部', en: 'see cun settings list' },
  )
}

export const settings = verb({
  name: 'settings',
  isReading: true,
  label: { zh: '设置: list、get 名称、set 名称 值', en: 'settings: list, get NAME, set NAME VALUE' },
  args: [
    {
      name: '[action]',
      zh: '操作',
      label: { zh: 'list、get 或 set', en: 'list, get or set' },
      words: () => ['list', 'get', 'set'],
    },
    {
      name: '[name]',
      zh: '名称',
      label: { zh: '名称', en: 'name' },
      when: ([action]: readonly string[]) => action === 'get' || action === 'set',
      words: (call: Call) =>
        declared(call).map(({ setting: { name, field } }) => ({
          value: name,
          name: `${name}  ${say(field.label, call.lang)}`,
          short: name,
        })),
    },
    {
      name: '[value]',
      zh: '值',
      label: { zh: '值; "" 恢复默认', en: 'value; "" for the default' },
      when: ([action]: readonly string[]) => action === 'set',
      start: (call: Call, [, name]: readonly string[]) => call.settings.written(find(call, name!)).text,
    },
  ],
  example: 'cun settings set duties.since 2024-01-01',
  async run(call, [action = 'list', name, value]) {
    if (action === 'list') return list(call)
    if (action === 'get' && name) {
      call.world.out(`${call.settings.written(find(call, name)).text}\n`)
      return 0
    }
    if (action === 'set' && name && value !== undefined) return set(call, find(call, name), value)
    return refuse(
      'usage',
      'usage.unknown-action',
      { zh: `看不懂 settings ${action}`, en: `settings ${action} is not understood` },
      {
        zh: '写作 cun settings list、get 名称 或 set 名称 值',
        en: 'write cun settings list, get NAME or set NAME VALUE',
      },
    )
  },
})

async function list(call: Call): Promise<number> {
  await print(call, {
    title: { zh: '设置', en: 'Settings' },
    tables: [
      {
        columns: [
          { key: 'line', label: { zh: '线', en: 'line' }, type: 'text', weight: -2 },
          { key: 'name', label: { zh: '名称', en: 'name' }, type: 'text' },
          { key: 'meaning', label: { zh: '含义', en: 'meaning' }, type: 'text' },
          { key: 'value', label: { zh: '值', en: 'value' }, type: 'text' },
          { key: 'default', label: { zh: '默认', en: 'default' }, type: 'text', weight: -1 },
        ],
        lines: declared(call).map(({ line, setting }) => {
          const { text, changed } = call.settings.written(setting)
          return {
            cells: [line.label, setting.name, setting.field.label, text, setting.fallback],
            emphasis: changed ? ('head' as const) : undefined,
          }
        }),
      },
    ],
  })
  return 0
}

/** Refuses to drop a list word that records still use, because they could not be imported again. */
function refuseIfUsed(facts: Facts, setting: Setting, kept: readonly string[]): void {
  const gone = (facts.settings.get(setting) as readonly string[]).filter(word => !kept.includes(word))
  for (const register of facts.registers) {
    for (const [name, field] of Object.entries(register.fields)) {
      if (field.setting !== setting.name) continue
      const of = field.many ? `json_each(t."${name}") e where e.value` : `(select 1) where t."${name}"`
      const used = facts.db
        .prepare(
          `select w.value as word, count(*) as records from json_each(?) w join "${register.name}" t
           where exists (select 1 from ${of} = w.value) group by w.value order by w.key limit 1`,
        )
        .get(JSON.stringify(gone)) as { word: string; records: number } | undefined
      if (!used) continue
      refuse(
        'input',
        'settings.word-in-use',
        {
          zh: `${setting.name} 不能去掉“${used.word}”: ${used.records} 条${register.label.zh}记录写着它`,
          en: `${setting.name} cannot drop "${used.word}": it is used in ${counted(used.records, register.label.en)}`,
        },
        {
          zh: `先把这些记录的${field.label.zh}改掉: cun ${register.name} list --${flagOf(name)} ${used.word}`,
          en: `change these records first: cun ${register.name} list --${flagOf(name)} ${used.word}`,
        },
      )
    }
  }
}

/** Stores a setting. Statuses are computed, so a changed threshold changes every deadline at once. */
function set(call: Call, setting: Setting, text: string): number {
  if (isMarkedSecret(text)) {
    refuse(
      'input',
      'settings.secret-value',
      {
        zh: `${setting.name}: 所给的值带有涉密标志, 拒收, 内容不存、不记、不显示`,
        en: `${setting.name}: the value carries a secrecy marking; it is refused and not stored, logged or shown`,
      },
      secret.next,
    )
  }
  const value = text === '' && setting.fallback !== '' ? undefined : setting.field.read(text, call.settings)
  const wrong = value instanceof Fault || value === undefined ? value : setting.wrong?.(value, call.settings)
  if (wrong instanceof Fault) {
    return refuse(
      'input',
      wrong.code,
      {
        zh: `${setting.name} 不能设为“${text}”: ${wrong.rule.zh}`,
        en: `${setting.name} cannot be "${text}": ${wrong.rule.en}`,
      },
      wrong.next,
    )
  }
  const written = value === undefined ? undefined : setting.field.write(value, 'zh')
  if (setting.field.many)
    refuseIfUsed(call, setting, (value ?? setting.field.read(setting.fallback, call.settings)) as string[])
  const batch = writeNow(call, 'settings set', pen => {
    const row = call.db.prepare('select * from setting where name = ?').get(setting.name) as Row | undefined
    const before = row && decode(settingRegister, row)
    if (written === undefined) {
      if (before) pen.remove(settingRegister, before)
    } else if (!before) pen.add(settingRegister, [{ name: setting.name, value: written }])
    else if (before.value !== written) pen.change(settingRegister, before, { ...before, value: written })
  })
  const now = call.settings.written(setting).text
  call.done({
    zh: `${setting.name} = ${now} (${batch > 0 ? `第 ${batch} 批` : '未变'})`,
    en: `${setting.name} = ${now} (${batch > 0 ? `batch ${batch}` : 'unchanged'})`,
  })
  return 0
}
