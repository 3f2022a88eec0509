import { text } from '../schema/fields/text.ts'
import { setting } from '../schema/setting.ts'
import type { Reader, Setting } from '../schema/types.ts'

/** An office's font names. Names only: the program may not ship fonts. */
export interface Fonts {
  /** Titles, and the name at the head of an official document. */
  readonly title: string
  readonly body: string
  /** First-level headings and column headers. */
  readonly heading: string
  /** Second-level headings. */
  readonly subheading: string
  /** Page numbers, and table cells outside official documents. */
  readonly number: string
}

/** The names in GB/T 9704-2012. */
export const standardFonts: Fonts = {
  title: '方正小标宋简体',
  body: '仿宋_GB2312',
  heading: '黑体',
  subheading: '楷体_GB2312',
  number: '宋体',
}

/** Substitutes, best first: fonts of Windows, WPS, macOS, Linux. */
export const fallbacks: Readonly<Record<keyof Fonts, readonly string[]>> = {
  title: ['方正小标宋_GBK', 'FZXiaoBiaoSong-B05S', '华文中宋', 'STZhongsong', '宋体', 'SimSun'],
  body: ['仿宋', 'FangSong', '华文仿宋', 'STFangsong', 'FZFangSong-Z02S'],
  heading: ['SimHei', 'STHeiti', 'Heiti SC', 'Noto Sans CJK SC'],
  subheading: ['楷体', 'KaiTi', '华文楷体', 'STKaiti', 'Kaiti SC'],
  number: ['SimSun', 'STSong', 'Songti SC'],
}

/** A font and its substitutes, for CSS. A cleaned name cannot end the string or the rule. */
export function fontFamily(fonts: Fonts, role: keyof Fonts): string {
  const last = role === 'heading' ? ['Noto Sans CJK SC', 'sans-serif'] : ['Noto Serif CJK SC', 'serif']
  const names = [fontName(fonts[role]), ...fallbacks[role], ...last]
  return [...new Set(names)].map(name => (/^[a-z-]+$/.test(name) ? name : `"${name}"`)).join(', ')
}

/** A font name reduced to letters, digits, spaces, `-` and `_`, at most 64 characters. */
export const fontName = (name: string): string => name.replace(/[^\p{L}\p{N} _-]/gu, '').slice(0, 64)

const named = (role: keyof Fonts, zh: string, en: string): Setting<string> =>
  setting({ name: `fonts.${role}`, field: text({ zh, en }, { max: 64 }), fallback: standardFonts[role] })

export const fontSettings: Readonly<Record<keyof Fonts, Setting<string>>> = {
  title: named('title', '标题和版头的字体', 'font of titles and of the head of official documents'),
  body: named('body', '正文的字体', 'font of body text'),
  heading: named('heading', '一级标题和表头的字体', 'font of headings and column headers'),
  subheading: named('subheading', '二级标题的字体', 'font of second-level headings'),
  number: named('number', '页码和表格的字体', 'font of page numbers and table cells'),
}

/** The fonts that the office has set. */
export const fontsOf = (settings: Pick<Reader, 'get'>): Fonts => ({
  title: settings.get(fontSettings.title),
  body: settings.get(fontSettings.body),
  heading: settings.get(fontSettings.heading),
  subheading: settings.get(fontSettings.subheading),
  number: settings.get(fontSettings.number),
})
