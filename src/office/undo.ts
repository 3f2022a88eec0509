import { confirm } from '../kernel/cli/ask.ts'
import { verb } from '../kernel/cli/line.ts'
import { refuseIfReferred } from '../kernel/cli/write.ts'
import { refuse } from '../kernel/errors.ts'
import { findBatch } from '../kernel/store/journal.ts'
import { lastUndoable, undo, undoable } from '../kernel/store/undo.ts'
import { batchArg, summary } from './batch.ts'

export const undoBatch = verb({
  name: 'undo',
  label: { zh: '撤销一批写入 (默认最近一批)', en: 'undo a batch (default: the last)' },
  args: [batchArg],
  example: 'cun undo',
  async run(call, [asked]) {
    const number = asked ?? lastUndoable(call.db)
    if (number === undefined) {
      return refuse(
        'usage',
        'undo.nothing-to-undo',
        { zh: '没有可撤销的批', en: 'there is no batch to undo' },
        { zh: '用 cun history 查看各批', en: 'see cun history' },
      )
    }
    const { batch } = undoable(call.db, call.registers, number)
    const what = [batch.command, batch.source, summary(call, batch)].filter(Boolean).join(' ')
    await confirm(call, { zh: `撤销第 ${number} 批 (${what})?`, en: `Undo batch ${number} (${what})?` })
    const { at, who } = call.note('undo')
    call.keep()
    const done = undo(call.db, call.registers, number, { at, who }, (going, touched) =>
      refuseIfReferred(call, going, touched),
    )
    call.committed(done)
    const counts = summary(call, findBatch(call.db, done)!)
    call.done({
      zh: `第 ${number} 批已撤销: ${counts} (第 ${done} 批)`,
      en: `batch ${number} undone: ${counts} (batch ${done})`,
    })
    const isRedone = batch.undoes !== null
    call.tell({
      zh: `要${isRedone ? '再撤销' : '恢复'}: cun undo ${done}`,
      en: `to ${isRedone ? 'undo it again' : 'redo'}: cun undo ${done}`,
    })
    return 0
  },
})
