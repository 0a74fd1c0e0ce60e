// What only a script can do. Every page reads the same without it.
const root = document.documentElement;

// Dark or light: against the system's wish, or with it again.
const theme = document.querySelector("button.theme");
const isDark = matchMedia("(prefers-color-scheme: dark)");
const wear = name => {
  root.dataset.theme = name;
  theme?.setAttribute("aria-pressed", Boolean(name));
};
wear(root.dataset.theme ?? "");
theme?.addEventListener("click", () => {
  wear(root.dataset.theme ? "" : isDark.matches ? "light" : "dark");
  try { localStorage.setItem("apercu-theme", root.dataset.theme); } catch {}
});

for (const box of document.querySelectorAll(".bibtex")) {
  const { copy, copied, selected } = box.dataset;
  const block = box.querySelector("pre");
  const button = document.createElement("button");
  const status = document.createElement("span");
  status.role = "status";
  button.type = "button";
  button.textContent = copy;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(block.textContent);
      status.textContent = copied;
    } catch {
      getSelection().selectAllChildren(block);
      status.textContent = selected;
    }
    setTimeout(() => { status.textContent = ""; }, 2000);
  });
  block.nextElementSibling.append(" ", button, " ", status);
}

// The rows of this page that hold all the words; Enter searches everywhere.
const find = document.querySelector(".find");
find?.addEventListener("input", () => {
  const words = event.target.value.toLowerCase().split(/\s+/);
  let count = 0;
  for (const row of document.querySelectorAll(".row")) {
    const text = row.textContent.toLowerCase();
    row.hidden = !words.every(word => text.includes(word));
    count += !row.hidden;
  }
  find.querySelector("[role=status]").textContent = words.join("") && count;
});

addEventListener("keydown", event => {
  const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key === "Escape") document.activeElement.blur();
  if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  const field = document.querySelector("input[type=search]");
  const link = document.querySelector("a[href$='search/']");
  if (field || link) event.preventDefault();
  if (field) field.focus();
  else link?.click();
});
