import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { drop, folder } from './cun.js'

export function sh(line) {
  const { status, stderr } = spawnSync('sh', ['-c', line], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${line}: ${stderr}`)
}

/** A file system of its own on a loop device. */
export function disk(megabytes) {
  const at = folder('cun-disk-')
  const [image, mount] = [join(at, 'image'), join(at, 'mount')]
  mkdirSync(mount)
  sh(`truncate -s ${megabytes}M ${image} && mkfs.ext4 -qF ${image} && mount -o loop ${image} ${mount}`)
  return {
    at,
    mount,
    again: () => sh(`umount ${mount} && mount -o loop ${image} ${mount}`),
    gone() {
      spawnSync('umount', ['-l', mount])
      drop(at)
    },
  }
}
