import type { Call } from './call.ts'
import { refuse } from './refuse.ts'
import { say, type Text } from './text.ts'

/**
 * The door through which a person at a terminal is asked. Off a terminal nothing waits: what is missing is a
 * usage error that names the flag, and what needs no answer goes on.
 */
export async function confirm(call: Call, question: Text): Promise<void> {
  const { terminal } = call.world
  if (call.global.yes || !terminal.in || !terminal.err) return
  if (await call.world.confirm(say(question, call.lang))) return
  refuse('interrupted', { zh: '已取消, 未写入', en: 'cancelled, nothing was written' })
}
