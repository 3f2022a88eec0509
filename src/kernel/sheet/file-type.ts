import { refuse } from '../errors.ts'
import type { Text } from '../text.ts'
import { starts } from './decode.ts'
import { declaredKind, partName, textOfPart } from './package-parts.ts'
import { directoryOf, type ZipEntry } from './zip.ts'

/** The limit for all parts of an unpacked workbook, in bytes. */
export const maxUnpacked = 256 * 1024 * 1024
const maxParts = 10_000

const saveAsBook: Text = {
  zh: '在 WPS 或 Excel 中“另存为” XLSX 或 CSV 后再导入',
  en: 'save it as XLSX or CSV in WPS or Excel and import that',
}
const findTable: Text = {
  zh: '把其中的表格另存为 XLSX 或 CSV 后再导入',
  en: 'save the table in it as XLSX or CSV and import that',
}

/** Detects a workbook or text by content, not by name. Refuses anything else. */
export function kindOf(bytes: Buffer, file: string): 'workbook' | 'text' {
  if (starts(bytes, 0x50, 0x4b, 3, 4) || starts(bytes, 0x50, 0x4b, 5, 6)) {
    const other = archiveOf(bytes, file)
    return other ? isOther(file, ...other) : 'workbook'
  }
  const other = otherThanText(bytes)
  return other ? isOther(file, ...other) : 'text'
}

function otherThanText(bytes: Buffer): readonly [Text, Text] | undefined {
  if (starts(bytes, 0xd0, 0xcf, 0x11, 0xe0)) {
    return bytes.includes(Buffer.from('EncryptedPackage', 'utf16le'))
      ? [
          { zh: '加了打开密码的文件', en: 'a file with a password' },
          {
            zh: '在 WPS 或 Excel 中打开, 取消打开密码 (文件 → 文档加密 或 保护工作簿) 后另存, 再导入',
            en: 'open it in WPS or Excel, remove the password, save it and import that',
          },
        ]
      : [
          { zh: '旧式 XLS、ET 工作簿 (或旧式 DOC 文档)', en: 'an old XLS or ET workbook (or DOC document)' },
          saveAsBook,
        ]
  }
  if (starts(bytes, 0x25, 0x50, 0x44, 0x46)) return [{ zh: 'PDF 文件', en: 'a PDF file' }, findTable]
  if (starts(bytes, 0xff, 0xd8, 0xff) || starts(bytes, 0x89, 0x50, 0x4e, 0x47)) {
    return [
      { zh: '图片', en: 'a picture' },
      { zh: '录成表格后再导入', en: 'type it into a sheet and import that' },
    ]
  }
  if (starts(bytes, 0x52, 0x61, 0x72, 0x21) || starts(bytes, 0x37, 0x7a, 0xbc, 0xaf)) {
    return [{ zh: 'RAR 或 7z 压缩包', en: 'a RAR or 7z archive' }, unpack]
  }
  const head = bytes
    .subarray(0, 400)
    .toString(starts(bytes, 0xff, 0xfe) ? 'utf16le' : 'latin1')
    .replace(/^(?:\uFEFF|ï»¿)/, '')
  return /^\s*<(!doctype|html|head|meta|\?xml|table|style)/i.test(head)
    ? [
        { zh: '网页或 XML 文件, 只是名字像表格', en: 'a web page or XML file, whatever its name says' },
        saveAsBook,
      ]
    : undefined
}

const unpack: Text = { zh: '先解压, 再导入其中的表格', en: 'unpack it and import the sheet in it' }

/** What an archive is, unless it is a workbook: by its content types, else by the names of its parts. */
function archiveOf(bytes: Buffer, file: string): readonly [Text, Text] | undefined {
  const parts = new Map(partsOf(bytes, file).map(entry => [partName(entry.name), entry]))
  const types = parts.get('[content_types].xml')
  let kind: ReturnType<typeof declaredKind>
  try {
    kind = types && declaredKind(textOfPart(bytes, types))
  } catch {
    return damaged(file)
  }
  if (kind === 'workbook') return undefined
  if (kind === 'binary' || parts.has('xl/workbook.bin')) {
    return [{ zh: 'XLSB 工作簿', en: 'an XLSB workbook' }, saveAsBook]
  }
  if (kind === 'text' || parts.has('word/document.xml')) {
    return [{ zh: 'Word 文档', en: 'a Word document' }, findTable]
  }
  if (kind === 'slides') return [{ zh: '演示文稿', en: 'a presentation' }, findTable]
  if (types && [...parts.keys()].some(p => p.startsWith('xl/'))) return undefined
  if (parts.has('content.xml')) {
    return [{ zh: 'ODS 等 OpenDocument 文件', en: 'an ODS or other OpenDocument file' }, saveAsBook]
  }
  return [{ zh: '压缩包, 不是工作簿', en: 'an archive, not a workbook' }, unpack]
}

const isOther = (file: string, what: Text, next: Text): never =>
  refuse(
    'input',
    'file.other-format',
    { zh: `${file} 是${what.zh}, 读不了`, en: `${file} is ${what.en} and cannot be read` },
    next,
  )

export const damaged = (file: string): never =>
  refuse(
    'input',
    'file.damaged',
    {
      zh: `${file} 已损坏, 或没有完整传过来, 打不开`,
      en: `${file} is damaged or incomplete and cannot be opened`,
    },
    {
      zh: '用 WPS 或 Excel 打开, 另存一份后再导入; 打不开的, 请对方重发',
      en: 'open it in WPS or Excel, save a copy and import that; if that fails, have it sent again',
    },
  )

/** The parts of an archive by its directory, without unpacking. Refuses an archive that is too large. */
function partsOf(bytes: Buffer, file: string): readonly ZipEntry[] {
  let entries: readonly ZipEntry[]
  try {
    entries = directoryOf(bytes)
  } catch {
    return damaged(file)
  }
  const unpacked = entries.reduce((sum, entry) => sum + entry.unpacked, 0)
  if (unpacked > maxUnpacked || entries.length > maxParts) {
    refuse(
      'input',
      'file.unpacks-too-large',
      {
        zh: `${file} 解开后超过 ${maxUnpacked / 1024 / 1024} MB (或 ${maxParts} 个部件)`,
        en: `${file} unpacks to more than ${maxUnpacked / 1024 / 1024} MB (or ${maxParts} parts)`,
      },
      {
        zh: '删去图片和空白的格式行, 或分成几个文件, 或另存为 CSV',
        en: 'delete pictures and empty formatted rows, split it, or save it as CSV',
      },
    )
  }
  return entries
}
