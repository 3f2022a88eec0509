import { refuse } from '../errors.ts'
import { canEncrypt, cipherPackage, connect, isUnreadable } from '../store/driver.ts'
import type { Text } from '../text.ts'
import { askQuestion, cancel } from './ask.ts'
import type { Call } from './line.ts'

const least = 8

const howGiven: Text = {
  zh: '在终端上执行, 按提示输入; 脚本: 把口令写入只有自己能读的文件, 用 CUN_PASSPHRASE_FILE 指明',
  en: 'run on a terminal and type it; for scripts, save it in a file that only you can read and set CUN_PASSPHRASE_FILE to its path',
}

/** First line of the file that CUN_PASSPHRASE_FILE names; undefined if the variable is not set. */
function fromFile(call: Call): string | undefined {
  const name = call.world.env.CUN_PASSPHRASE_FILE
  if (!name) return undefined
  const path = call.path(name)
  if (call.world.size(path) === undefined) {
    refuse(
      'missing',
      'passphrase.file-missing',
      { zh: `没有口令文件 ${name}`, en: `there is no passphrase file ${name}` },
      { zh: '核对 CUN_PASSPHRASE_FILE', en: 'check CUN_PASSPHRASE_FILE' },
    )
  }
  if (call.world.isShared(path)) {
    refuse(
      'denied',
      'passphrase.file-open-to-others',
      { zh: `口令文件 ${name} 别人也能读`, en: `others can read the passphrase file ${name}` },
      { zh: `chmod 600 ${name}`, en: `chmod 600 ${name}` },
    )
  }
  return call.world
    .read(path)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)[0]
}

async function typed(call: Call, question: Text): Promise<string> {
  // Asks even with --yes, which supplies no passphrase.
  const { terminal } = call.world
  if (!terminal.err || !terminal.in) {
    refuse(
      'denied',
      'passphrase.missing',
      {
        zh: `没有给出 ${call.dbPath} 的口令`,
        en: `no passphrase was given for ${call.dbPath}`,
      },
      howGiven,
    )
  }
  return (await askQuestion(call, 'secret', question, {}))?.[0] ?? cancel()
}

const bytes = (passphrase: string) => Buffer.from(passphrase.normalize('NFC'))

/** The passphrase of a new database, typed twice. Refuses if no encrypting driver is installed. */
export async function newPassphrase(call: Call): Promise<Buffer> {
  if (!canEncrypt()) {
    refuse(
      'wrong',
      'passphrase.no-driver',
      {
        zh: '没有装能加密的数据库驱动, 未建库',
        en: 'no encrypting database driver is installed; no database was created',
      },
      {
        zh: `先执行 npm install -g ${cipherPackage}@13 (Node 22.14 以上); 或不加 --encrypt, 由磁盘自身的加密 (BitLocker 等) 保护`,
        en: `first run npm install -g ${cipherPackage}@13 (Node 22.14 or later); or leave out --encrypt and let the disk's own encryption (BitLocker …) protect it`,
      },
    )
  }
  const given = fromFile(call)
  const first = given ?? (await typed(call, { zh: '数据库口令', en: 'Passphrase of the database' }))
  if ([...first].length < least) {
    refuse(
      'usage',
      'passphrase.too-short',
      { zh: `口令不足 ${least} 个字符`, en: `the passphrase has fewer than ${least} characters` },
      {
        zh: '几个不相干的词连在一起, 好记又难猜',
        en: 'use a few unrelated words: easy to remember, hard to guess',
      },
    )
  }
  if (given === undefined && (await typed(call, { zh: '再输一遍', en: 'Repeat the passphrase' })) !== first) {
    refuse(
      'usage',
      'passphrase.differ',
      { zh: '两次输入的口令不同, 未建库', en: 'the two passphrases differ; no database was created' },
      { zh: '再执行一次', en: 'run the command again' },
    )
  }
  return bytes(first)
}

/** Whether a file opens with this passphrase, or without one. */
function opens(path: string, key?: Buffer): boolean {
  const db = connect(path, { readonly: true }, key)
  try {
    db.pragma('application_id')
    return true
  } catch (error) {
    if (isUnreadable(error)) return false
    throw error
  } finally {
    db.close()
  }
}

/**
 * The passphrase of an encrypted file; undefined if the file is not encrypted or no decrypting driver is
 * installed. On a terminal the person has three tries.
 */
export async function passphraseOf(call: Call, path: string): Promise<Buffer | undefined> {
  if (!call.world.size(path) || !canEncrypt() || opens(path)) return undefined
  const given = fromFile(call)
  for (let tries = 0; tries < 3; tries++) {
    const key = bytes(given ?? (await typed(call, { zh: '数据库口令', en: 'Passphrase of the database' })))
    if (opens(path, key)) return key
    if (given !== undefined) break
    call.tell({ zh: '口令不对', en: 'wrong passphrase' })
  }
  return refuse(
    'denied',
    'passphrase.wrong',
    {
      zh: `口令不对, 打不开 ${path} (或文件已损坏)`,
      en: `wrong passphrase for ${path} (or the file is damaged)`,
    },
    {
      zh: '核对口令; 口令确实无误的, 用备份恢复',
      en: 'check the passphrase; if it is correct, restore a backup',
    },
  )
}
