import { Fault } from '../../kernel/errors.ts'
import { fault } from '../../kernel/schema/field.ts'
import type { Candidate } from '../../kernel/schema/types.ts'
import { narrow } from '../../kernel/text.ts'
import { parameters } from './parameters.ts'

/** A share on the lowest grade would have people fall to a grade that does not exist. */
const shareOnLowest = fault(
  'model.share-on-lowest-grade',
  '最低的等次不能有占比',
  'limits the share of the lowest grade, below which there is none',
  '删去占比, 或加一个更低的等次',
  'remove the share, or add a lower grade',
)

/** Reports a share on the lowest grade, the one from 0 points. */
export function refuseSharesOnLowest(
  grades: readonly Pick<
    Candidate<{ weight: number | null; parameters: string | null }>,
    'record' | 'complain'
  >[],
): void {
  for (const { record, complain } of grades) {
    const read = parameters('grade', record.parameters ?? '', 0)
    if (record.weight || read instanceof Fault || read.kind !== 'grade' || read.share === undefined) continue
    complain('parameters', shareOnLowest)
  }
}

/**
 * What nobody may be scored by, by its names: diaries, photos, check-ins, time on a screen, positions, likes, a
 * ranking of persons. 产业定位, 同步数据, 文件签收, 培训出勤 and the like are something else.
 */
const marks = new RegExp(
  [
    '日记|日志|学习笔记',
    '打卡|签到|刷脸|人脸|水印',
    '拍照|照片|相片|图片|截图|截屏|录屏|相机|影像(?:资料|上传|记录)|留痕|痕迹',
    '在线(?:时长|时间|天数|率)|上线(?:时长|次数|率)|登录|学习时长|使用时长|屏幕时|活跃度',
    '(?<!同|进|逐|初|起)步数|(?<!产业|产品|功能|发展|职责|目标|角色|市场|战略|品牌|精准)定位|轨迹',
    '点赞|集赞|朋友圈|(?:转发|阅读|浏览|评论|点击)(?:量|数|次数|率)',
    '(?:个人|人员|干部|书记|队员|队长|积分|姓名).{0,4}(?:排名|排行|名次|排序)|排行榜',
    'diary|diaries|photo|selfie|screen(?:time|shot)|check-?ins?(?!g)|sign-ins?|(?:time|hours)online|online(?:time|hours)',
    'logins?|gps|stepcount|likes|(?:personal|person|people|individual)rank(?:ing)?s?|leaderboard',
  ].join('|'),
  'i',
)

/** The fault of an indicator named after traces of work, or ranking persons, whatever its method. */
export function traceFault(indicator: string): Fault | undefined {
  const [mark] = marks.exec(narrow(indicator).replace(/[^\p{L}\p{N}-]/gu, '')) ?? []
  if (mark === undefined) return undefined
  return fault(
    'model.trace-indicator',
    `按“${mark}”考核属于留痕或个人排名: 《整治形式主义为基层减负若干规定》不得以拍照留痕、制作学习笔记等评价工作, 《关于防治“指尖上的形式主义”的若干意见》不得强制打卡签到、积分排名、统计在线时长`,
    `would score "${mark}": the rules on easing the grassroots' burden (2024) and against formalism at the fingertips (2023) forbid judging work by photos, notes, check-ins, time online or ranking persons`,
    '删去这一行, 改用看结果的指标, 如走访覆盖、诉求办结、群众满意度',
    'remove the row; score results instead, e.g. households visited, requests closed, satisfaction',
  )
}
