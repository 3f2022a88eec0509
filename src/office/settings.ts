import { type Call, type Overview, verb } from '../kernel/cli/line.ts'
import { print } from '../kernel/cli/print.ts'
import { writeNow } from '../kernel/cli/write.ts'
import { Fault, refuse } from '../kernel/errors.ts'
import { date } from '../kernel/schema/fields/date.ts'
import { isMarkedSecret, secret } from '../kernel/schema/secrecy.ts'
import type { Setting } from '../kernel/schema/types.ts'
import { firstDay, lastDay } from '../kernel/store/dated.ts'
import { type SettingStage, stagesOf } from '../kernel/store/settings.ts'
import { nearest, say, type Text } from '../kernel/text.ts'
import { roundStart } from '../roster/round.ts'
import { isAlways, reset, writeStages } from './setting-stages.ts'
import { refuseIfUsed } from './setting-words.ts'

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

const onLabel = {
  zh: '自哪一天起 (只用于 set; 不写是更正, 各日都改)',
  en: 'first day of the value (only with set; without it, a correction for all days)',
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
  options: [{ flags: '--on <date>', label: onLabel, field: date(onLabel, { ahead: true }) }],
  example: 'cun settings set visit.request.days 15 --on 2025-01-01',
  async run(call, [action = 'list', name, value], { on }) {
    if (on !== undefined && action !== 'set') {
      refuse(
        'usage',
        'settings.on-without-set',
        { zh: '--on 只用于 set', en: '--on goes with set alone' },
        {
          zh: `查看某日的值: cun settings ${action} --as-of ${on}`,
          en: `for the values of a day: cun settings ${action} --as-of ${on}`,
        },
      )
    }
    if (action === 'list') return list(call)
    if (action === 'get' && name) {
      call.world.out(`${call.settings.written(find(call, name)).text}\n`)
      return 0
    }
    if (action === 'set' && name && value !== undefined) return set(call, find(call, name), value, on)
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
          { key: 'since', label: { zh: '自', en: 'since' }, type: 'date' },
          { key: 'default', label: { zh: '默认', en: 'default' }, type: 'text', weight: -1 },
        ],
        lines: declared(call).map(({ line, setting }) => {
          const { text, changed, since } = call.settings.written(setting)
          return {
            cells: [line.label, setting.name, setting.field.label, text, since ?? null, setting.fallback],
            emphasis: changed ? ('head' as const) : undefined,
          }
        }),
      },
    ],
    notes: declared(call).flatMap(({ setting }) =>
      stagesOf(call.db, setting)
        .filter(s => s.since > call.asOf)
        .map(({ text, since }) => ({
          zh: `${setting.name} 自 ${since} 起改为 ${text || '空'}。`,
          en: `${setting.name} becomes ${text || 'empty'} on ${since}.`,
        })),
    ),
  })
  return 0
}

/**
 * Stores a setting, from a day on or, as a correction, for all days on which the value held. Statuses are
 * computed, so a changed threshold changes every deadline at once.
 */
function set(call: Call, setting: Setting, text: string, on: string | undefined): number {
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
  if (on !== undefined && setting.always) {
    refuse(
      'input',
      'settings.one-for-all-days',
      {
        zh: `${setting.name} 不能自某日起改: ${setting.always.zh}`,
        en: `${setting.name} cannot change from a day on: ${setting.always.en}`,
      },
      {
        zh: `有误的, 不加 --on 更正: cun settings set ${setting.name} 值`,
        en: `to correct it, leave out --on: cun settings set ${setting.name} VALUE`,
      },
    )
  }
  const reader = on === undefined ? call.settings : call.valuesOn(on).settings
  const isDefault = text === '' && setting.fallback !== ''
  const value = setting.field.read(isDefault ? setting.fallback : text, reader)
  const wrong = value instanceof Fault || isDefault ? value : setting.wrong?.(value, reader)
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
  const written = isDefault ? setting.fallback : setting.field.write(value, 'zh')
  const now = () => reset(stagesOf(call.db, setting), written, on, call.asOf)
  const { changed } = now()
  if (setting.field.many) refuseIfUsed(call, setting, now(), value as string[])
  const batch = writeNow(call, 'settings set', pen =>
    writeStages(call.db, pen, setting, now().stages, !isDefault),
  )
  const days = setting.always ? undefined : saidDays(changed)
  const which = on === undefined ? undefined : days
  call.done({
    zh: `${setting.name} = ${written}${which ? `, ${which.zh}` : ''} (${batch > 0 ? `第 ${batch} 批` : '未变'})`,
    en: `${setting.name} = ${written}${which ? `, ${which.en}` : ''} (${batch > 0 ? `batch ${batch}` : 'unchanged'})`,
  })
  if (on === undefined && days && batch > 0) {
    call.tell({
      zh: `按更正处理, ${days.zh}都按它算; 自某日起才变的, 加 --on 日期`,
      en: `a correction: it holds ${days.en}; for a change from a day on, add --on DATE`,
    })
  }
  return 0
}

/** The days of a value in words. */
function saidDays(stage: SettingStage): Text {
  const { since, until } = stage
  if (isAlways(stage)) return { zh: '各日', en: 'on all days' }
  if (until === lastDay) return { zh: `自 ${since} 起`, en: `from ${since}` }
  if (since === firstDay) return { zh: `到 ${until} 为止`, en: `up to ${until}` }
  return { zh: `${since} 至 ${until} 之间`, en: `from ${since} to ${until}` }
}
