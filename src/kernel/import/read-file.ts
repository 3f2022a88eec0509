import type { Call } from '../cli/line.ts'
import { refuse } from '../errors.ts'
import { isMarkedSecret, secret } from '../schema/secrecy.ts'
import { maxFileSize } from '../sheet/decode.ts'

/** Reads a file. Refuses a secrecy marking in its name and a missing, empty or too large file or a folder. */
export function readWhole(call: Call, file: string, name: string): Buffer {
  const path = call.path(file)
  const size = call.world.size(path)
  if (isMarkedSecret(name))
    refuse(
      'input',
      'file.secret-name',
      { zh: '文件名带有涉密标志, 拒收', en: 'the file name carries a secrecy marking; the file is refused' },
      secret.next,
    )
  if (size === undefined && isFolder(call, path)) {
    refuse(
      'missing',
      'file.is-a-folder',
      { zh: `${file} 是文件夹, 不是文件`, en: `${file} is a folder, not a file` },
      { zh: '写明其中的一个文件', en: 'name a file in it' },
    )
  }
  if (size !== undefined && size < 64 && call.world.read(path).toString('utf8').trim() === '') {
    refuse(
      'input',
      'file.empty',
      { zh: `${name}: 文件是空的`, en: `${name} is empty` },
      { zh: '核对是否选错了文件, 或没有保存', en: 'check whether it is the right file and was saved' },
    )
  }
  if (size === undefined) refuseMissing(file)
  if (size! > maxFileSize) {
    refuse(
      'input',
      'file.too-large',
      {
        zh: `${name} 超过 ${maxFileSize / 1024 / 1024} MB`,
        en: `${name} is larger than ${maxFileSize / 1024 / 1024} MB`,
      },
      { zh: '分成几个文件导入', en: 'import it in several files' },
    )
  }
  return call.world.read(path)
}

/** Refuses a missing file before the work that needs it. */
export function requireFile(call: Call, file: string): void {
  if (call.world.size(call.path(file)) === undefined) refuseMissing(file)
}

export const refuseMissing = (file: string): never =>
  refuse(
    'missing',
    'file.missing',
    { zh: `没有文件 ${file}`, en: `there is no file ${file}` },
    { zh: '核对文件名和所在文件夹', en: 'check its name and folder' },
  )

/** `size` is undefined for a folder as for a missing file: only reading tells them apart. */
function isFolder(call: Call, path: string): boolean {
  try {
    call.world.read(path)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EISDIR'
  }
}
