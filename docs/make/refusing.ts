import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAst } from 'vitest/node'

const src = new URL('../../src/', import.meta.url).pathname

/** A phrase of the source with its holes: the fixed pieces between them. */
export type Phrase = readonly string[]

export interface Said {
  readonly zh: Phrase
  readonly en: Phrase
}

/** A refusal as the source words it, or one rule of a value, a row or a record. */
export interface Refusing {
  readonly file: string
  /** `refusal` stands on a line of its own; `rule` follows the place of a complaint. */
  readonly form: 'refusal' | 'rule'
  readonly kind?: string
  readonly said: Said
  /** What it says to do, where that is worded beside it. */
  readonly next?: Said
}

// The parser's types name every kind of node; a walk wants only what it looks at.
type Node = { type: string; [key: string]: unknown }
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'
const children = (node: Node): Node[] => Object.values(node).flat().filter(isNode)

function* within(node: Node): Generator<Node> {
  yield node
  for (const child of children(node)) yield* within(child)
}

interface Module {
  readonly file: string
  readonly tree: Node
  /** Constants and functions by name. */
  readonly named: ReadonlyMap<string, Node>
  /** Names it imports. */
  readonly imports: ReadonlySet<string>
}

function load(): Module[] {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(f => f.endsWith('.ts'))
  return files.sort().map(file => {
    const tree = parseAst(readFileSync(join(src, file), 'utf8'), { lang: 'ts' }) as unknown as Node
    const named = new Map<string, Node>()
    const imports = new Set<string>()
    for (const node of within(tree)) {
      if (node.type === 'VariableDeclarator' && isNode(node.init)) {
        const id = node.id as Node
        if (id.type === 'Identifier' && !named.has(id.name as string)) named.set(id.name as string, node.init)
      } else if (node.type === 'FunctionDeclaration') named.set((node.id as Node).name as string, node)
      else if (node.type === 'ImportSpecifier') imports.add((node.local as Node).name as string)
    }
    return { file, tree, named, imports }
  })
}

/** Every way a text expression can turn out, each as its fixed pieces. */
function phrases(node: Node | undefined): Phrase[] {
  if (!node) return [['', '']]
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' ? [[node.value]] : [['', '']]
    case 'TemplateLiteral': {
      const quasis = (node.quasis as Node[]).map(q => (q.value as { cooked: string }).cooked)
      let all: Phrase[] = [[quasis[0]!]]
      for (const [i, expression] of (node.expressions as Node[]).entries()) {
        all = joined(joined(all, phrases(expression)), [[quasis[i + 1]!]])
      }
      return all
    }
    case 'BinaryExpression':
      return joined(phrases(node.left as Node), phrases(node.right as Node))
    case 'ConditionalExpression':
      return [...phrases(node.consequent as Node), ...phrases(node.alternate as Node)]
    case 'ParenthesizedExpression':
    case 'TSNonNullExpression':
    case 'TSAsExpression':
      return phrases(node.expression as Node)
    default:
      return [['', '']]
  }
}

const joined = (before: Phrase[], after: Phrase[]): Phrase[] =>
  before.flatMap(a => after.map(b => [...a.slice(0, -1), a.at(-1)! + b[0]!, ...b.slice(1)]))

const property = (node: Node, name: string): Node | undefined =>
  (node.properties as Node[]).find(p => (p.key as Node | undefined)?.name === name)?.value as Node | undefined
const isText = (node: Node) =>
  node.type === 'ObjectExpression' && property(node, 'zh') !== undefined && property(node, 'en') !== undefined
const calls = (node: Node, name: string) =>
  node.type === 'CallExpression' && (node.callee as Node).name === name
const makes = (node: Node, ...names: string[]) =>
  node.type === 'NewExpression' && names.includes((node.callee as Node).name as string)

/** Chinese and English of a text that was written in two arguments or two properties. */
function pairs(zh: Node | undefined, en: Node | undefined): Said[] {
  const [a, b] = [phrases(zh), phrases(en)]
  return a.map((phrase, i) => ({ zh: phrase, en: b.length === a.length ? b[i]! : b[0]! }))
}

