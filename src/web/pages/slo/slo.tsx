export function SloPage({ id }: { id: string }) {
  return <h1>{id}</h1>;
}
