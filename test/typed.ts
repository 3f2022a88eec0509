import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** A cell to type into: its row and column from 0. */
export interface Typed {
  readonly row: number
  readonly column: number
  readonly text: string
}

/**
 * A macro for LibreOffice that types into the first sheet of each workbook as a person would (what looks like a
 * day becomes a day, what looks like a number a number, unless the cell is formatted as text) and saves it.
 */
const macro = `
Sub Main(place As String)
  On Error Goto Done
  Dim task As String, words, book, sheet
  Dim hiding(0) As New com.sun.star.beans.PropertyValue
  hiding(0).Name = "Hidden"
  hiding(0).Value = True
  Dim filter(0) As New com.sun.star.beans.PropertyValue
  filter(0).Name = "FilterName"
  filter(0).Value = "Calc MS Excel 2007 XML"
  Dim store
  store = createUnoService("com.sun.star.ucb.SimpleFileAccess")
  Dim tasks
  tasks = createUnoService("com.sun.star.io.TextInputStream")
  tasks.setInputStream(store.openFileRead(place &amp; "/tasks.txt"))
  tasks.setEncoding("UTF-8")
  Do While Not tasks.isEOF()
    task = tasks.readLine()
    If task &lt;&gt; "" Then
      words = Split(task, Chr(9))
      If words(0) = "open" Then
        book = StarDesktop.loadComponentFromURL(place &amp; "/" &amp; words(1), "_blank", 0, hiding())
        sheet = book.Sheets.getByIndex(0)
      ElseIf words(0) = "type" Then
        sheet.getCellByPosition(CInt(words(2)), CInt(words(1))).FormulaLocal = words(3)
      ElseIf words(0) = "save" Then
        book.storeToURL(place &amp; "/" &amp; words(1), filter())
        book.close(True)
      End If
    End If
  Loop
Done:
  StarDesktop.terminate()
End Sub
`

const xml = (root: string, body: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE ${root.split(' ')[0]} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "${root.split(' ')[1]}">\n${body}`

/** Fills workbooks in LibreOffice: `<name>.xlsx` of the folder becomes `<name>-filled.xlsx`. One run for all. */
export function typeInto(folder: string, books: ReadonlyMap<string, readonly Typed[]>): void {
  const lines: string[] = []
  for (const [name, cells] of books) {
    lines.push(`open\t${name}.xlsx`)
    for (const { row, column, text } of cells) lines.push(`type\t${row}\t${column}\t${text}`)
    lines.push(`save\t${name}-filled.xlsx`)
  }
  // The end is told one line early.
  writeFileSync(join(folder, 'tasks.txt'), `${lines.join('\n')}\nend\nend\n`)
  const profile = mkdtempSync(join(tmpdir(), 'cun-office-'))
  const office = (...words: string[]) =>
    execFileSync(
      'soffice',
      [`-env:UserInstallation=${pathToFileURL(profile)}`, '--headless', '--norestore', ...words],
      { stdio: 'pipe', timeout: 140_000 },
    )
  // The first start of a new profile writes a library of its own over what is there.
  office('--terminate_after_init')
  const basic = join(profile, 'user', 'basic')
  mkdirSync(join(basic, 'Standard'), { recursive: true })
  const library =
    'xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink"'
  writeFileSync(
    join(basic, 'script.xlc'),
    xml(
      'library:libraries libraries.dtd',
      `<library:libraries ${library}><library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple" library:link="false"/></library:libraries>`,
    ),
  )
  writeFileSync(
    join(basic, 'Standard', 'script.xlb'),
    xml(
      'library:library library.dtd',
      `<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false"><library:element library:name="Typing"/></library:library>`,
    ),
  )
  writeFileSync(
    join(basic, 'Standard', 'Typing.xba'),
    xml(
      'script:module module.dtd',
      `<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Typing" script:language="StarBasic">${macro}</script:module>`,
    ),
  )
  office(`macro:///Standard.Typing.Main("${pathToFileURL(folder)}")`)
}
