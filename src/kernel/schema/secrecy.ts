import { type Complaint, Fault } from '../errors.ts'
import { fold, narrow } from '../text.ts'

/**
 * Secrecy markings (保守国家秘密法 art. 14: 绝密, 机密, 秘密). A text is marked when the word stands alone, in brackets,
 * at the start or end or elsewhere between spaces or punctuation, after 密级, or before ★ or 级. Inside a phrase
 * or in quotation marks it is an ordinary word: 《保守国家秘密法》, 商业秘密, “秘密”进行.
 */
const WORD = '(?:绝\\s*密|机\\s*密|秘\\s*密)'
const SETS_OFF = `(?![“”‘’"'「」『』])[\\s\\p{P}\\p{S}]`
const MARKED = new RegExp(
  [
    `^\\s*${WORD}\\s*$`,
    `[(\\[{<【〔〖《]\\s*${WORD}\\s*[)\\]}>】〕〗》]`,
    `^\\s*${WORD}(?=${SETS_OFF})`,
    `(?<=${SETS_OFF})${WORD}\\s*$`,
    `(?<=${SETS_OFF})${WORD}(?=${SETS_OFF})`,
    `密级(?:[\\s\\p{P}\\p{S}]|为|是)*${WORD}`,
    `${WORD}\\s*[★☆*✩✭]`,
    `(?<!商业|工作|国家|技术)${WORD}\\s*级(?!别)`,
  ].join('|'),
  'u',
)

export function isMarkedSecret(text: string): boolean {
  if (!text.includes('密')) return false
  const plain = narrow(text).replace(/[\p{Cf}\p{Cc}]/gu, ' ')
  return MARKED.test(plain) || (fold(text).length === 2 && MARKED.test(fold(text)))
}

/** Reveals nothing of the input: neither the value nor the column. */
export const secret = new Fault(
  'row.secret',
  {
    zh: '此行带有涉密标志, 整行拒收, 内容不存、不记、不显示',
    en: 'carries a secrecy marking: the whole row is refused, and nothing of it is stored, logged or shown',
  },
  {
    zh: '涉密信息不得在本机处理: 立即按保密规定报告本单位保密工作机构',
    en: 'do not handle it on this computer: report it at once to your secrecy office under the secrecy rules',
  },
)

/** The same for a single value, e.g. an option. */
export const secretValue = new Fault(
  'value.secret',
  {
    zh: '所给的值带有涉密标志, 拒收, 内容不存、不记、不显示',
    en: 'carries a secrecy marking: it is refused, and not stored, logged or shown',
  },
  secret.next,
)

/** Whether a complaint is about secrecy: the only next step is to report, not to correct and retry. */
export const isSecrecy = (complaint: Complaint): boolean => complaint.rule === secret.rule
