import { isDate } from '../../calendar.ts'
import { narrow, type Text } from '../../text.ts'
import { fault, field, Masked } from '../field.ts'
import type { Field, Label } from '../types.ts'

const SCIENTIFIC = /^\d(\.\d+)?e\+?\d+$/i
const lostInExcel = fault(
  'cell.digits-lost',
  '被 Excel 当作数字存成了科学计数, 后几位已丢失',
  'was stored by a spreadsheet in scientific notation; its last digits are lost',
  '把该列设为文本格式, 照原件重新录入',
  'format the column as text and type the number again from the original',
)

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** The check character of an 18-digit ID number (GB 11643-1999, ISO 7064 MOD 11-2). */
export function idCheck(first17: string): string {
  let sum = 0
  for (let i = 0; i < 17; i++) sum += (first17.charCodeAt(i) - 48) * WEIGHTS[i]!
  return '10X98765432'[sum % 11]!
}

const maskMiddle = (value: string, head: number, tail: number) =>
  value.length > head + tail
    ? value.slice(0, head) + '*'.repeat(value.length - head - tail) + value.slice(-tail)
    : '*'.repeat(value.length)

/** A citizen's ID number (GB 11643-1999), 18 characters. Never repaired. */
export function idNumber(label: Label): Field<string> {
  return field(label, {
    kind: 'idNumber',
    read(raw) {
      const plain = narrow(raw)
        .replace(/[\s\u200B-\u200F\uFEFF-]/g, '')
        .toUpperCase()
      if (plain.includes('*')) return new Masked(plain) as unknown as string
      if (SCIENTIFIC.test(plain)) return lostInExcel
      if (/^\d{15}$/.test(plain)) {
        return fault(
          'idNumber.old-number',
          '是 15 位旧号, 已停用',
          'is an old 15-digit number, no longer valid',
          '照现行身份证填写 18 位号码',
          'give the 18-digit number on the current card',
        )
      }
      if (!/^\d{17}[\dX]$/.test(plain)) {
        return fault(
          'idNumber.not-18-digits',
          '不是 18 位身份证号',
          'is not an 18-digit ID number',
          '照身份证核对位数',
          'check it against the card',
        )
      }
      if (idCheck(plain) !== plain[17]) {
        return plain.endsWith('000')
          ? fault(
              'cell.digits-lost',
              '末三位被 Excel 改成了 000, 原号已丢失',
              'has lost its last three digits: a spreadsheet turned them into 000',
              '把该列设为文本格式, 照原件重新录入',
              'format the column as text and type the number again from the original',
            )
          : fault(
              'idNumber.check-digit',
              '校验码不对 (GB 11643-1999)',
              'fails its check digit (GB 11643-1999)',
              '照身份证逐位核对',
              'check it digit by digit against the card',
            )
      }
      if (!isDate(Number(plain.slice(6, 10)), Number(plain.slice(10, 12)), Number(plain.slice(12, 14)))) {
        return fault(
          'idNumber.birth-date',
          '其中的出生日期不存在',
          'contains a birth date that does not exist',
          '照身份证核对第 7 至 14 位',
          'check digits 7 to 14 against the card',
        )
      }
      return plain
    },
    write: value => value,
    mask: value => maskMiddle(value, 6, 4),
  })
}

/** A mobile number (11 digits) or a landline with or without its area code; digits only. */
export function phone(label: Label): Field<string> {
  return field(label, {
    kind: 'phone',
    read(raw) {
      const plain = narrow(raw)
        .replace(/[\s\u200B-\u200F\uFEFF()（）\-—]/g, '')
        .replace(/^(\+|00)86/, '')
      if (plain.includes('*')) return new Masked(plain) as unknown as string
      if (SCIENTIFIC.test(plain)) return lostInExcel
      return /^1[3-9]\d{9}$/.test(plain) || /^0\d{9,11}$/.test(plain) || /^[2-8]\d{6,7}$/.test(plain)
        ? plain
        : fault(
            'phone.not-a-phone-number',
            '不是电话号码: 手机 11 位, 固话 7 至 8 位或加区号',
            'is not a phone number: a mobile has 11 digits, a landline 7 or 8, or more with its area code',
            '核对位数; 只填一个号码',
            'check the digits; give one number only',
          )
    },
    write: value => value,
    mask: value =>
      value.length === 11 && value[0] === '1' ? maskMiddle(value, 3, 4) : maskMiddle(value, 2, 2),
  })
}

/** A code of `digits` digits, stored as text; `next` says where to find it. */
export function code(digits: number, label: Label, next: Text): Field<string> {
  return field(label, {
    kind: 'code',
    read(raw) {
      const plain = narrow(raw).replace(/\s/g, '')
      if (SCIENTIFIC.test(plain)) return lostInExcel
      return /^\d+$/.test(plain) && plain.length === digits
        ? plain
        : fault('code.wrong-length', `应为 ${digits} 位数字`, `must have ${digits} digits`, next.zh, next.en)
    },
    write: value => value,
  })
}
