/** The table, as Markdown: what, N, result, seconds. Seconds are those of the kind, on its first line. */
export function report(rows) {
  const lines = ['| what | N | result | s |', '|---|---|---|---|']
  let last
  for (const { kind, what, n, result, seconds } of rows) {
    lines.push(`| ${what} | ${n} | ${result} | ${kind === last ? '' : Math.round(seconds)} |`)
    last = kind
  }
  return lines.join('\n')
}
