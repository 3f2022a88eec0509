import type { Facts } from '../../kernel/cli/facts.ts'
import { unpacked } from '../../kernel/store/packed.ts'

/** A stored edition of a frozen period; `content` is JSON. */
export interface Edition {
  readonly id: number
  readonly period: string
  readonly edition: number
  readonly frozen: string
  readonly version: number
  readonly digest: string
  readonly content: string
}

/** The edition in force on as-of; undefined if the period is not frozen, or is reopened. */
export function editionInForce(facts: Facts, period: string): Edition | undefined {
  const row = facts.db
    .prepare(
      `select id, period, edition, frozen, "modelVersion" as version, digest, content from quarter
       where period = :period and frozen <= :asOf and (reopened is null or reopened > :asOf)
       order by edition desc limit 1`,
    )
    .get({ period, asOf: facts.asOf }) as Edition | undefined
  return row && { ...row, content: unpacked(row.content) }
}

/** The last edition before as-of, if it is reopened. */
export function editionReopened(facts: Facts, period: string): Edition | undefined {
  const row = facts.db
    .prepare(
      `select id, period, edition, frozen, "modelVersion" as version, digest, content, reopened from quarter
       where period = :period and frozen <= :asOf order by edition desc limit 1`,
    )
    .get({ period, asOf: facts.asOf }) as (Edition & { reopened: string | null }) | undefined
  if (!row || row.reopened === null || row.reopened > facts.asOf) return undefined
  const { reopened: _, ...edition } = row
  return { ...edition, content: unpacked(row.content) }
}
