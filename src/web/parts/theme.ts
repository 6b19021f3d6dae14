export type Theme = "system" | "light" | "dark";

const storage = "nines-theme";

const known = (text: string | null): Theme => (text === "light" || text === "dark" ? text : "system");

function apply(chosen: Theme): void {
  if (chosen === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = chosen;
}

/** Light, dark, or as the system has it; remembered by this browser. */
export const theme = {
  read: (): Theme => {
    const chosen = known(localStorage.getItem(storage));
    apply(chosen);
    return chosen;
  },
  keep: (chosen: Theme): void => {
    localStorage.setItem(storage, chosen);
    apply(chosen);
  },
};
