import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { guideFolder, guides } from '../../docs/make/guides.ts'
import type { Lang } from '../../src/kernel/text.ts'
import { steady } from '../session.ts'
import { place, samples } from '../world.ts'

const cun = new URL('../../bin/cun.js', import.meta.url).pathname

/**
 * A guide is run from its first line to its last: a fence `csv name` is a file, a fence `console` holds commands
 * after `$ ` and what they print, all fences `sh` together are a script for a shell. A line `…` stands for any number of lines.
 * UPDATE_MANUAL=1 writes what is printed now, keeping as many lines around a `…` as there were.
 */
interface Fence {
  readonly info: string
  readonly body: readonly string[]
  readonly from: number
}

function fences(lines: readonly string[]): Fence[] {
  const found: Fence[] = []
  for (let i = 0; i < lines.length; i++) {
    const info = /^```(.+)$/.exec(lines[i]!)?.[1]
    if (info === undefined) continue
    const end = lines.indexOf('```', i + 1)
    found.push({ info, body: lines.slice(i + 1, end), from: i + 1 })
    i = end
  }
  return found
}

interface Typed {
  readonly command: string
  readonly shown: readonly string[]
}

function typed(body: readonly string[]): Typed[] {
  const found: { command: string; shown: string[] }[] = []
  for (const line of body) {
    if (line.startsWith('$ ')) found.push({ command: line.slice(2), shown: [] })
    else found.at(-1)!.shown.push(line)
  }
  return found
}

/** What is printed, with `…` where the guide leaves lines out. */
function cut(printed: readonly string[], shown: readonly string[]): string[] {
  const gap = shown.indexOf('…')
  if (gap < 0) return [...printed]
  const after = shown.length - gap - 1
  return [...printed.slice(0, gap), '…', ...printed.slice(printed.length - after)]
}

async function follow(text: string, lang: Lang): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'cun-guide-'))
  copyFileSync(join(samples, 'qinyang-townships.csv'), join(folder, '乡镇.csv'))
  copyFileSync(join(samples, 'qinyang-villages.csv'), join(folder, '村.csv'))
  const there = place(folder)
  const world = { env: { CUN_LANG: lang }, home: join(folder, '.local/share/cun'), width: 100 }
  const clean = (printed: string) => steady(printed, folder).replace(/\n$/, '')
  const lines = text.split('\n')
  const done: string[] = []
  const script: string[] = []
  let at = 0
  for (const { info, body, from } of fences(lines)) {
    done.push(...lines.slice(at, from))
    at = from + body.length
    const [kind, name] = info.split(' ')
    if (kind === 'csv') {
      mkdirSync(dirname(join(folder, name!)), { recursive: true })
      there.write(name!, `${body.join('\r\n')}\r\n`)
      done.push(...body)
    } else if (kind === 'sh') {
      script.push(...body)
      done.push(...body)
    } else if (kind === 'console') {
      for (const { command, shown } of typed(body)) {
        const { both, code } = await there.run(command, world)
        // The exit code is part of what a script sees; a guide for people says only what is printed.
        if (code === 70) throw new Error(both)
        const printed = both === '' ? [] : clean(both).split('\n')
        done.push(
          `$ ${command}`,
          ...cut(
            printed.map(l => l.trimEnd()),
            shown,
          ),
        )
      }
    } else done.push(...body)
  }
  if (script.length > 0) inShell(script.join('\n'), folder, lang)
  return [...done, ...lines.slice(at)].join('\n')
}

function inShell(script: string, folder: string, lang: Lang): void {
  const bin = join(folder, 'bin')
  mkdirSync(bin, { recursive: true })
  writeFileSync(join(bin, 'cun'), `#!/bin/sh\nexec "${process.execPath}" "${cun}" "$@"\n`, { mode: 0o755 })
  execFileSync('sh', ['-eu', '-c', script], {
    cwd: folder,
    env: { PATH: [bin, process.env.PATH].join(delimiter), HOME: folder, CUN_LANG: lang },
    stdio: 'pipe',
  })
}

for (const lang of ['zh', 'en'] as const) {
  describe(`guides: ${lang}`, () => {
    test.each(guides(lang))('$file', async ({ file }) => {
      const path = join(guideFolder, lang, file)
      const text = readFileSync(path, 'utf8')
      const now = await follow(text, lang)
      if (process.env.UPDATE_MANUAL) writeFileSync(path, now)
      else expect(now).toBe(text)
    })
  })
}

test('a guide is written in both languages', () => {
  const names = (lang: Lang) => readdirSync(join(guideFolder, lang)).sort()
  expect(names('en')).toEqual(names('zh'))
})
