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

// The way to an identity provider is taken without another click.
const away = document.querySelector("a[data-forward]");
if (away) location.replace(away.href);

// A form is sent once, however often its button is pressed.
for (const form of document.querySelectorAll("form")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form")) delete form.dataset.sent;
});

// A dialog takes the focus, and Escape leaves it the way its own link does.
const dialog = document.querySelector(".overlay:not(.plain) .dialog");
if (dialog) {
  dialog.querySelector("[aria-invalid], input:not([type=hidden])")?.focus();
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Escape") dialog.querySelector(".actions a")?.click();
  });
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

// What is being made is shown as soon as it is there; without scripts the link does it.
const refresh = document.querySelector("[data-refresh]");
if (refresh) setTimeout(() => location.reload(), 2000);
