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

// The viewer of pages. Without scripts the pages stand below each other, and the browser zooms.
for (const viewer of document.querySelectorAll("[data-viewer]")) {
  const list = viewer.querySelector("[data-page-list]");
  const pages = [...viewer.querySelectorAll("[data-page]")];
  if (!pages.length) continue;

  // Zoom, by buttons and keys.
  const levels = [75, 100, 125, 150, 200, 300];
  const output = viewer.querySelector("[data-zoom-level]");
  let level = 1;
  const zoom = (to) => {
    level = Math.max(0, Math.min(levels.length - 1, to));
    list.dataset.zoom = levels[level];
    output.textContent = `${levels[level]}%`;
    const wide = Math.ceil(pages[0].getBoundingClientRect().width);
    for (const page of pages) page.querySelector("img").sizes = `${wide}px`;
  };
  viewer.querySelector("[data-zoom-tools]").hidden = false;
  for (const button of viewer.querySelectorAll("[data-zoom-by]")) {
    button.addEventListener("click", () => zoom(level + Number(button.dataset.zoomBy)));
  }
  list.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "+" || event.key === "=") zoom(level + 1);
    else if (event.key === "-") zoom(level - 1);
    else if (event.key === "0") zoom(1);
    else return;
    event.preventDefault();
  });

  // Jump to a page, and say which one is in view.
  const jump = viewer.querySelector("[data-jump]");
  const number = jump.querySelector("input");
  jump.hidden = pages.length < 2;
  number.addEventListener("change", () => {
    const page = pages[Math.max(1, Math.min(pages.length, Number(number.value) || 1)) - 1];
    page.scrollIntoView({ block: "start" });
  });

  // Thumbnails, where the screen has room for them.
  const thumbs = viewer.querySelector("[data-thumbs]");
  const links = [];
  const wide = matchMedia("(min-width: 1000px)");
  const makeThumbs = () => {
    if (!wide.matches || links.length || pages.length < 2) return;
    for (const page of pages) {
      const link = document.createElement("a");
      link.href = `#${page.id}`;
      const image = document.createElement("img");
      image.loading = "lazy";
      const full = page.querySelector("img");
      image.width = 120;
      image.height = Math.round((120 * full.height) / full.width) || 170;
      image.alt = full.alt;
      image.src = `${page.dataset.address}?w=160`;
      const label = document.createElement("span");
      label.textContent = page.dataset.page;
      label.ariaHidden = "true";
      link.append(image, label);
      thumbs.append(link);
      links.push(link);
    }
    thumbs.hidden = false;
  };
  makeThumbs();
  wide.addEventListener("change", makeThumbs);

  // The text over a page comes when the page is near.
  const fetchText = async (page) => {
    if (page.dataset.hasText || page.querySelector(".text-layer")) return;
    page.dataset.hasText = "yes";
    const answer = await fetch(`${page.dataset.address}/text`).catch(() => undefined);
    if (!answer?.ok) return;
    const parsed = new DOMParser().parseFromString(await answer.text(), "image/svg+xml");
    const layer = document.importNode(parsed.documentElement, true);
    page.querySelector("img").after(layer);
    page.querySelector("[data-is-image]").hidden = !layer.dataset.unknown;
  };
  const near = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) fetchText(target);
  }, { rootMargin: "100% 0px" });
  const seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      if (document.activeElement !== number) number.value = target.dataset.page;
      for (const link of links) {
        const isThis = link.hash === `#${target.id}`;
        if (isThis) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    }
  }, { rootMargin: "-45% 0px -45% 0px" });
  for (const page of pages) {
    near.observe(page);
    seen.observe(page);
  }
}
