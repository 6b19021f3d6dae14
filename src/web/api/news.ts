/** Whoever shows something is told when the server has something new: a cycle, an entry in the journal. */
const listeners = new Set<() => void>();

export function onNews(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function tellNews(): void {
  for (const listener of listeners) listener();
}
