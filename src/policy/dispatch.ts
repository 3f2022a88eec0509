import { fault, optional } from '../kernel/schema/field.ts'
import { choice } from '../kernel/schema/fields/choice.ts'
import { date } from '../kernel/schema/fields/date.ts'
import { integer } from '../kernel/schema/fields/number.ts'
import { references } from '../kernel/schema/fields/reference.ts'
import { text } from '../kernel/schema/fields/text.ts'
import { register } from '../kernel/schema/register.ts'
import { setting } from '../kernel/schema/setting.ts'
import { posting } from '../roster/posting.ts'

/**
 * 文件传达 of unclassified papers only. The reader of every row refuses 绝密, 机密 and 秘密 (保守国家秘密法 art. 29,
 * its regulation art. 41), so the choices of 密级 are only 公开 and 内部.
 */
export const dispatch = register({
  name: 'dispatch',
  label: { zh: '文件传达', en: 'dispatch' },
  about: {
    zh: '一份非涉密文件的收到、转发和传达对象; 涉密文件不得录入。',
    en: 'One unclassified paper: when it was received, when and to whom it was forwarded. Classified papers are refused.',
  },
  key: ['title', { either: [['number'], []] }],
  filledBy: 'county',
  on: 'forwarded',
  fields: {
    title: text(
      { zh: '标题', en: 'title', aliases: ['文件标题', '文件名称', '文件名', '题名'] },
      { max: 200 },
    ),
    number: optional(
      text({ zh: '文号', en: 'document number', aliases: ['发文字号', '文件编号'] }, { max: 50 }),
    ),
    issuer: text(
      { zh: '发文机关', en: 'issuer', aliases: ['发文单位', '来文单位', '制发机关'] },
      { max: 80 },
    ),
    level: choice(
      {
        central: { zh: '中央', en: 'central', aliases: ['国家'] },
        province: { zh: '省', en: 'province', aliases: ['省级'] },
        city: { zh: '市', en: 'city', aliases: ['市级'] },
        county: { zh: '县', en: 'county', aliases: ['县级', '县(市、区)'] },
      },
      { zh: '层级', en: 'level', aliases: ['文件层级', '来文层级'] },
    ),
    kind: choice(
      {
        paper: { zh: '文件', en: 'paper' },
        notice: { zh: '通知', en: 'notice' },
        demand: { zh: '要求', en: 'instruction', aliases: ['工作要求'] },
        reading: { zh: '解读文章', en: 'commentary', aliases: ['解读'] },
      },
      { zh: '类别', en: 'kind', aliases: ['文件类别', '文种'] },
    ),
    secrecy: choice(
      {
        open: { zh: '公开', en: 'open', aliases: ['无', '普通', '非密'] },
        internal: { zh: '内部', en: 'internal', aliases: ['内部资料', '内部文件'] },
      },
      { zh: '密级', en: 'secrecy', aliases: ['文件密级'] },
    ),
    received: date({ zh: '收到日期', en: 'received', aliases: ['收文日期', '来文日期', '收文时间'] }),
    forwarded: optional(
      date({ zh: '转发日期', en: 'forwarded', aliases: ['传达日期', '下发日期', '转发时间'] }),
    ),
    channel: optional(
      choice(
        {
          wechat: { zh: '微信工作群', en: 'WeChat group', aliases: ['微信群', '工作群', '微信'] },
          meeting: { zh: '会议', en: 'meeting' },
          paper: { zh: '纸质', en: 'on paper', aliases: ['纸质文件', '书面'] },
        },
        { zh: '方式', en: 'channel', aliases: ['传达方式', '转发方式'] },
      ),
    ),
    recipients: optional(
      references(() => posting, {
        zh: '传达对象',
        en: 'recipients',
        aliases: ['传达范围', '接收人员', '签收对象'],
      }),
    ),
    due: optional(
      date({ zh: '签收期限', en: 'sign by', aliases: ['签收截止', '限期签收'] }, { ahead: true }),
    ),
  },
  list: ['received', 'title', 'number', 'issuer', 'secrecy', 'forwarded', 'channel', 'due'],
  minor: ['issuer', 'secrecy', 'channel'],
  naming: { header: { zh: '文件标题', en: 'dispatch', aliases: ['标题', '文件'] }, by: ['title', 'number'] },
  example: {
    title: '关于做好防汛工作的通知',
    issuer: '省委组织部',
    level: '省',
    kind: '通知',
    secrecy: '公开',
    received: '2024-05-06',
    forwarded: '2024-05-07',
    channel: '微信工作群',
  },
  rules: [
    ({ secrecy, channel }) =>
      secrecy === 'internal' && channel === 'wechat'
        ? {
            field: 'channel',
            fault: fault(
              'dispatch.internal-by-wechat',
              '内部文件不得通过微信工作群传达',
              'is not allowed for an internal paper',
              '改用会议或纸质传达; 已发出的立即撤回并报告保密工作机构',
              'use a meeting or a paper copy; if already sent, recall it at once and report it to the secrecy office',
            ),
          }
        : undefined,
    ({ received, forwarded }) =>
      received && forwarded && forwarded < received
        ? {
            field: 'forwarded',
            fault: fault(
              'dispatch.before-received',
              '早于收到日期',
              'is before the paper was received',
              '核对两个日期',
              'check the two dates',
            ),
          }
        : undefined,
    ({ forwarded, due }) =>
      forwarded && due && due < forwarded
        ? {
            field: 'due',
            fault: fault(
              'dispatch.before-forwarded',
              '早于转发日期',
              'is before the paper was forwarded',
              '核对两个日期',
              'check the two dates',
            ),
          }
        : undefined,
  ],
})

export const forwardDays = setting({
  name: 'dispatch.forward.days',
  field: integer(
    { zh: '文件转发期限 (收到后几天内)', en: 'days to forward a paper after receipt' },
    { min: 0, max: 60 },
  ),
  fallback: '3',
})

export const signDays = setting({
  name: 'dispatch.sign.days',
  field: integer(
    {
      zh: '文件签收期限 (转发后几天内, 文件另有期限的从其期限)',
      en: 'days to sign for a paper after forwarding, if it sets no date itself',
    },
    { min: 0, max: 60 },
  ),
  fallback: '3',
})
