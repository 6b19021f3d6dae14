export function Nowhere({ path }: { path: string }) {
  return (
    <div class="notice">
      There is no page <code>{path}</code>. <a href="/">To the overview</a>
    </div>
  );
}
