// 03 入力項目の設定: fields are placed on the pages, moved, and set. What is there stands in the form's hidden
// input, as JSON, at any time.

import { MM, History, aligned, clashOf, freePlace, newId, onAllPages, within } from "./field-model.js";
import { Boxes } from "./field-boxes.js";
import { Panel } from "./field-panel.js";
import { openPages } from "./viewer.js";

const root = document.querySelector("[data-field-editor]");
const input = document.querySelector("[data-fields]");
if (root && input) start();

function start() {
  const texts = root.querySelector("[data-texts]").dataset;
  const say = (name, values = {}) => texts[name].replace(/\{(\w+)\}/g, (all, key) => values[key] ?? all);
  const live = root.querySelector("[data-live]");
  // Says it to those who listen, and to those who look where that is needed.
  let shownUntil;
  const announce = (text, { shows = false } = {}) => {
    live.textContent = "";
    clearTimeout(shownUntil);
    live.classList.toggle("unseen", !shows);
    setTimeout(() => (live.textContent = text), 30);
    if (shows) shownUntil = setTimeout(() => live.classList.add("unseen"), 6000);
  };
  const show = (text) => announce(text, { shows: true });
  const pages = [...root.querySelectorAll("[data-page][data-width]")].map((figure) => ({
    figure,
    file: figure.dataset.file,
    number: Number(figure.dataset.number),
    name: figure.dataset.name,
    width: Number(figure.dataset.width),
    height: Number(figure.dataset.height),
  }));
  const kinds = new Map([...root.querySelectorAll("[data-kind]")].map((button) => [button.dataset.kind, button]));
  const people = new Map([...root.querySelectorAll("[data-assignee]")].map((radio) => [radio.value, radio.dataset]));
  const most = Number(root.dataset.most);
  const history = new History(JSON.parse(input.value));
  const began = input.value;
  const selected = new Set();
  let clipboard = [];
  let armed = null;

  const editor = {
    root, pages, say, announce, selected,
    get fields() {
      return history.now;
    },
    get chosen() {
      return history.now.filter((field) => selected.has(field.id));
    },
    field: (id) => history.now.find((field) => field.id === id),
    pageOf: (field) => pages.find((page) => page.file === field.file && page.number === field.page),
    person: (field) => people.get(field.assignee) ?? { name: say("gone"), mark: "?", colour: "9" },
    title(field) {
      // Radio buttons come with a form, and are not offered.
      const kind = kinds.get(field.kind)?.textContent.trim() ?? say("radio");
      return field.label ? say("labelled", { kind, label: field.label }) : kind;
    },
    place(field) {
      const mm = (length) => String(Math.round(length) / MM);
      return say("place", { left: mm(field.left), top: mm(field.top), width: mm(field.width), height: mm(field.height) });
    },
    // What is wrong with a field, as far as can be told here.
    fault(field) {
      if (!editor.pageOf(field)) return say("noPage");
      if (field.kind !== "seal_box" && !people.has(field.assignee)) return say("noRecipient");
      const other = clashOf(field, history.now);
      if (other) return say("overlaps", { who: editor.person(other).name, field: editor.title(other) });
      const options = field.options?.map((option) => option.trim()).filter(Boolean);
      if (options && (options.length < 2 || new Set(options).size < options.length)) return say("options");
      return "";
    },
    // Puts changed fields into the place of those with the same ids.
    replace(changed, name = null) {
      const byId = new Map(changed.map((field) => [field.id, field]));
      history.change(history.now.map((field) => byId.get(field.id) ?? field), name);
      render();
    },
    settle: () => history.settle(),
    select(ids, { adds = false } = {}) {
      if (!adds) selected.clear();
      for (const id of ids) {
        if (adds && selected.has(id)) selected.delete(id);
        else selected.add(id);
      }
      history.settle();
      render();
    },
    // Adds fields and chooses them; says why not where that is not possible.
    add(fields) {
      if (history.now.length + fields.length > most) return show(say("most")), false;
      const isSeal = (field) => field.kind === "seal_box";
      if ([...history.now, ...fields].filter(isSeal).length > 1 && fields.some(isSeal)) {
        return show(say("oneSeal")), false;
      }
      history.change([...history.now, ...fields]);
      selected.clear();
      for (const field of fields) selected.add(field.id);
      render();
      return true;
    },
    // Places a new field of this kind with its middle there, or where there is room.
    put(kind, page, middle = null) {
      const model = JSON.parse(kinds.get(kind).dataset.new);
      const others = history.now.filter((field) => editor.pageOf(field) === page);
      const grid = (at) => Math.round(at / MM) * MM;
      const box = middle
        ? within({ ...model, left: grid(middle.x - model.width / 2), top: grid(middle.y - model.height / 2) }, page)
        : freePlace(model, page, others);
      const assignee = kind === "seal_box" ? "sender" : root.querySelector("[data-assignee]:checked").value;
      const field = { ...model, ...box, id: newId(), file: page.file, page: page.number, assignee };
      if (!editor.add([field])) return;
      boxes.focus(field.id);
      announce(say("placed", { field: editor.title(field), page: page.name }));
    },
    disarm: () => arm(null),
    get armed() {
      return armed;
    },
  };

  const boxes = new Boxes(editor);
  const panel = new Panel(editor);

  let chosenBefore = "";
  function render() {
    for (const id of [...selected]) if (!editor.field(id)) selected.delete(id);
    input.value = JSON.stringify(history.now);
    boxes.render();
    panel.render();
    const chosenNow = [...selected].join();
    if (chosenNow !== chosenBefore && selected.size) boxes.reveal([...selected][0]);
    chosenBefore = chosenNow;
    const [count, chosen] = [selected.size, editor.chosen];
    const set = (selector, isOff) => root.querySelectorAll(selector).forEach((tool) => (tool.disabled = isOff));
    set("[data-do=undo]", !history.canUndo);
    set("[data-do=redo]", !history.canRedo);
    set("[data-needs-selection]", !count);
    set("[data-needs-several]", count < 2);
    set("[data-needs-copy]", !clipboard.length);
    set("[data-do=duplicate], [data-do=duplicateAll]", !chosen.some((field) => field.kind !== "seal_box"));
  }

  // The kind that the next press on a page places.
  function arm(kind) {
    armed = kind;
    for (const [name, button] of kinds) button.setAttribute("aria-pressed", String(name === kind));
    root.classList.toggle("is-armed", Boolean(kind));
    const hint = root.querySelector("[data-armed]");
    hint.hidden = !kind;
    hint.textContent = kind ? say("armed", { kind: kinds.get(kind).textContent.trim() }) : "";
    if (kind) announce(hint.textContent);
  }

  // The page that takes most of the middle of the view.
  function pageInView() {
    const { top, bottom } = root.querySelector("[data-page-list]").getBoundingClientRect();
    const middle = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2;
    const off = (page) => {
      const box = page.figure.getBoundingClientRect();
      return Math.max(box.top - middle, middle - box.bottom, 0);
    };
    return pages.reduce((best, page) => (off(page) < off(best) ? page : best), pages[0]);
  }

  const beside = (field) => ({ ...field, id: newId(), ...within({ ...field, left: field.left + 5 * MM, top: field.top + 5 * MM }, editor.pageOf(field)) });
  const isNoSeal = (field) => field.kind !== "seal_box";

  const commands = {
    undo: () => history.undo() && (render(), announce(say("undone"))),
    redo: () => history.redo() && (render(), announce(say("redone"))),
    remove() {
      const count = selected.size;
      if (!count) return;
      const next = boxes.neighbour([...selected][0]);
      history.change(history.now.filter((field) => !selected.has(field.id)));
      selected.clear();
      render();
      if (next) boxes.focus(next);
      show(say("removed", { count }));
    },
    copy() {
      clipboard = editor.chosen.filter(isNoSeal);
      render();
      show(say("copied", { count: clipboard.length }));
    },
    paste() {
      if (!clipboard.length) return;
      const page = pageInView();
      const copies = clipboard.map((field) => {
        const isThere = field.file === page.file && field.page === page.number;
        const copy = { ...field, file: page.file, page: page.number };
        return isThere ? beside(copy) : { ...copy, id: newId(), ...within(copy, page) };
      });
      if (editor.add(copies)) show(say("duplicated", { count: copies.length }));
    },
    duplicate() {
      const copies = editor.chosen.filter(isNoSeal).map(beside);
      if (copies.length && editor.add(copies)) {
        boxes.focus(copies[0].id);
        show(say("duplicated", { count: copies.length }));
      }
    },
    duplicateAll() {
      const kept = editor.chosen;
      const copies = kept.filter(isNoSeal).flatMap((field) => onAllPages(field, pages, history.now));
      if (!copies.length) return show(say("noCopies"));
      if (!editor.add(copies)) return;
      editor.select(kept.map((field) => field.id));
      show(say("duplicated", { count: copies.length }));
    },
    deselect: () => editor.select([]),
  };
  for (const how of ["alignLeft", "alignTop", "sameWidth"]) {
    commands[how] = () => {
      const changed = aligned(editor.chosen, how).map((field) => ({ ...field, ...within(field, editor.pageOf(field)) }));
      editor.replace(changed);
      announce(say("aligned"));
    };
  }

  root.addEventListener("click", (event) => {
    const tool = event.target.closest("[data-do]");
    if (!tool || tool.disabled) return;
    commands[tool.dataset.do]();
    const menu = tool.closest("details");
    if (menu) menu.open = false;
  });

  // A click arms; with the keyboard the field is placed at once, where it can be moved by keys.
  for (const [kind, button] of kinds) {
    button.addEventListener("click", (event) => {
      if (boxes.dropped) return;
      if (event.detail === 0) editor.put(kind, pageInView());
      else arm(armed === kind ? null : kind);
    });
    boxes.dragsFrom(button, kind);
  }

  addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input:not([type=radio], [type=checkbox]), textarea, select");
    if (event.key === "Escape") {
      if (armed) arm(null);
      else if (selected.size && !isTyping) editor.select([]);
      return;
    }
    if (isTyping || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    const isOnField = Boolean(event.target.closest?.("[data-box]"));
    const command =
      (key === "z" && (event.shiftKey ? "redo" : "undo")) ||
      (key === "y" && "redo") ||
      (key === "c" && isOnField && "copy") ||
      (key === "v" && clipboard.length && "paste") ||
      (key === "d" && isOnField && "duplicate");
    if (!command) return;
    event.preventDefault();
    const focused = document.activeElement?.dataset?.box;
    commands[command]();
    if (focused && document.activeElement === document.body) boxes.focus(focused);
  });

  openPages(root, { pinching: (isPinching) => (boxes.isPinching = isPinching) });

  // What is said to be wrong leads to the field.
  for (const link of document.querySelectorAll("[data-goto]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      editor.select([link.dataset.goto]);
      const field = editor.field(link.dataset.goto);
      if (field && editor.pageOf(field)) boxes.focus(field.id);
      else root.querySelector("[data-properties]")?.scrollIntoView({ block: "nearest" });
    });
  }

  // Nothing placed is lost by leaving without a button of the step.
  let isSent = false;
  input.form.addEventListener("submit", () => (isSent = true));
  addEventListener("pageshow", () => (isSent = false));
  addEventListener("beforeunload", (event) => {
    if (!isSent && input.value !== JSON.stringify(JSON.parse(began))) event.preventDefault();
  });

  input.disabled = false;
  for (const part of root.querySelectorAll("[data-needs-script]")) part.hidden = false;
  render();
  const hash = location.hash.match(/^#field-([0-9a-f-]{36})$/);
  if (hash && editor.field(hash[1])) {
    editor.select([hash[1]]);
    boxes.focus(hash[1]);
  }
}
