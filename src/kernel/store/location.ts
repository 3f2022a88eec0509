import { existsSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Text } from '../text.ts'

/** File systems with unreliable locks and syncs (magic numbers of statfs): NFS, SMB, CIFS, SMB2. */
const network = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42])

/** Folders that a sync program copies while the database is open: half-written, or in two versions. */
const synced =
  /[\\/](?:onedrive(?: -[^\\/]*)?|dropbox|icloud ?drive|com~apple~clouddocs|google ?drive|nutstore[^\\/]*|坚果云[^\\/]*|百度网盘[^\\/]*|baidu(?:netdisk|syncdisk)[^\\/]*|wps ?(?:云盘|drive|cloud)[^\\/]*|腾讯微云|weiyun)[\\/]/i

/** Why writing a database at a path is unsafe; undefined when it is safe. Reading is always allowed. */
export function hazardOf(path: string): Text | undefined {
  if (synced.test(path)) {
    return { zh: `${path} 在同步盘文件夹里`, en: `${path} is in a synchronised folder` }
  }
  if (/^(?:\\\\|\/\/)[^\\/]/.test(path))
    return { zh: `${path} 在网络位置`, en: `${path} is on a network share` }
  if (process.platform === 'win32') return undefined
  // A folder yet to be created will be on the file system of its nearest existing parent.
  let folder = path
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder)
  // The number is signed on some systems.
  return network.has(statfsSync(folder).type >>> 0)
    ? { zh: `${path} 在网络文件系统上`, en: `${path} is on a network file system` }
    : undefined
}
