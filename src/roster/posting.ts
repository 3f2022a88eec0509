import { type Code, Fault } from '../kernel/errors.ts'
import { dated } from '../kernel/schema/dated.ts'
import { optional } from '../kernel/schema/field.ts'
import { choice, choices } from '../kernel/schema/fields/choice.ts'
import { date, month } from '../kernel/schema/fields/date.ts'
import { idNumber, phone } from '../kernel/schema/fields/personal.ts'
import { pastReference, reference } from '../kernel/schema/fields/reference.ts'
import { person, text } from '../kernel/schema/fields/text.ts'
import { register } from '../kernel/schema/register.ts'
import type { RecordOf, Register } from '../kernel/schema/types.ts'
import { words } from '../kernel/text.ts'
import { overlaps } from './posting-terms.ts'
import { roles } from './roles.ts'
import { unit } from './unit.ts'
import { village } from './village.ts'

export const fields = {
  name: person({
    zh: '姓名',
    en: 'name',
    aliases: words(
      '第一书记姓名 驻村第一书记姓名 派驻第一书记姓名 真实姓名 干部姓名 驻村干部姓名 派驻干部姓名 队员姓名',
    ),
  }),
  gender: optional(
    choice(
      { male: { zh: '男', en: 'male' }, female: { zh: '女', en: 'female' } },
      { zh: '性别', en: 'gender' },
    ),
  ),
  ethnicity: optional(text({ zh: '民族', en: 'ethnicity' }, { max: 20 })),
  birth: optional(month({ zh: '出生年月', en: 'month of birth', aliases: ['出生日期', '出生年月日'] })),
  idNumber: optional(
    idNumber({
      zh: '身份证号',
      en: 'ID number',
      aliases: words('身份证号码 身份证 证件号码 公民身份证号 公民身份号码 居民身份证号 居民身份证号码'),
    }),
  ),
  phone: optional(
    phone({
      zh: '联系电话',
      en: 'phone',
      aliases: words('手机号码 联系方式 手机号 手机 电话 电话号码 联系手机 本人电话 联系号码'),
    }),
  ),
  party: optional(
    choice(
      {
        member: { zh: '中共党员', en: 'CPC member', aliases: ['党员', '正式党员'] },
        probationary: { zh: '中共预备党员', en: 'probationary CPC member', aliases: ['预备党员'] },
        league: { zh: '共青团员', en: 'Youth League member', aliases: ['团员'] },
        democratic: {
          zh: '民主党派',
          en: 'member of a democratic party',
          aliases: words('民革 民盟 民建 民进 农工党 致公党 九三学社 台盟'),
        },
        independent: {
          zh: '无党派人士',
          en: 'without party affiliation',
          aliases: ['无党派民主人士', '无党派'],
        },
        masses: { zh: '群众', en: 'no party' },
      },
      { zh: '政治面貌', en: 'political status', aliases: ['政治身份', '党派'] },
      {
        key: 'partyFlag',
        means: 'member',
        zh: '是否党员',
        en: 'is a CPC member',
        aliases: words('是否中共党员 党员标志 是否为党员'),
      },
    ),
  ),
  education: optional(
    text({ zh: '学历', en: 'education', aliases: ['文化程度', '学历学位', '最高学历'] }, { max: 20 }),
  ),
  unit: dated(reference(() => unit, { zh: '派出单位', en: 'sponsor unit' })),
  unitPost: optional(
    text(
      {
        zh: '单位职务',
        en: 'post in the unit',
        aliases: words('派出单位职务 职务 原单位职务 现任职务 原任职务 原职务'),
      },
      { max: 50 },
    ),
  ),
  rank: optional(text({ zh: '职级', en: 'rank', aliases: ['职务级别'] }, { max: 30 })),
  village: reference(() => village, { zh: '派驻村', en: 'village' }),
  roles: choices(roles, {
    zh: '驻村职务',
    en: 'roles',
    aliases: words(
      '驻村职务(角色) 驻村身份 派驻职务 派驻岗位 驻村岗位 驻村角色 队内职务 工作队职务 驻村工作队职务',
    ),
  }),
  start: date({
    zh: '驻村开始时间',
    en: 'start',
    aliases: words(
      '驻村起始时间 开始驻村时间 开始时间 第一书记任职开始时间 驻村时间 到村时间 派驻时间 派驻日期 派驻起始时间 派驻开始时间 驻村开始日期 驻村起始日期 驻村日期 起始时间 到村日期 到岗时间 任职时间 起止时间 起止日期 驻村起止时间 派驻起止时间 任职起止时间 驻村期限 派驻期限 驻村时限 入驻时间 选派时间',
    ),
  }),
  plannedEnd: optional(
    date(
      {
        zh: '计划结束时间',
        en: 'planned end',
        aliases: words(
          '拟结束时间 期满时间 计划结束日期 预计结束时间 预计结束日期 届满时间 任期届满时间 到期时间',
        ),
      },
      { ahead: true },
    ),
  ),
  end: optional(
    date({
      zh: '实际结束时间',
      en: 'end',
      aliases: words(
        '驻村结束时间 结束驻村时间 结束时间 实际结束日期 驻村结束日期 派驻结束时间 离任时间 离村时间',
      ),
    }),
  ),
  endReason: optional(
    choice(
      {
        completed: { zh: '期满', en: 'term completed' },
        rotated: { zh: '轮换', en: 'rotated' },
        recalled: { zh: '召回', en: 'recalled' },
        adjusted: { zh: '调整', en: 'adjusted' },
        other: { zh: '其他', en: 'other' },
      },
      { zh: '结束原因', en: 'reason for ending' },
    ),
  ),
  predecessor: optional(pastReference((): Register => posting, { zh: '前任', en: 'predecessor' })),
  note: optional(text({ zh: '备注', en: 'note', aliases: ['说明'] })),
}

