import { say, type Text } from '../text.ts'
import type { Choice, Some } from './question.ts'

export interface Theme {
  readonly prefix: { readonly idle: string; readonly done: string }
  readonly style: {
    message(text: string): string
    answer(text: string): string
    error(text: string): string
    defaultAnswer(text: string): string
    highlight(text: string): string
    help(text: string): string
    keysHelpTip(tips: [key: string, action: string][]): string
  }
}

interface Config extends Omit<Some, 'kind'> {
  readonly choices: readonly Choice[]
  readonly pageSize: number
  readonly theme: Theme
}

/**
 * Multiple choice from a long list: typing filters it; the space bar ticks a choice and clears the filter,
 * ready for the next search.
 */
export async function multiSelect(
  config: Config,
  context: Parameters<ReturnType<typeof making>>[1],
): Promise<readonly string[]> {
  return making(await import('@inquirer/core'))(config, context)
}

const making = ({
  createPrompt,
  isDownKey,
  isEnterKey,
  isSpaceKey,
  isTabKey,
  isUpKey,
  useEffect,
  useKeypress,
  usePagination,
  useState,
}: typeof import('@inquirer/core')) =>
  createPrompt<readonly string[], Config>((config, done) => {
    const { choices, theme, lang } = config
    const [status, setStatus] = useState<'idle' | 'done'>('idle')
    const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set(config.ticked))
    const [term, setTerm] = useState('')
    const [places, setPlaces] = useState<readonly number[]>(choices.map((_, i) => i))
    const [active, setActive] = useState(0)
    const [error, setError] = useState<string | undefined>(undefined)

    useEffect(() => {
      let isLatest = true
      void Promise.resolve(config.find(term)).then(found => {
        if (!isLatest) return
        setPlaces(found)
        setActive(0)
      })
      return () => {
        isLatest = false
      }
    }, [term])

    const chosen = choices.map(c => c.value).filter(value => ticked.has(value))
    const current = choices[places[active] ?? -1]

    useKeypress((key, rl) => {
      if (status === 'done') return
      setError(undefined)
      if (isEnterKey(key)) {
        // A search term is not an answer: Enter clears it and shows the whole list before it can submit.
        const wrong = term === '' ? config.check(chosen) : undefined
        if (term !== '') setTerm('')
        else if (wrong) setError(wrong)
        else {
          setStatus('done')
          done(chosen)
        }
      } else if (isUpKey(key) || isDownKey(key)) {
        rl.clearLine(0)
        rl.write(term)
        setActive(Math.min(Math.max(active + (isUpKey(key) ? -1 : 1), 0), Math.max(places.length - 1, 0)))
      } else if (isSpaceKey(key)) {
        rl.clearLine(0)
        if (!current) return rl.write(term)
        const now = new Set(ticked)
        if (!now.delete(current.value)) now.add(current.value)
        setTicked(now)
        setTerm('')
      } else if (isTabKey(key)) {
        rl.clearLine(0)
        rl.write(term)
        const shown = places.map(i => choices[i]!.value)
        const isFull = shown.every(value => ticked.has(value))
        setTicked(
          isFull ? new Set([...ticked].filter(v => !shown.includes(v))) : new Set([...ticked, ...shown]),
        )
      } else setTerm(rl.line)
    })

    const page = usePagination({
      items: places.map(i => choices[i]!),
      active,
      renderItem: ({ item, isActive }) => {
        const line = `${isActive ? '❯' : ' '} ${ticked.has(item.value) ? '[x]' : '[ ]'} ${item.name}`
        return isActive ? theme.style.highlight(line) : line
      },
      pageSize: config.pageSize,
      loop: false,
    })

    const message = theme.style.message(config.message)
    if (status === 'done')
      return `${theme.prefix.done} ${message} ${theme.style.answer(config.shown(chosen))}`
    const count = theme.style.help(`(${say(counted(chosen.length, choices.length), lang)})`)
    return [
      `${theme.prefix.idle} ${message} ${count} ${term}`,
      [
        places.length > 0 ? page : theme.style.error(say(nobody, lang)),
        ...(error ? [theme.style.error(error)] : []),
        theme.style.keysHelpTip(tips.map(([key, action]) => [say(key, lang), say(action, lang)])),
      ].join('\n'),
    ]
  })

const counted = (ticked: number, all: number): Text => ({
  zh: `已勾选 ${ticked}, 共 ${all}`,
  en: `${ticked} of ${all} ticked`,
})

const nobody: Text = { zh: '没有找到, 换个写法', en: 'nothing found: try another spelling' }

const tips: readonly [key: Text, action: Text][] = [
  [
    { zh: '输入', en: 'type' },
    { zh: '查找', en: 'to find' },
  ],
  [
    { zh: '空格', en: 'space' },
    { zh: '勾选', en: 'ticks' },
  ],
  [
    { zh: 'Tab', en: 'Tab' },
    { zh: '全选', en: 'all' },
  ],
  [
    { zh: '⏎', en: '⏎' },
    { zh: '选定', en: 'done' },
  ],
]
