/** Text that a spreadsheet would run when pasted; numbers and phone numbers with a sign are left alone. */
const FORMULA = /^[=@]|^[+-](?![\d\s().-]*$)/;

/** One line of tab-separated values, safe to paste into a spreadsheet. */
export function tsvLine(cells: readonly string[]): string {
  return cells
    .map((cell) => {
      const flat = cell.replace(/[\t\r\n]+/g, ' ');
      return FORMULA.test(flat) ? `'${flat}` : flat;
    })
    .join('\t');
}
