// The pages of files, in the viewer and in the editor of input fields: zoom, jump to a page, thumbnails, and the text
// over each page. Without scripts the pages stand below each other, and the browser zooms.

import { pinches } from "./pinch.js";

const LEVELS = [75, 100, 125, 150, 200, 300];

for (const viewer of document.querySelectorAll("[data-viewer]")) openPages(viewer);

// Makes the tools in `root` work on its pages; `pinching` is told when a pinch begins and ends.
export function openPages(root, { pinching = () => {} } = {}) {
  const pages = [...root.querySelectorAll("[data-page]")];
  if (!pages.length) return;
  zooms(root, pages, pinching);
  const mark = [jumps(root, pages), thumbnails(root, pages)];
  texts(pages);
  const seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) for (const as of mark) as(target);
  }, { rootMargin: "-45% 0px -45% 0px" });
  for (const page of pages) seen.observe(page);
}

// Zoom: by buttons and keys in steps, by two fingers to any size.
function zooms(root, pages, pinching) {
  const list = root.querySelector("[data-page-list]");
  const output = root.querySelector("[data-zoom-level]");
  let size = 100;
  const zoom = (to) => {
    size = Math.round(Math.max(LEVELS[0], Math.min(LEVELS.at(-1), to)));
    list.classList.toggle("is-zoomed", size !== 100);
    list.style.setProperty("--zoom", String(size / 100));
    output.textContent = `${size}%`;
  };
  // The images that are loaded fit the size.
  const sharpen = () => {
    const wide = Math.ceil(pages[0].getBoundingClientRect().width);
    for (const page of pages) page.querySelector("img").sizes = `${wide}px`;
  };
  const step = (by) => {
    const next = by > 0 ? LEVELS.find((level) => level > size) : LEVELS.findLast((level) => level < size);
    zoom(by === 0 ? 100 : next ?? size);
    sharpen();
  };
  const tools = root.querySelector("[data-zoom-tools]");
  if (tools) tools.hidden = false;
  for (const button of root.querySelectorAll("[data-zoom-by]")) {
    button.addEventListener("click", () => step(Number(button.dataset.zoomBy)));
  }
  list.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const by = { "+": 1, "=": 1, "-": -1, 0: 0 }[event.key];
    if (by === undefined || event.target.closest("input, textarea, select")) return;
    step(by);
    event.preventDefault();
  });
  pinches(list, {
    now: () => size,
    set: zoom,
    began: (isPinching) => {
      pinching(isPinching);
      if (!isPinching) sharpen();
    },
  });
}

// Jump to a page; what is returned says which one is in view.
function jumps(root, pages) {
  const jump = root.querySelector("[data-jump]");
  const number = jump.querySelector("input");
  jump.hidden = pages.length < 2;
  number.addEventListener("change", () => {
    const page = pages[Math.max(1, Math.min(pages.length, Number(number.value) || 1)) - 1];
    page.scrollIntoView({ block: "start" });
  });
  return (page) => {
    if (document.activeElement !== number) number.value = page.dataset.page;
  };
}

// Thumbnails, where the screen has room for them; what is returned marks the page in view.
function thumbnails(root, pages) {
  const thumbs = root.querySelector("[data-thumbs]");
  const links = [];
  const wide = matchMedia(`(min-width: ${thumbs.dataset.thumbs || 1000}px)`);
  const make = () => {
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
  make();
  wide.addEventListener("change", make);
  return (page) => {
    for (const link of links) {
      if (link.hash === `#${page.id}`) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
}

// The text over a page comes when the page is near.
function texts(pages) {
  const fetchText = async (page) => {
    if (page.dataset.hasText || page.querySelector(".text-layer")) return;
    page.dataset.hasText = "yes";
    const answer = await fetch(`${page.dataset.address}/text`).catch(() => undefined);
    const text = answer?.ok ? await answer.text().catch(() => undefined) : undefined;
    if (text === undefined) {
      // Asked for again when the page comes near once more.
      delete page.dataset.hasText;
      return;
    }
    const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
    const layer = document.importNode(parsed.documentElement, true);
    page.querySelector("img").after(layer);
    document.querySelector(`[data-is-image="${page.id}"]`).hidden = !layer.dataset.unknown;
  };
  const near = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) fetchText(target);
  }, { rootMargin: "100% 0px" });
  for (const page of pages) near.observe(page);
}