/** What every refusal and every rule in the source can say; an argument that cannot be followed is `unclear`. */
export function refusing(): { found: Refusing[]; unclear: string[] } {
  const modules = load()
  const found: Refusing[] = []
  const unclear: string[] = []
  const look = (module: Module, name: string): [Module, Node] | undefined => {
    const own = module.named.get(name)
    if (own) return [module, own]
    const other = modules.find(m => m.named.has(name))
    return other && [other, other.named.get(name)!]
  }
  const resolve = (module: Module, node: Node | undefined): Said[] | undefined => {
    if (!node) return undefined
    if (isText(node)) return pairs(property(node, 'zh'), property(node, 'en'))
    if (calls(node, 'both')) return pairs((node.arguments as Node[])[0], (node.arguments as Node[])[0])
    if (node.type === 'ConditionalExpression') {
      const ways = [node.consequent as Node, node.alternate as Node].filter(n => n.name !== 'undefined')
      const all = ways.map(way => resolve(module, way))
      return all.every(way => way !== undefined) ? all.flat() : undefined
    }
    if (node.type === 'MemberExpression') {
      const of = look(module, (node.object as Node).name as string)
      const name = (node.property as Node).name as string
      // A table of refusals is collected as it stands.
      if ((node.property as Node).type === 'Literal') return []
      if (!of) return undefined
      // A fault that something else gave is collected where it is worded.
      if (name === 'rule') return []
      return of[1].type === 'ObjectExpression' ? resolve(of[0], property(of[1], name)) : undefined
    }
    if (node.type === 'Identifier' || node.type === 'CallExpression') {
      const name = node.type === 'Identifier' ? node.name : (node.callee as Node).name
      const of = look(module, name as string)
      if (!of) return undefined
      const [home, meant] = of
      if (/Function/.test(meant.type)) {
        const texts = [...within(meant)].filter(isText)
        return texts.length > 0 ? texts.flatMap(t => resolve(home, t)!) : undefined
      }
      return resolve(home, meant)
    }
    return undefined
  }
  const add = (
    module: Module,
    form: Refusing['form'],
    texts: Said[] | undefined,
    at: Node,
    kind?: string,
    next?: Said,
  ) => {
    if (!texts) unclear.push(`${module.file}: ${JSON.stringify(at).slice(0, 200)}`)
    for (const said of texts ?? []) found.push({ file: module.file, form, kind, said, next })
  }
  for (const module of modules) {
    for (const node of within(module.tree)) {
      const args = (node.arguments ?? []) as Node[]
      if (calls(node, 'refuse') || makes(node, 'Refusal')) {
        if (module.file === 'kernel/errors.ts') continue
        if (args[1]?.type === 'SpreadElement') {
          const made = look(module, (((args[1].argument as Node).callee as Node).name as string) ?? '')
          const firsts = made && [...within(made[1])].filter(n => n.type === 'ArrayExpression')
          const texts = firsts?.map(n => (n.elements as Node[])[0]!).filter(isText)
          add(
            module,
            'refusal',
            texts?.flatMap(t => resolve(made![0], t)!),
            args[1],
            args[0]!.value as string,
          )
        } else {
          const next = resolve(module, args[2])?.[0]
          add(module, 'refusal', resolve(module, args[1]), args[1]!, args[0]!.value as string, next)
        }
      } else if (calls(node, 'fault') && module.imports.has('fault')) {
        add(module, 'rule', pairs(args[0], args[1]), node)
      } else if (calls(node, 'fault') && module.file === 'kernel/schema/field.ts') {
        add(module, 'rule', pairs(args[0], args[1]), node)
      } else if (calls(node, 'wrong') && args.length === 3) {
        // A wrapper that adds how the words of a method are written.
        add(module, 'rule', pairs(args[1], args[2]), node)
      } else if (makes(node, 'Fault', 'Unknown')) {
        if (module.file === 'kernel/schema/field.ts') continue
        add(module, 'rule', resolve(module, args[0]), args[0]!)
      } else if (node.type === 'ObjectExpression' && property(node, 'rule') && property(node, 'next')) {
        const rule = property(node, 'rule')!
        if (isText(rule)) add(module, 'rule', resolve(module, rule), rule)
      } else if (node.type === 'ArrayExpression') {
        // A table of refusals: …, kind, what, next.
        const elements = (node.elements as (Node | null)[]).filter(isNode)
        if (elements.length === 4 && isText(elements[2]!) && isText(elements[3]!)) {
          add(module, 'refusal', resolve(module, elements[2]), node, elements[1]!.value as string)
        }
      }
    }
  }
  // What is all hole is worded elsewhere, and collected there.
  return { found: found.filter(f => f.said.zh.some(piece => /\p{L}/u.test(piece))), unclear }
}
