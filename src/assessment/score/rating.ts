import { fault, optional } from '../../kernel/schema/field.ts'
import { choiceFrom } from '../../kernel/schema/fields/choice.ts'
import { period } from '../../kernel/schema/fields/date.ts'
import { number } from '../../kernel/schema/fields/number.ts'
import { placeBeside, reference } from '../../kernel/schema/fields/reference.ts'
import { text, texts } from '../../kernel/schema/fields/text.ts'
import { register } from '../../kernel/schema/register.ts'
import { setting } from '../../kernel/schema/setting.ts'
import { posting } from '../../roster/posting.ts'
import { unit } from '../../roster/unit.ts'
import { village } from '../../roster/village.ts'
import { refuseAboveFull, uncounted } from './rating-rules.ts'

export const rating = register({
  name: 'rating',
  label: { zh: '评分', en: 'rating' },
  about: {
    zh: '一个评价主体对一个单位、一名驻村干部或一个村在一个考核期 (季度、半年或年) 一项指标上的评分, 用于台账算不出的指标。',
    en: 'Points that one kind of evaluator gives one unit, person or village in a quarter, half-year or year on an indicator that no register can compute.',
  },
  key: ['period', 'indicator', 'evaluator', { either: [['unit'], ['posting'], ['village']] }],
  filledBy: 'county',
  on: 'period',
  fields: {
    period: period('period', {
      zh: '考核期',
      en: 'period',
      aliases: ['季度', '年度', '考核周期', '评分周期'],
    }),
    unit: optional(reference(() => unit, { zh: '被评单位', en: 'unit rated', aliases: ['受评单位'] })),
    posting: optional(
      reference(() => posting, { zh: '被评人', en: 'person rated', aliases: ['受评人', '被评干部'] }),
    ),
    village: optional(
      placeBeside(() => village, 'posting', { zh: '被评村', en: 'village rated', aliases: ['受评村'] }),
    ),
    indicator: text(
      { zh: '指标', en: 'indicator', aliases: ['评分指标', '考核指标', '评价指标', '测评项目'] },
      { max: 50 },
    ),
    evaluator: choiceFrom('rating.evaluators', {
      zh: '评价主体',
      en: 'evaluator',
      aliases: ['评分主体', '测评主体', '评分单位', '评价单位'],
    }),
    points: number(
      { zh: '得分', en: 'points', aliases: ['分数', '评分', '分值', '测评得分'] },
      { max: 1000, units: ['分'] },
    ),
    evidence: optional(text({ zh: '依据', en: 'evidence', aliases: ['评分依据', '佐证', '说明', '备注'] })),
  },
  list: ['period', 'indicator', 'evaluator', 'unit', 'posting', 'village', 'points'],
  example: {
    period: '2024Q2',
    posting: '张三',
    indicator: '群众满意度',
    evaluator: '党员群众代表',
    points: '92.5',
  },
  rules: [
    ({ unit, posting, village }) => {
      const given = [unit, posting, village].filter(id => id != null).length
      if (given === 1) return undefined
      if (given === 0) {
        return {
          field: 'posting',
          fault: fault(
            'rating.subject-missing',
            '没有写明评的是谁',
            'is missing, and so are unit and village',
            '在被评单位、被评人、被评村中填一项',
            'give one of unit, person or village',
          ),
        }
      }
      return {
        field: posting != null && village != null ? 'village' : 'unit',
        fault: fault(
          'rating.several-subjects',
          '一条评分只评一个单位、一个人或一个村',
          'is one subject too many: a rating covers one unit, one person or one village',
          '只留一项; 被评人旁边的被评村只用来分辨同名的人, 要是他所驻的村',
          'keep one; a village beside a person only tells namesakes apart, and is the village that person serves in',
        ),
      }
    },
  ],
  between: refuseAboveFull,
  remark: uncounted,
})

export const evaluators = setting({
  name: 'rating.evaluators',
  field: texts({ zh: '评分的评价主体 (名单)', en: 'who may give ratings (a list)' }),
  fallback: '乡镇党委、派出单位、村党组织、党员群众代表、县委组织部、第三方',
})
