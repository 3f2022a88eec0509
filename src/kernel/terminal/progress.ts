import { type Lang, say, type Text } from '../text.ts'
import { padEnd, width, wrap } from './width.ts'
import type { World } from './world.ts'

/** Progress of a long task: one line on the terminal, overwritten and removed at the end. */
export interface Progress {
  /** Counts more items as done. */
  tick(count?: number): void
  /** Shows the task at once, without a count. */
  uncounted(): void
  /** Removes the line; may be called again. */
  end(): void
}

export interface Work {
  readonly what: Text
  /** The unit that is counted; default: rows. */
  readonly of?: Text
  /** The approximate total; called once, when the line is first shown. */
  readonly total?: () => number
}

export const noProgress: Progress = { tick: () => {}, uncounted: () => {}, end: () => {} }

/** Milliseconds before the first line, and between two lines. */
const LONG = 500
const BETWEEN = 200
/** Items between two looks at the clock. */
const STEP = 100

const rows: Text = { zh: '行', en: 'rows' }

export function progressOf(world: World, lang: Lang, { what, of = rows, total }: Work): Progress {
  const clock = () => world.now().getTime()
  const began = clock()
  const room = (world.terminal.out ? world.width : 80) - 1
  let done = 0
  let look = total === undefined ? STEP : 1
  let next = began + LONG
  let all: number | undefined
  let shown = 0
  const show = (text: string) => {
    const line = wrap(text, room)[0]!
    world.err(`\r${padEnd(line, shown)}`)
    shown = Math.max(shown, width(line))
  }
  return {
    tick(count = 1) {
      done += count
      if (done < look) return
      const now = clock()
      if (now >= next) {
        all ??= total?.()
        show(said(lang, what, of, { done, all, milliseconds: now - began }))
        next = now + BETWEEN
      }
      look = done + (all !== undefined && all < 100 * STEP ? Math.ceil(all / 100) : STEP)
    },
    uncounted: () => show(`${say(what, lang)} …`),
    end() {
      if (shown > 0) world.err(`\r${' '.repeat(shown)}\r`)
      shown = 0
      look = Number.POSITIVE_INFINITY
    },
  }
}

/** Iterates over items and counts each one. */
export function* ticking<T>(items: Iterable<T>, progress: Progress): Generator<T> {
  try {
    for (const item of items) {
      yield item
      progress.tick()
    }
  } finally {
    progress.end()
  }
}

interface State {
  readonly done: number
  readonly all: number | undefined
  readonly milliseconds: number
}

/** `核对 120,000/200,000 行 60%, 38,000 行/秒, 约剩 2 秒` */
export function said(lang: Lang, what: Text, of: Text, { done, all, milliseconds }: State): string {
  const figure = (n: number) => Math.round(n).toLocaleString('en-US')
  const rate = (done * 1000) / Math.max(1, milliseconds)
  const unit = say(of, lang)
  const second = lang === 'zh' ? '秒' : 's'
  const speed = rate >= 10 ? `, ${figure(rate)} ${unit}/${second}` : ''
  if (all === undefined || all <= done) return `${say(what, lang)} ${figure(done)} ${unit}${speed}`
  const share = Math.floor((100 * done) / all)
  const left = duration((all - done) / rate, lang)
  const rest = lang === 'zh' ? `约剩 ${left}` : `about ${left} left`
  return `${say(what, lang)} ${figure(done)}/${figure(all)} ${unit} ${share}%${speed}, ${rest}`
}

function duration(seconds: number, lang: Lang): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} ${lang === 'zh' ? '秒' : 's'}`
  return `${Math.round(seconds / 60)} ${lang === 'zh' ? '分钟' : 'min'}`
}
