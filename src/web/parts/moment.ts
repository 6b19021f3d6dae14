const two = (value: number): string => String(value).padStart(2, "0");

/** `2026-11-28T14:02` in the viewer's zone, as a browser's field for date and time holds it. */
export function toField(iso: string): string {
  const at = new Date(iso);
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** What stands in such a field, in UTC; undefined where nothing does, or no time. */
export function fromField(text: string): string | undefined {
  const at = new Date(text);
  return text === "" || Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
