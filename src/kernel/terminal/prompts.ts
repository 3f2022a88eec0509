import { say, type Text, visible } from '../text.ts'
import { multiSelect, type Theme } from './multi-select.ts'
import type { Asked, Choice, Question } from './question.ts'
import { width } from './width.ts'

/** Rows of a list shown at a time; they fit a window of 24 lines. */
const pageSize = 12

/** Asks on stderr: stdout is for results. Undefined after Esc. */
export async function prompt(question: Question): Promise<readonly string[] | undefined> {
  const { stdin, stderr } = process
  const stop = new AbortController()
  let goesBack = false
  const heard = (_: unknown, key: { name?: string; ctrl?: boolean }) => {
    goesBack = key.name === 'escape'
    if (goesBack || (key.ctrl && key.name === 'd')) stop.abort()
  }
  const ended = () => stop.abort()
  stdin.on('keypress', heard)
  stdin.once('end', ended)
  try {
    return await put(question, {
      output: stderr,
      signal: stop.signal,
      // Read when the prompt ends: after Esc the prompt disappears from the screen.
      get clearPromptOnDone() {
        return goesBack
      },
    })
  } catch (error) {
    if (goesBack) return undefined
    // Ctrl-D and a closed terminal count as leaving, like Ctrl-C.
    if ((error as Error).name === 'AbortPromptError') (error as Error).name = 'ExitPromptError'
    throw error
  } finally {
    stdin.off('keypress', heard)
    stdin.off('end', ended)
  }
}

interface Context {
  readonly output: NodeJS.WriteStream
  readonly signal: AbortSignal
  readonly clearPromptOnDone: boolean
}

async function put(question: Question, context: Context): Promise<readonly string[]> {
  // These libraries are ES modules: only `import()` loads them from the bundle on every supported Node.
  const { default: inquirer } = await import('inquirer')
  const { input, password, select, search } = inquirer.createPromptModule().prompts as unknown as Prompts
  const theme = themeOf(question)
  const message = visible(question.message)
  switch (question.kind) {
    case 'line': {
      const { start, check, shown } = question
      const typed = await input(
        {
          message,
          default: start === undefined ? undefined : visible(start),
          theme,
          validate: text =>
            check(start !== undefined && text === visible(start) ? start : text.trim()) ?? true,
          transformer: (text, { isFinal }) =>
            isFinal ? theme.style.answer(visible(shown?.(text.trim()) ?? text.trim())) : text,
        },
        context,
      )
      return [start !== undefined && typed === visible(start) ? start : typed.trim()]
    }
    case 'secret':
      return [await password({ message, mask: '*', theme }, context)]
    case 'one':
      return [
        await select(
          {
            message,
            choices: question.choices.map(seen(3)),
            default: question.start,
            pageSize,
            loop: false,
            theme,
          },
          context,
        ),
      ]
    case 'find': {
      const none = new inquirer.Separator(say(nothingFound, question.lang))
      return [
        await search(
          {
            message,
            ...(question.start !== undefined && { default: question.start }),
            pageSize,
            theme,
            async source(term) {
              const found = await question.find(term?.trim() ?? '')
              return found.length > 0 ? found.map(seen(3)) : [none]
            },
          },
          context,
        ),
      ]
    }
    case 'some':
      return multiSelect(
        { ...question, message, choices: question.choices.map(seen(7)), pageSize, theme },
        context,
      )
  }
}

/** Clips a choice to one line of the window; `room` is the width of its marker, in cells. */
const seen =
  (room: number) =>
  ({ value, name, short }: Choice) => ({
    value,
    name: clipped(visible(name), (process.stderr.columns ?? 80) - room),
    short: visible(short ?? name),
  })

function clipped(text: string, cells: number): string {
  if (width(text) <= cells) return text
  let kept = ''
  for (const character of text) {
    if (width(kept + character) > cells - 2) break
    kept += character
  }
  return `${kept}…`
}

const nothingFound: Text = { zh: '没有找到, 换个写法', en: 'nothing found: try another spelling' }

const keys: Record<string, Text> = {
  navigate: { zh: '移动', en: 'move' },
  select: { zh: '选定', en: 'choose' },
}

/** Colours legible on dark and light backgrounds, or none. */
function themeOf({ lang, color }: Asked): Theme {
  const sgr = (open: number, close: number) => (text: string) =>
    color ? `\u001b[${open}m${text}\u001b[${close}m` : text
  const [bold, dim, green, red, magenta] = [sgr(1, 22), sgr(2, 22), sgr(32, 39), sgr(31, 39), sgr(35, 39)]
  const tips = (list: [string, string][]) =>
    list.map(([key, action]) => `${key} ${keys[action] ? say(keys[action], lang) : action}`)
  return {
    prefix: { idle: magenta('?'), done: green('✔') },
    style: {
      message: bold,
      answer: green,
      error: text => red(`> ${text}`),
      defaultAnswer: text => dim(`(${text})`),
      highlight: bold,
      help: dim,
      keysHelpTip: list => dim([...tips(list), `Esc ${say(back, lang)}`].join(' · ')),
    },
  }
}

const back: Text = { zh: '退回', en: 'back' }

/** The library's prompts, as used here. */
interface Prompts {
  input(
    config: {
      message: string
      default?: string
      theme: Theme
      validate(text: string): string | true
      transformer(text: string, state: { isFinal: boolean }): string
    },
    context: Context,
  ): Promise<string>
  password(config: { message: string; mask: string; theme: Theme }, context: Context): Promise<string>
  select(
    config: {
      message: string
      choices: Choice[]
      default?: string
      pageSize: number
      loop: boolean
      theme: Theme
    },
    context: Context,
  ): Promise<string>
  search(
    config: {
      message: string
      default?: string
      pageSize: number
      theme: Theme
      source(term: string | undefined): Promise<unknown[]>
    },
    context: Context,
  ): Promise<string>
}
