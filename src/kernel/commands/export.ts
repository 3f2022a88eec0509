import type { Call } from '../cli/line.ts'
import { print } from '../cli/print.ts'
import { exporting } from '../cli/record-document.ts'
import { logOutput } from '../cli/write.ts'
import type { Register } from '../schema/types.ts'
import { records } from '../store/records.ts'
import { offTheList } from './list.ts'

/** Every record; with `--as-of` the list of that day. */
export async function exportRegister(call: Call, register: Register): Promise<number> {
  const off = call.global.asOf ? offTheList(register) : undefined
  const where = off ? `where not ${off}` : ''
  const day = off ? [call.asOf, call.asOf] : []
  const count = (where: string, day: readonly string[]) =>
    call.db
      .prepare(`select count(*) from "${register.name}" ${where}`)
      .pluck()
      .get(...day) as number
  const total = count(where, day)
  const digest = await print(
    call,
    exporting(call, register, records(call.db, register, where, day), () => total),
    'csv',
  )
  const left = off ? count('', []) - total : 0
  if (left > 0)
    call.tell({
      zh: `这是 ${call.asOf} 的名册, 当日不在册的 ${left} 条未导出; 全部的不加 --as-of`,
      en: `this is the list of ${call.asOf}; ${left} not on it were left out. Without --as-of all are exported`,
    })
  logOutput(call, 'export', `${register.name} export`, total, digest)
  return 0
}
