import { noProgress, progressOf } from '../terminal/progress.ts'
import type { World } from '../terminal/world.ts'
import { type Lang, say, type Text, visible } from '../text.ts'
import type { Screen } from './line.ts'

/** `--lang`, else CUN_LANG, else the locale. Anything that does not start with `en` means Chinese. */
export const langOf = ({ env }: World, asked: string | undefined): Lang => {
  const isLang = asked === 'zh' || asked === 'en'
  const wish = (isLang && asked) || env.CUN_LANG || env.LC_ALL || env.LC_MESSAGES || env.LANG || 'zh'
  return /^en/i.test(wish) ? 'en' : 'zh'
}

const bothWith = (text: Text, more: Text): Text => ({
  zh: [text.zh, more.zh].filter(Boolean).join(', '),
  en: [text.en, more.en].filter(Boolean).join(', '),
})

const sameAsBefore = { zh: '与原来相同, 未写入', en: 'the same as before, nothing written' }

/** Appends the batch number. */
export const inBatch = (text: Text, batch: number): Text =>
  bothWith(text, { zh: `第 ${batch} 批`, en: `batch ${batch}` })

/** The screen on a world's streams. */
export function screenOf(
  world: World,
  lang: Lang,
  quiet: boolean | undefined,
  said = (line: string) => world.out(`${line}\n`),
): Screen & { end(): void } {
  let shown = noProgress
  return {
    world,
    lang,
    tell(text) {
      shown.end()
      if (!quiet) world.err(`${visible(say(text, lang))}\n`)
    },
    done(text, batch, unchanged = text) {
      const whole = batch === 0 ? bothWith(unchanged, sameAsBefore) : batch ? inBatch(text, batch) : text
      said(visible(say(whole, lang)))
    },
    progress(work) {
      shown.end()
      shown = world.terminal.err && !quiet ? progressOf(world, lang, work) : noProgress
      return shown
    },
    end: () => shown.end(),
  }
}
