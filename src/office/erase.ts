import { askQuestion, cancel, confirm, mayAsk, required } from '../kernel/cli/ask.ts'
import { type Call, verb } from '../kernel/cli/line.ts'
import { listedCells } from '../kernel/cli/record-document.ts'
import { finder } from '../kernel/cli/search.ts'
import { refuse } from '../kernel/errors.ts'
import { joined, say, type Text } from '../kernel/text.ts'
import { eraseFrom, markOf, sayWhatIsLeft, type Trace, traces } from './erasure.ts'

function chosen(found: readonly Trace[], only: string): Trace[] {
  return only.split(',').map(word => {
    const trace = found.find(t => markOf(t) === word.trim())
    return (
      trace ??
      refuse(
        'usage',
        'erase.not-among-them',
        { zh: `${word} 不在其中`, en: `${word} is not one of the records found` },
        { zh: `可选: ${found.map(markOf).join('、')}`, en: `choose from ${found.map(markOf).join(', ')}` },
      )
    )
  })
}

/** The record as its list shows it. */
const said = (call: Call, { register, row }: Trace) =>
  [register.label[call.lang], ...listedCells(call, register, row).filter(text => text !== '')].join(' ')

/** Asks which records are about the person; without a terminal, none. */
async function ticked(call: Call, name: string, found: readonly Trace[]): Promise<readonly Trace[]> {
  if (!mayAsk(call)) return []
  const { zh, en } = {
    zh: `${name} 的哪些记录 (可能不是同一人)`,
    en: `Which records of ${name} (perhaps of different people)`,
  }
  const choices = found.map(trace => ({
    value: markOf(trace),
    name: `${markOf(trace)}  ${trace.register.label[call.lang]}  ${listedCells(call, trace.register, trace.row).join('  ')}`,
    short: markOf(trace),
  }))
  const look = await finder(choices.map(c => ({ spellings: [c.name] })))
  const got = await askQuestion(
    call,
    'some',
    { zh, en },
    {
      choices,
      ticked: [],
      find: async term => look(term),
      shown: chosen => joined(chosen, call.lang),
      check: chosen => (chosen.length === 0 ? say(required, call.lang) : undefined),
    },
  )
  return got ? found.filter(trace => got.includes(markOf(trace))) : cancel()
}

export const erase = verb({
  name: 'erase',
  label: {
    zh: '删除一个人的个人信息 (个人信息保护法第四十七条), 不能撤销; 须说明事由',
    en: 'erase a person’s data (Personal Information Protection Law, article 47); cannot be undone, needs a reason',
  },
  args: [
    {
      name: '<person>',
      zh: '姓名',
      label: { zh: '姓名', en: 'name' },
      words: (call: Call) =>
        call.db.prepare('select distinct name from posting order by name').pluck().all() as string[],
      isOpen: true,
    },
  ],
  needs: [{ name: 'reason', label: { zh: '删除的事由', en: 'reason for erasure' } }],
  options: [
    {
      flags: '--only <records>',
      label: {
        zh: '只删这些记录, 如 posting:3,household:7',
        en: 'only these records, e.g. posting:3,household:7',
      },
    },
    { flags: '--all', label: { zh: '同名的记录全部删除', en: 'every record with the name' } },
  ],
  example: 'cun erase 张三 --only posting:3 --reason 本人申请',
  async run(call, [name], options) {
    const found = traces(call, name)
    if (found.length === 0) {
      refuse(
        'input',
        'erase.unknown-name',
        { zh: `没有记录写着 ${name}`, en: `no record holds the name ${name}` },
        { zh: '核对姓名: cun posting list', en: 'check the name: cun posting list' },
      )
    }
    const going =
      options.only !== undefined
        ? chosen(found, options.only)
        : options.all || found.length === 1
          ? found
          : await ticked(call, name, found)
    if (going.length === 0) {
      const list = (lang: keyof Text) => found.map(t => `${markOf(t)} ${t.register.label[lang]}`)
      refuse(
        'usage',
        'erase.several-records',
        {
          zh: `${found.length} 条记录写着 ${name}, 可能不是同一人: ${list('zh').join('、')}`,
          en: `${found.length} records hold the name ${name}, perhaps of different people: ${list('en').join(', ')}`,
        },
        {
          zh: `逐条核对 (如 cun ${found[0]!.register.name} show ${found[0]!.row.id}), 再加 --only 记录, 或 --all`,
          en: `check each (e.g. cun ${found[0]!.register.name} show ${found[0]!.row.id}), then add --only RECORDS or --all`,
        },
      )
    }
    const list = joined(going.map(markOf), call.lang)
    const whose = going.map(t => `${markOf(t)} (${said(call, t)})`).join('; ')
    await confirm(call, {
      zh: `删除 ${name} 的个人信息, 连同其历史: ${whose}? 不能撤销`,
      en: `Erase the personal data of ${name}, with its history: ${whose}? This cannot be undone`,
    })
    const batch = eraseFrom(
      call,
      going.map(trace => ({ ...trace, name })),
    )
    call.done({ zh: `已删除 ${list} 的个人信息`, en: `personal data of ${list} erased` }, batch)
    sayWhatIsLeft(call, batch)
    return 0
  },
})
