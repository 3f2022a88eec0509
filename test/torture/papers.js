// A process with a clock and a zone of its own: prints one paper of each format into the folder it stands in.
import { realWorld } from '../../dist/kernel/terminal/world.js'
import { main } from '../../dist/main.js'

const papers = [
  'report quarter 2024Q1 --format csv --out quarter.csv',
  'report brief --format html --out brief.html',
  'overdue --all --format json --out overdue.json',
  'assess 2024Q2 --format xlsx --out assess.xlsx',
  'visit list --format jsonl --out visits.jsonl',
  'export --quarter 2024Q2 --out out --format docx',
]

for (const words of papers) {
  const world = { ...realWorld(), argv: ['--as-of', '2024-07-26', ...words.split(' ')], out() {}, err() {} }
  const code = await main(world)
  if (code !== 0) process.exitCode = 3
}
