import { verb } from '../kernel/cli/line.ts'
import { refuse } from '../kernel/errors.ts'
import { programFile } from '../kernel/terminal/program-files.ts'
import { nearest } from '../kernel/text.ts'

const shells = ['bash', 'zsh', 'fish', 'powershell']

/** Prints the shell's script: Tab calls `cun complete`, and completes file names if that prints nothing. */
export const completion = verb({
  name: 'completion',
  label: {
    zh: '命令补全: 按 Tab 补全命令、选项、村、人、季度',
    en: 'shell completion: Tab completes commands, options, villages, people, quarters',
  },
  args: [
    {
      name: '<shell>',
      zh: '终端',
      label: { zh: 'bash、zsh、fish 或 powershell', en: 'bash, zsh, fish or powershell' },
      words: () => shells,
    },
  ],
  example: 'cun completion bash',
  run(call, [shell]) {
    if (!shells.includes(shell)) {
      const like = nearest(shell, shells)
      return refuse(
        'usage',
        'completion.unknown-shell',
        { zh: `没有 ${shell} 的补全`, en: `there is no completion for ${shell}` },
        {
          zh: `可用: ${(like.length > 0 ? like : shells).join('、')}`,
          en: `use one of ${(like.length > 0 ? like : shells).join(', ')}`,
        },
      )
    }
    call.world.out(programFile(`data/completion/${shell}`))
    return 0
  },
})
