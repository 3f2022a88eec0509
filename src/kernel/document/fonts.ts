import { text } from '../schema/fields/text.ts'
import { setting } from '../schema/setting.ts'
import type { Reader, Setting } from '../schema/types.ts'

/** What an office calls its fonts. Names only: none may be passed on with the program. */
export interface Fonts {
  /** Titles and the name at the head of an official paper. */
  readonly title: string
  readonly body: string
  /** Headings of the first level and heads of columns. */
  readonly heading: string
  /** Headings of the second level. */
  readonly subheading: string
  /** Page numbers, and the cells of tables that are not part of an official paper. */
  readonly number: string
}

/** As GB/T 9704-2012 names them. */
export const standardFonts: Fonts = {
  title: '方正小标宋简体',
  body: '仿宋_GB2312',
  heading: '黑体',
  subheading: '楷体_GB2312',
  number: '宋体',
}

/** What may stand in, best first: other makes on Windows, WPS, macOS, Linux. */
export const fallbacks: Readonly<Record<keyof Fonts, readonly string[]>> = {
  title: ['方正小标宋_GBK', 'FZXiaoBiaoSong-B05S', '华文中宋', 'STZhongsong', '宋体', 'SimSun'],
  body: ['仿宋', 'FangSong', '华文仿宋', 'STFangsong', 'FZFangSong-Z02S'],
  heading: ['SimHei', 'STHeiti', 'Heiti SC', 'Noto Sans CJK SC'],
  subheading: ['楷体', 'KaiTi', '华文楷体', 'STKaiti', 'Kaiti SC'],
  number: ['SimSun', 'STSong', 'Songti SC'],
}

/** A font and what may stand in for it, for CSS. A name is a name: nothing in it ends the string or the rule. */
export function fontFamily(fonts: Fonts, role: keyof Fonts): string {
  const last = role === 'heading' ? ['Noto Sans CJK SC', 'sans-serif'] : ['Noto Serif CJK SC', 'serif']
  const names = [fontName(fonts[role]), ...fallbacks[role], ...last]
  return [...new Set(names)].map(name => (/^[a-z-]+$/.test(name) ? name : `"${name}"`)).join(', ')
}

/** A name of letters, digits, spaces, `-` and `_`, as a font has one. */
export const fontName = (name: string): string => name.replace(/[^\p{L}\p{N} _-]/gu, '').slice(0, 64)

const named = (role: keyof Fonts, zh: string, en: string): Setting<string> =>
  setting({ name: `fonts.${role}`, field: text({ zh, en }, { max: 64 }), fallback: standardFonts[role] })

export const fontSettings: Readonly<Record<keyof Fonts, Setting<string>>> = {
  title: named('title', '标题和版头的字体', 'font of titles and of the head of official papers'),
  body: named('body', '正文的字体', 'font of body text'),
  heading: named('heading', '一级标题和表头的字体', 'font of headings and heads of columns'),
  subheading: named('subheading', '二级标题的字体', 'font of second-level headings'),
  number: named('number', '页码和表格的字体', 'font of page numbers and of cells'),
}

/** The fonts that the office has set. */
export const fontsOf = (settings: Pick<Reader, 'get'>): Fonts => ({
  title: settings.get(fontSettings.title),
  body: settings.get(fontSettings.body),
  heading: settings.get(fontSettings.heading),
  subheading: settings.get(fontSettings.subheading),
  number: settings.get(fontSettings.number),
})
