import { optional } from '../kernel/schema/field.ts'
import { choice } from '../kernel/schema/fields/choice.ts'
import { reference } from '../kernel/schema/fields/reference.ts'
import { text } from '../kernel/schema/fields/text.ts'
import { register } from '../kernel/schema/register.ts'
import { handover } from './handover.ts'

export const item = register({
  name: 'item',
  label: { zh: '交接清单', en: 'handover item' },
  about: { zh: '一次交接的清单中的一项。', en: 'One item of the checklist of a handover.' },
  key: ['handover', 'name'],
  filledBy: 'township',
  fields: {
    handover: reference(() => handover, { zh: '交接日期', en: 'handover', aliases: ['交接'] }),
    name: text({ zh: '交接事项', en: 'item', aliases: ['事项', '内容', '交接内容'] }, { max: 100 }),
    state: choice(
      {
        open: { zh: '待交接', en: 'open', aliases: ['未交接', '未移交'] },
        given: { zh: '已交接', en: 'handed over', aliases: ['已移交', '完成'] },
        none: { zh: '无此项', en: 'none', aliases: ['无', '不涉及'] },
      },
      { zh: '状态', en: 'state', aliases: ['交接状态'] },
    ),
    note: optional(text({ zh: '备注', en: 'note', aliases: ['说明'] })),
  },
  list: ['handover', 'name', 'state', 'note'],
  example: { village: '张老湾村', handover: '2024-02-01', name: '党建档案', state: '已交接' },
})
