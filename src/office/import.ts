import { type Call, verb } from '../kernel/cli/line.ts'
import { importFiles, importOptions } from '../kernel/import/import-files.ts'
import { namedRegister } from './named-register.ts'

/** Imports a sheet of any register; the headers identify the register. */
export const importSheet = verb({
  name: 'import',
  label: {
    zh: '导入 XLSX、CSV 表, 按表头认出台账',
    en: 'import XLSX or CSV; the headers identify the register',
  },
  args: [{ name: '<files...>', zh: '文件', label: { zh: 'XLSX 或 CSV 文件', en: 'XLSX or CSV files' } }],
  options: [
    {
      flags: '--register <name>',
      label: { zh: '指明台账', en: 'register to import into' },
      words: (call: Call) =>
        call.lines.flatMap(l => l.registers ?? []).flatMap(r => (r.process ? [] : [r.name])),
    },
    ...importOptions,
  ],
  example: 'cun import roster.csv --add unit',
  run(call, files, options) {
    const registers = call.lines.flatMap(l => l.registers ?? []).filter(r => !r.process)
    if (options.register === undefined) return importFiles(call, files, options, registers)
    return importFiles(call, files, options, [namedRegister(registers, options.register)])
  },
})
