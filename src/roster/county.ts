import { date } from '../kernel/dates.ts'
import { text } from '../kernel/field.ts'
import { code } from '../kernel/personal.ts'
import { setting } from '../kernel/settings.ts'

export const countyName = setting({
  name: 'county.name',
  field: text({ zh: '县(市、区)名称', en: 'name of the county' }, { max: 50 }),
  fallback: '未命名',
})

export const countyCode = setting({
  name: 'county.code',
  field: code(6, { zh: '县(市、区)区划代码', en: 'division code of the county' }),
  fallback: '000000',
})

export const dutiesSince = setting({
  name: 'duties.since',
  field: date(
    { zh: '启用日期: 此前到期的时限不计', en: 'day one: what was due before is not raised' },
    { ahead: true },
  ),
  fallback: '1949-10-01',
})
