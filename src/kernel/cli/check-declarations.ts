import { inputs, keyFields, namingFields } from '../schema/register.ts'
import type { Register } from '../schema/types.ts'
import { fold, type Text } from '../text.ts'
import { nameOf } from './flags.ts'
import { globalOptions } from './global-options.ts'
import type { Line } from './line.ts'

interface DeclarationFault {
  readonly where: string
  readonly what: Text
}

/** Column names whose flag would collide with a general one. */
const taken = new Set([...globalOptions.map(({ flags }) => nameOf(flags)), 'limit', 'help', 'version', 'id'])

/** Faults in the declarations (developer errors); empty if there are none. */
export function faultsIn(lines: readonly Line[]): DeclarationFault[] {
  const found: DeclarationFault[] = []
  const fault = (where: string, zh: string, en: string) => found.push({ where, what: { zh, en } })
  const registers = lines.flatMap(l => l.registers ?? [])
  twice(
    registers.map(r => r.name),
    name => fault(name, '台账重名', 'two registers have this name'),
  )
  twice(
    lines.flatMap(l => l.settings ?? []).map(s => s.name),
    name => fault(name, '设置重名', 'two settings have this name'),
  )
  twice(
    lines.flatMap(l => l.duties ?? []).map(d => d.name),
    name => fault(name, '时限重名', 'two duties have this name'),
  )
  twice(
    lines.flatMap(l => l.measures ?? []).map(m => `${m.name} (${m.subject})`),
    name => fault(name, '指标重名', 'two measures of a subject have this name'),
  )
  for (const register of registers) checkRegister(register, registers, fault)
  for (const measure of lines.flatMap(l => l.measures ?? [])) {
    if (!registers.some(r => r.name === measure.subject)) {
      fault(measure.name, `没有台账 ${measure.subject}`, `its subject ${measure.subject} is not a register`)
    }
  }
  return found
}

function checkRegister(
  register: Register,
  registers: readonly Register[],
  fault: (where: string, zh: string, en: string) => void,
): void {
  const { name, fields } = register
  for (const [field, { target, label, derived }] of Object.entries(fields)) {
    if (!/^[a-z][A-Za-z]*$/.test(field))
      fault(`${name}.${field}`, '名称应为英文字母', 'the name must be letters')
    if (!label.zh || !label.en) fault(`${name}.${field}`, '缺少中文或英文名称', 'a label is missing')
    if (target && !registers.includes(target()))
      fault(`${name}.${field}`, '所指台账不在任何线', 'its target register belongs to no line')
    if (derived && (!fields[derived.from] || !target?.().fields[derived.by]))
      fault(`${name}.${field}`, '所依据的字段不存在', 'it is derived from a field that does not exist')
  }
  for (const [field, { placeOf }] of Object.entries(fields))
    if (placeOf !== undefined && !fields[placeOf]?.target)
      fault(`${name}.${field}`, '所附的字段不是引用', 'the field beside it is not a reference')
  const { on = [], apart = [] } = register
  for (const field of [...keyFields(register), ...register.list, on, apart].flat()) {
    if (!fields[field]) fault(name, `没有字段 ${field}`, `there is no field ${field}`)
  }
  for (const field of keyFields(register))
    if (fields[field]?.many) fault(`${name}.${field}`, '列表不能作关键项', 'a list cannot be part of a key')
  for (const field of register.minor ?? [])
    if (!register.list.includes(field) || keyFields(register).includes(field))
      fault(
        `${name}.${field}`,
        '不在列表中或是关键项, 不能先略去',
        'a minor field must be in the list and not in the key',
      )
  if (namingFields(register).length === 0)
    fault(name, '没有可供引用的名称', 'it has no name for references to use')
  const headers = inputs(register)
  for (const { key } of headers)
    if (taken.has(key)) fault(`${name}.${key}`, '与通用选项同名', 'it has the same name as a global option')
  // What only commands write has no sheets of its own.
  twice(
    (register.process ? [] : headers).flatMap(i => [...new Set([i.label.zh, ...i.aliases].map(fold))]),
    header => fault(name, `表头“${header}”对应两列`, `the header ${header} stands for two columns`),
  )
}

function twice(names: readonly string[], found: (name: string) => void): void {
  const seen = new Set<string>()
  for (const name of names) {
    if (seen.has(name)) found(name)
    seen.add(name)
  }
}
