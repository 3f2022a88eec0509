import type { Call } from '../../../kernel/cli/line.ts'
import {
  encoder,
  type Format,
  fontsFor,
  formatOf,
  put,
  screenOf,
  toScreen,
} from '../../../kernel/cli/print.ts'
import type { Official } from './official.ts'

/** What an official paper can be written as; `table` is its form for a terminal. */
export const officialFormats = ['table', 'html', 'docx'] as const satisfies readonly Format[]

/** The bytes of an official paper as a file of this format has them. */
export async function renderOfficial(call: Call, official: Official, format: Format): Promise<Uint8Array> {
  const { encode } = encoder(call, format)
  const fonts = fontsFor(call)
  if (format === 'docx') return (await import('./docx.ts')).writeOfficialDocx(official, { fonts })
  if (format === 'html') {
    return encode((await import('./html.ts')).writeOfficialHtml(official, { fonts }))
  }
  const { writeOfficialText } = await import('./text.ts')
  return Buffer.concat([...writeOfficialText(official, officialScreen(call, false))].map(encode))
}

const officialScreen = (call: Call, terminal?: boolean) => ({
  ...screenOf(call, terminal),
  lang: 'zh' as const,
})

/** As `print`, for an official paper. */
export async function printOfficial(
  call: Call,
  official: Official,
  usual?: Format,
): Promise<string | undefined> {
  const format = formatOf(call, usual, officialFormats)
  if (format === 'table' && call.global.out === undefined) {
    const { writeOfficialText } = await import('./text.ts')
    const { encode } = encoder(call, format)
    await toScreen(call, writeOfficialText(official, officialScreen(call)), encode)
    return undefined
  }
  return put(call, await renderOfficial(call, official, format), format)
}
