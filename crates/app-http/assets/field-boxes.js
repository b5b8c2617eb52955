// The boxes of the fields on the pages: drawn, chosen, dragged, moved by keys.

import { MM, dragCorner, resized, shifted, snapMove, within } from "./field-model.js";

// How many pixels a pointer moves before it drags.
const SLACK = 4;

export class Boxes {
  #editor;
  #boxes = new Map();
  // Whether the pointer that is going up has dropped something.
  dropped = false;
  // Whether two fingers change the size of the pages: nothing is dragged meanwhile.
  isPinching = false;

  constructor(editor) {
    this.#editor = editor;
    for (const page of editor.pages) {
      page.layer = document.createElement("div");
      page.layer.className = "placed-layer";
      page.figure.append(page.layer);
      page.layer.addEventListener("pointerdown", (event) => this.#press(event, page));
      page.layer.addEventListener("click", (event) => this.#click(event, page));
      page.layer.addEventListener("keydown", (event) => this.#key(event));
    }
  }

  render() {
    const editor = this.#editor;
    const gone = new Set(this.#boxes.keys());
    const byPage = new Map(editor.pages.map((page) => [page, []]));
    for (const field of editor.fields) byPage.get(editor.pageOf(field))?.push(field);
    for (const [page, fields] of byPage) {
      fields.sort((one, other) => one.top - other.top || one.left - other.left);
      let before = null;
      for (const field of fields) {
        gone.delete(field.id);
        const box = this.#boxes.get(field.id) ?? this.#make(field.id);
        this.#draw(box, field, page);
        // The order of the document is that of the Tab key. A box that has the focus is not taken out.
        const follows = before ? before.nextSibling === box : page.layer.firstChild === box;
        if (!follows && box !== document.activeElement) page.layer.insertBefore(box, before ? before.nextSibling : page.layer.firstChild);
        else if (box.parentElement !== page.layer) {
          page.layer.append(box);
          box.focus({ preventScroll: true });
        }
        before = box;
      }
    }
    for (const id of gone) {
      this.#boxes.get(id).remove();
      this.#boxes.delete(id);
    }
  }

  focus(id) {
    const box = this.#boxes.get(id);
    box?.focus({ preventScroll: true });
    box?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  // On a narrow screen the settings come up from below: a chosen field is not left behind them.
  reveal(id) {
    const box = this.#boxes.get(id);
    const sheet = this.#editor.root.querySelector("[data-properties]");
    if (!box || getComputedStyle(sheet).position !== "fixed") return;
    const hidden = box.getBoundingClientRect().bottom + 16 - sheet.getBoundingClientRect().top;
    if (hidden > 0) scrollBy(0, hidden);
  }

  // The field that has the focus when this one goes.
  neighbour(id) {
    const box = this.#boxes.get(id);
    return (box?.nextElementSibling ?? box?.previousElementSibling)?.dataset.box;
  }

  #make(id) {
    const box = document.createElement("button");
    box.type = "button";
    box.dataset.box = id;
    const mark = document.createElement("span");
    mark.className = "who-mark";
    const title = document.createElement("span");
    title.className = "box-title";
    const details = document.createElement("span");
    details.className = "unseen";
    box.append(mark, title, details);
    for (const corner of ["nw", "ne", "sw", "se"]) {
      const handle = document.createElement("span");
      handle.className = `handle handle-${corner}`;
      handle.dataset.corner = corner;
      box.append(handle);
    }
    this.#boxes.set(id, box);
    return box;
  }

  #draw(box, field, page) {
    const editor = this.#editor;
    const person = editor.person(field);
    const isChosen = editor.selected.has(field.id);
    const fault = editor.fault(field);
    box.className = `placed who-${person.colour}${isChosen ? " is-chosen" : ""}${fault ? " has-fault" : ""}`;
    box.setAttribute("aria-pressed", String(isChosen));
    const who = field.kind === "seal_box" ? editor.say("itself") : person.name;
    const details = [who, editor.pageOf(field).name, editor.place(field), fault];
    box.querySelector(".unseen").textContent = details.filter(Boolean).join("、");
    box.querySelector(".who-mark").textContent = person.mark;
    box.querySelector(".box-title").textContent = `${editor.title(field)}${field.required ? " *" : ""}`;
    place(box, field, page);
  }

  // What a pointer points at on a page, in hundredths of a millimetre.
  #at(event, page) {
    const view = page.layer.getBoundingClientRect();
    return {
      x: ((event.clientX - view.left) / view.width) * page.width,
      y: ((event.clientY - view.top) / view.height) * page.height,
    };
  }

  #pageUnder(event) {
    const layer = document.elementsFromPoint(event.clientX, event.clientY).find((one) => one.classList.contains("placed-layer"));
    return this.#editor.pages.find((page) => page.layer === layer);
  }

  #click(event, page) {
    const editor = this.#editor;
    if (this.dropped) return;
    const box = event.target.closest("[data-box]");
    if (editor.armed && !(box && event.detail === 0)) {
      const [kind, point] = [editor.armed, this.#at(event, page)];
      editor.disarm();
      editor.put(kind, page, point);
    } else if (box && event.detail === 0) {
      editor.select([box.dataset.box], { adds: event.shiftKey });
    } else if (!box) editor.select([]);
  }

  #press(event, page) {
    const editor = this.#editor;
    const box = event.target.closest("[data-box]");
    this.dropped = false;
    if (!box || event.button !== 0 || editor.armed) return;
    const id = box.dataset.box;
    if (event.shiftKey) return editor.select([id], { adds: true });
    box.focus({ preventScroll: true });
    if (!editor.selected.has(id)) editor.select([id]);
    const corner = event.target.dataset.corner;
    const began = editor.chosen;
    const [from, x, y] = [this.#at(event, page), event.clientX, event.clientY];
    const pressedBy = event.pointerId;
    let isDragging = false;
    editor.settle();
    const move = (event) => {
      if (this.isPinching || event.pointerId !== pressedBy) return;
      if (!isDragging && Math.hypot(event.clientX - x, event.clientY - y) < SLACK) return;
      isDragging = true;
      const now = this.#at(event, page);
      const [dx, dy] = [now.x - from.x, now.y - from.y];
      const field = began.find((one) => one.id === id);
      const changed = corner
        ? [this.#resized(field, corner, dx, dy, page, event)]
        : began.length === 1
          ? [this.#dragged(field, dx, dy, from, page, event)]
          : this.#movedTogether(began, field, dx, dy, page, event);
      editor.replace(changed, `drag-${id}`);
    };
    const end = (event) => {
      if (event.pointerId !== pressedBy) return;
      for (const [name, listener] of Object.entries(listeners)) removeEventListener(name, listener);
      this.#lines(null);
      editor.settle();
      const field = editor.field(id);
      if (!isDragging || !field) return;
      this.dropped = true;
      setTimeout(() => (this.dropped = false));
      editor.announce(editor.say("moved", { place: editor.place(field) }));
    };
    const listeners = { pointermove: move, pointerup: end, pointercancel: end };
    for (const [name, listener] of Object.entries(listeners)) addEventListener(name, listener);
  }

  #others(page, ids) {
    const editor = this.#editor;
    return editor.fields.filter((field) => !ids.includes(field.id) && editor.pageOf(field) === page);
  }

  #resized(field, corner, dx, dy, page, event) {
    const box = dragCorner(field, corner, dx, dy, this.#others(page, [field.id]), !event.altKey);
    return { ...field, ...within(box, page) };
  }

  // One field, also onto another page.
  #dragged(field, dx, dy, from, page, event) {
    const target = this.#pageUnder(event) ?? page;
    let box = { ...field, left: field.left + dx, top: field.top + dy };
    if (target !== page) {
      const at = this.#at(event, target);
      box = { ...field, left: at.x - (from.x - field.left), top: at.y - (from.y - field.top) };
    }
    let lines = null;
    if (!event.altKey) ({ box, lines } = snapMove(box, this.#others(target, [field.id])));
    this.#lines(lines, target);
    return { ...field, file: target.file, page: target.number, ...within(box, target) };
  }

  // Several fields keep their distances; the one under the pointer snaps.
  #movedTogether(began, field, dx, dy, page, event) {
    let box = { ...field, left: field.left + dx, top: field.top + dy };
    const ids = began.map((one) => one.id);
    if (!event.altKey) ({ box } = snapMove(box, this.#others(page, ids)));
    return shifted(began, box.left - field.left, box.top - field.top, this.#editor.pageOf);
  }

  #key(event) {
    const editor = this.#editor;
    const box = event.target.closest("[data-box]");
    if (!box) return;
    const id = box.dataset.box;
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      if (!editor.selected.has(id)) editor.select([id]);
      editor.root.querySelector("[data-do=remove]").click();
      return;
    }
    const step = (event.shiftKey ? 10 : 1) * MM;
    const [dx, dy] = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key] ?? [0, 0];
    if (!dx && !dy) return;
    event.preventDefault();
    if (!editor.selected.has(id)) editor.select([id]);
    const changes = event.ctrlKey || event.metaKey;
    const changed = changes
      ? resized(editor.chosen, dx, dy, editor.pageOf)
      : shifted(editor.chosen, dx, dy, editor.pageOf);
    editor.replace(changed, `keys-${changes ? "size" : "move"}-${id}`);
    this.focus(id);
    editor.announce(editor.say("moved", { place: editor.place(editor.field(id)) }));
  }

  // The lines of other fields that the dragged one meets.
  #lines(lines, page = null) {
    for (const line of document.querySelectorAll(".snap-line")) line.remove();
    for (const axis of ["x", "y"]) {
      if (lines?.[axis] == null) continue;
      const line = document.createElement("span");
      line.className = `snap-line snap-${axis}`;
      if (axis === "x") line.style.left = `${(lines.x / page.width) * 100}%`;
      else line.style.top = `${(lines.y / page.height) * 100}%`;
      page.layer.append(line);
    }
  }

  // Drags a new field of this kind from its button onto a page.
  dragsFrom(button, kind) {
    button.addEventListener("pointerdown", (event) => {
      this.dropped = false;
      if (event.button !== 0) return;
      const [x, y] = [event.clientX, event.clientY];
      let ghost = null;
      const move = (event) => {
        if (!ghost && Math.hypot(event.clientX - x, event.clientY - y) < SLACK) return;
        if (!ghost) {
          ghost = document.createElement("span");
          ghost.className = "ghost";
          ghost.textContent = button.textContent.trim();
          document.body.append(ghost);
        }
        ghost.style.left = `${event.clientX}px`;
        ghost.style.top = `${event.clientY}px`;
      };
      const end = (event) => {
        for (const [name, listener] of Object.entries(listeners)) removeEventListener(name, listener);
        if (!ghost) return;
        ghost.remove();
        this.dropped = true;
        setTimeout(() => (this.dropped = false));
        const page = event.type === "pointerup" && this.#pageUnder(event);
        if (!page) return;
        const point = this.#at(event, page);
        this.#editor.disarm();
        this.#editor.put(kind, page, point);
      };
      const listeners = { pointermove: move, pointerup: end, pointercancel: end };
      for (const [name, listener] of Object.entries(listeners)) addEventListener(name, listener);
    });
    button.addEventListener("dragstart", (event) => event.preventDefault());
  }
}

function place(box, field, page) {
  const part = (length, whole) => `${((length / whole) * 100).toFixed(4)}%`;
  box.style.left = part(field.left, page.width);
  box.style.top = part(field.top, page.height);
  box.style.width = part(field.width, page.width);
  box.style.height = part(field.height, page.height);
}
