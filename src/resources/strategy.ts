import { period } from '../kernel/schema/fields/date.ts'
import { reference } from '../kernel/schema/fields/reference.ts'
import { text } from '../kernel/schema/fields/text.ts'
import { register } from '../kernel/schema/register.ts'
import { village } from '../roster/village.ts'

export const strategy = register({
  name: 'strategy',
  label: { zh: '一村一策', en: 'village plan' },
  about: {
    zh: '一村一年的产业发展规划: 优势、问题、运营状态、发展路线、责任人; 时间节点另记。',
    en: 'The development plan of one village for one year; its milestones are records of their own.',
  },
  key: ['village', 'year'],
  filledBy: 'secretary',
  fields: {
    village: reference(() => village, { zh: '村', en: 'village' }),
    year: period('year', { zh: '年份', en: 'year', aliases: ['年度', '规划年度', '规划年份'] }),
    strengths: text({
      zh: '产业优势',
      en: 'strengths',
      aliases: ['产业发展优势', '资源优势', '村情优势', '主导产业'],
    }),
    problems: text({
      zh: '现实问题',
      en: 'problems',
      aliases: ['存在问题', '存在的问题', '短板', '短板弱项', '制约因素'],
    }),
    state: text({ zh: '运营状态', en: 'state', aliases: ['运营情况', '经营状况', '产业现状', '发展现状'] }),
    path: text({ zh: '发展路线', en: 'path', aliases: ['发展路径', '发展思路', '发展定位', '发展措施'] }),
    owner: text(
      { zh: '责任人', en: 'responsible', aliases: ['总责任人', '规划责任人', '牵头人', '负责人'] },
      { max: 50 },
    ),
  },
  list: ['year', 'village', 'strengths', 'path', 'owner'],
  naming: {
    header: { zh: '年份', en: 'year of the plan', aliases: ['年度', '规划年度', '规划年份'] },
    by: ['year'],
    within: ['village', () => village],
  },
  example: {
    village: '张老湾村',
    year: '2024',
    strengths: '丘陵坡地适种中药材',
    problems: '缺技术、缺销路',
    state: '合作社起步阶段',
    path: '校地共建中药材产学研基地',
    owner: '张三',
  },
})
