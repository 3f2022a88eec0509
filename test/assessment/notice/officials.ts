import type { Official } from '../../../src/assessment/notice/official/official.ts'
import { hostilePaper, table } from '../../kernel/document/papers.ts'

const long =
  '今年以来各单位坚持以提升治理能力为目标认真落实各项工作要求全面掌握基本情况逐户逐项建立工作台账及时研究解决群众反映的实际困难和问题推动各项任务落到实处取得了明显成效现将有关情况通报如下'

export const official = (changes: Partial<Official> = {}): Official => ({
  issuer: '某某县某某委员会文件',
  number: '某办通〔2024〕3号',
  title: '关于2024年第二季度工作情况的通报',
  to: '各乡镇（街道）党（工）委，县直各单位',
  body: [
    { kind: 'paragraph', text: long.repeat(2) },
    { kind: 'heading', level: 1, text: '总体情况' },
    { kind: 'paragraph', text: long.repeat(9) },
    { kind: 'heading', level: 2, text: '工作进展' },
    { kind: 'paragraph', text: long.repeat(4) },
    { kind: 'heading', level: 3, text: '具体做法' },
    { kind: 'heading', level: 4, text: '抓落实' },
    { kind: 'paragraph', text: long.repeat(3) },
    { kind: 'heading', level: 2, text: '存在问题' },
    { kind: 'paragraph', text: long },
    { kind: 'heading', level: 1, text: '名单' },
    { kind: 'table', table: { ...table(40), columns: table(0).columns.slice(0, 8) } },
    { kind: 'paragraph', text: long },
  ],
  attachments: ['第二季度得分表', '某某名单及其说明一个名称很长的附件需要回行时与上一行的首字对齐的例子。'],
  signature: '某某县某某委员会',
  date: '2024-07-06',
  sealed: true,
  preprinted: false,
  copies: '市某某部，县某某办公室，县人大常委会办公室，县政府办公室，县政协办公室，县纪委监委，各人民团体',
  printedBy: '某某县某某委员会办公室',
  printedOn: '2024-07-08',
  ...changes,
})

export const hostileOfficial = (text: string): Official => ({
  ...official({
    issuer: text,
    number: text,
    title: text,
    to: text,
    attachments: [text, text],
    signature: text,
    date: text,
    copies: text,
    printedBy: text,
    printedOn: text,
  }),
  body: [
    { kind: 'paragraph', text },
    { kind: 'heading', level: 1, text },
    { kind: 'table', table: hostilePaper(text).tables[0]! },
  ],
})
