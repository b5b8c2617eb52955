// Small conveniences; every page works without them.

// Copy buttons appear only where copying works.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    const items = source.querySelectorAll("li");
    const text = items.length
      ? [...items].map((item) => item.textContent.trim()).join("\n")
      : source.textContent.replaceAll(" ", "");
    await navigator.clipboard.writeText(text);
    if (button.dataset.copied) button.textContent = button.dataset.copied;
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// The way to an identity provider is taken without another click.
const away = document.querySelector("a[data-forward]");
if (away) location.replace(away.href);

// A form is sent once, however often its button is pressed; not so one that answers with a file, whose page stays.
for (const form of document.querySelectorAll("form:not([data-again])")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form")) delete form.dataset.sent;
});

// A dialog takes the focus and keeps it, and Escape leaves it the way its own link does.
const dialog = document.querySelector(".overlay:not(.plain) .dialog");
if (dialog) {
  const overlay = dialog.closest(".overlay");
  const behind = [...document.querySelectorAll("body > :not(main)"), ...overlay.parentElement.children];
  for (const part of behind) part.inert = !part.contains(overlay);
  dialog.querySelector("[aria-invalid], input:not([type=hidden])")?.focus();
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Escape") dialog.querySelector(".actions a")?.click();
  });
}

// A document is named by its first file, until a title is typed.
const files = document.querySelector("input[type=file][name=files]");
const title = document.querySelector("input#f-title");
if (files && title) {
  files.addEventListener("change", () => {
    const [first] = files.files;
    if (first && !title.value.trim()) title.value = first.name.replace(/\.pdf$/i, "").slice(0, title.maxLength);
  });
}

// A phone does not scan its own screen: what is for another device is folded there.
if (matchMedia("(max-width: 640px)").matches) {
  for (const fold of document.querySelectorAll("[data-shut-on-phone]")) fold.open = false;
}

// A menu closes when it is left.
for (const menu of document.querySelectorAll("details.menu")) {
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
}

// A question of the help opens when it is led to, and a search leaves the questions with its words.
const openAsked = () => {
  const asked = document.getElementById(location.hash.slice(1));
  if (asked?.matches("details.question")) asked.open = true;
};
openAsked();
addEventListener("hashchange", openAsked);
const helpSearch = document.querySelector("[data-help-search]");
if (helpSearch) {
  const questions = [...document.querySelectorAll("details.question")];
  const rest = [...document.querySelectorAll(".prose > :not(h1, p.search-main, [lang], details), .prose > [lang] > :not(details)")];
  const said = helpSearch.querySelector("[role=status]");
  helpSearch.hidden = false;
  helpSearch.querySelector("input").addEventListener("input", (event) => {
    const words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const question of questions) {
      const text = question.textContent.toLowerCase();
      question.hidden = !words.every((word) => text.includes(word));
      question.open = words.length > 0 && !question.hidden;
    }
    for (const other of rest) other.hidden = words.length > 0;
    said.textContent = questions.every((question) => question.hidden) ? said.dataset.none : "";
  });
}

// What is being made is shown as soon as it is there; without scripts the link does it.
const refresh = document.querySelector("[data-refresh]");
if (refresh) setTimeout(() => location.reload(), 2000);
