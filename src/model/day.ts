/** Whether a word is a day there is, written `YYYY-MM-DD`; days so written sort as words. */
export function isDay(word: string): boolean {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(word)
  if (found === null) return false
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])]
  return month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month)
}

function daysOf(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
}