export type Posting = RecordOf<typeof fields>

/** One person's term of duty in one village, a row of the roster (花名册). First and last day both count. */
export const posting: Register<typeof fields> = register({
  name: 'posting',
  label: { zh: '派驻', en: 'posting' },
  about: {
    zh: '一人在一村的一段任期, 即花名册的一行; 首尾两天都算在任。',
    en: 'One person’s term of duty in one village, first and last day included: a row of the roster.',
  },
  key: ['village', 'start', { either: [['idNumber'], ['name', 'unit']] }],
  filledBy: 'county',
  on: 'start',
  span: ['start', 'end'],
  planned: 'plannedEnd',
  fields,
  list: ['name', 'gender', 'unit', 'village', 'roles', 'start', 'end', 'phone'],
  minor: ['gender'],
  naming: {
    header: { zh: '姓名', en: 'name', aliases: ['第一书记姓名', '驻村第一书记姓名', '第一书记', '驻村干部'] },
    by: ['name'],
    within: ['village', () => village],
    during: row => [row.start as string, row.end as string | null],
    titles: '第一书记 驻村书记 书记 工作队长 副队长 队长 驻村队员 队员 主任 老师 同志'.split(' '),
    spellings: row => [row.name as string, row.idNumber as string | null],
  },
  example: {
    name: '张三',
    unit: '示例一局',
    village: '张老湾村',
    roles: '第一书记',
    start: '2024-01-31',
  },
  complete(record) {
    const { birth, idNumber } = record as Partial<Posting>
    if (!birth?.endsWith('?') || typeof idNumber !== 'string') return record
    const [year, asWritten] = [birth.slice(0, 4), idNumber.slice(10, 12)]
    const decided = idNumber.slice(6, 10) === year && (asWritten === '01' || asWritten === '10')
    return decided ? { ...record, birth: `${year}-${asWritten}` } : record
  },
  rules: [
    ({ gender, idNumber }) =>
      gender && idNumber && (Number(idNumber[16]) % 2 === 1) !== (gender === 'male')
        ? broken(
            'posting.gender-differs',
            'gender',
            '与身份证号第 17 位 (单男双女) 不符',
            'does not agree with digit 17 of the ID number (odd: male, even: female)',
            '核对性别或身份证号',
            'check the gender or the ID number',
          )
        : undefined,
    ({ birth, idNumber }) =>
      birth &&
      idNumber &&
      !birth.endsWith('?') &&
      `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}` !== birth
        ? broken(
            'posting.birth-differs',
            'birth',
            '与身份证号中的出生年月不符',
            'does not agree with the birth date in the ID number',
            '核对出生年月或身份证号',
            'check the month of birth or the ID number',
          )
        : undefined,
    ({ start, end }) => (start && end && end < start ? beforeStart('end') : undefined),
    ({ start, plannedEnd }) =>
      start && plannedEnd && plannedEnd < start ? beforeStart('plannedEnd') : undefined,
    ({ end, endReason }) =>
      endReason && !end
        ? broken(
            'posting.reason-without-end',
            'endReason',
            '有结束原因, 却没有实际结束时间',
            'is given without an end',
            '补填实际结束时间',
            'give the end too',
          )
        : undefined,
  ],
  between: overlaps,
})

function broken(
  code: Code,
  field: keyof Posting & string,
  zh: string,
  en: string,
  nextZh: string,
  nextEn: string,
) {
  return { field, fault: new Fault(code, { zh, en }, { zh: nextZh, en: nextEn }) }
}
const beforeStart = (field: 'end' | 'plannedEnd') =>
  broken(
    'posting.before-start',
    field,
    '早于驻村开始时间',
    'is before the start',
    '核对起止时间',
    'check start and end',
  )
