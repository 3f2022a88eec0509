import { assessment } from './assessment/line.ts'
import type { Line } from './kernel/cli/line.ts'
import { office } from './office/line.ts'
import { policy } from './policy/line.ts'
import { resources } from './resources/line.ts'
import { roster } from './roster/line.ts'
import { skills } from './skills/line.ts'
import { village } from './village/line.ts'

/** All lines, in the order of the mission: the roster, the five lines, and what works across them. */
export const lines: readonly Line[] = [roster, policy, village, resources, skills, assessment, office]
