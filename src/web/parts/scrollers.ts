const nameOf = (box: Element): string =>
  box.closest("section")?.querySelector("h2, h3")?.textContent.trim() ?? document.title;

/** What is wider than the screen, such as a table or a query on a phone, can be moved by keyboard as well. */
export function reachScrollers(content: HTMLElement): void {
  for (const box of content.querySelectorAll<HTMLElement>(".scroll, pre")) {
    if (box.scrollWidth <= box.clientWidth) {
      for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
      continue;
    }
    box.tabIndex = 0;
    box.role = "region";
    box.ariaLabel = nameOf(box);
  }
}
