import { existsSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Text } from '../text.ts'

/** File systems whose locks and syncs cannot be relied on (magic numbers of statfs): NFS, SMB, CIFS, SMB2. */
const network = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42])

/** Folders that a program copies elsewhere behind the database's back, half-written or two versions of it. */
const synced =
  /[\\/](?:onedrive(?: -[^\\/]*)?|dropbox|icloud ?drive|com~apple~clouddocs|google ?drive|nutstore[^\\/]*|坚果云[^\\/]*|百度网盘[^\\/]*|baidu(?:netdisk|syncdisk)[^\\/]*|wps ?(?:云盘|drive|cloud)[^\\/]*|腾讯微云|weiyun)[\\/]/i

/** Why a database may not be written where it lies; undefined where it may. Reading is always possible. */
export function hazardOf(path: string): Text | undefined {
  if (synced.test(path)) {
    return { zh: `${path} 在同步盘文件夹里`, en: `${path} lies in a folder that is synchronised` }
  }
  if (/^(?:\\\\|\/\/)[^\\/]/.test(path))
    return { zh: `${path} 在网络位置`, en: `${path} lies on a network share` }
  if (process.platform === 'win32') return undefined
  // A folder yet to be made will lie where the nearest one lies that there is.
  let folder = path
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder)
  // The number is signed on some systems.
  return network.has(statfsSync(folder).type >>> 0)
    ? { zh: `${path} 在网络文件系统上`, en: `${path} lies on a network file system` }
    : undefined
}
