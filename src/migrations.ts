import type { Migration } from './kernel/store/database.ts'
import { journal } from './migrations/0001-journal.ts'
import { roster } from './migrations/0002-roster.ts'
import { training } from './migrations/0003-training.ts'
import { visit } from './migrations/0004-visit.ts'
import { trip } from './migrations/0005-trip.ts'
import { policy } from './migrations/0006-policy.ts'
import { village } from './migrations/0007-village.ts'
import { resources } from './migrations/0008-resources.ts'
import { skills } from './migrations/0009-skills.ts'
import { assessment } from './migrations/0010-assessment.ts'
import { quarter } from './migrations/0011-quarter.ts'
import { appendOnly } from './migrations/0012-append-only.ts'
import { township } from './migrations/0013-township.ts'
import { past } from './migrations/0014-past.ts'
import { deed } from './migrations/0015-deed.ts'
import { withdrawal } from './migrations/0016-withdrawal.ts'
import { packed } from './migrations/0017-packed.ts'
import { round } from './migrations/0018-round.ts'
import { waiver } from './migrations/0019-waiver.ts'
import { reform } from './migrations/0020-reform.ts'
import { modelSince } from './migrations/0021-model-since.ts'
import { excuse } from './migrations/0022-excuse.ts'
import { formerNames } from './migrations/0023-former-names.ts'

/** Every migration in order. Never change a released one; append new ones. */
export const migrations: readonly Migration[] = [
  journal,
  roster,
  training,
  visit,
  trip,
  policy,
  village,
  resources,
  skills,
  assessment,
  quarter,
  appendOnly,
  township,
  past,
  deed,
  withdrawal,
  packed,
  round,
  waiver,
  reform,
  modelSince,
  excuse,
  formerNames,
]
