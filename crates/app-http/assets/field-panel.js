// The settings of the chosen fields.

import { MM, within } from "./field-model.js";

export class Panel {
  #editor;
  #root;
  // What the server said is wrong, by field, until the field is changed.
  #mistakes = new Map();

  constructor(editor) {
    this.#editor = editor;
    this.#root = editor.root.querySelector("[data-properties]");
    if (!this.#root) return;
    for (const line of document.querySelectorAll("[data-mistakes] [data-field]")) {
      const { field, input } = line.dataset;
      const said = this.#mistakes.get(field) ?? [];
      said.push({ input, text: line.querySelector("span").textContent, of: JSON.stringify(editor.field(field)) });
      this.#mistakes.set(field, said);
    }
    for (const page of editor.pages) {
      const option = document.createElement("option");
      option.value = String(editor.pages.indexOf(page));
      option.textContent = page.name;
      this.#root.querySelector("[data-page-choice]").append(option);
    }
    this.#root.addEventListener("input", (event) => this.#take(event.target));
    this.#root.addEventListener("change", (event) => {
      this.#take(event.target);
      editor.settle();
      this.render({ isSettled: true });
    });
    this.#root.querySelector("[data-lost] ul").addEventListener("click", (event) => {
      const id = event.target.dataset?.lost;
      if (id) editor.select([id]);
    });
  }

  render({ isSettled = false } = {}) {
    if (!this.#root) return;
    const editor = this.#editor;
    const chosen = editor.chosen;
    const [field] = chosen;
    const isOne = chosen.length === 1;
    const find = (selector) => this.#root.querySelector(selector);
    this.#root.classList.toggle("is-open", Boolean(field));
    editor.root.classList.toggle("has-chosen", Boolean(field));
    find("[data-nothing]").hidden = Boolean(field);
    find("[data-inputs]").hidden = !field;
    find("[data-close]").hidden = !field;
    find("[data-panel-tools]").hidden = !field;
    find("[data-title]").textContent = !field ? editor.say("settings") : isOne ? editor.title(field) : editor.say("selected", { count: chosen.length });
    this.#lost();
    const said = isOne ? this.#said(field) : [];
    const fault = isOne ? [...said.map((one) => one.text), editor.fault(field)].filter(Boolean)[0] ?? "" : "";
    find("[data-fault]").hidden = !fault;
    find("[data-fault]").textContent = fault;
    if (!field) return;
    for (const property of this.#root.querySelectorAll("[data-for]")) {
      const kinds = property.dataset.for.split(" ");
      const isOf = chosen.every((one) => kinds.includes(one.kind));
      property.hidden = !isOf || !(isOne || "several" in property.dataset);
    }
    for (const input of this.#root.querySelectorAll("[data-prop], [data-mm], [data-page-choice]")) {
      const name = input.dataset.prop ?? input.dataset.mm ?? "page";
      if (said.some((one) => one.input === name)) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
      // What is being typed is left alone.
      if (input === document.activeElement && !isSettled && input.type !== "checkbox") continue;
      if (input.dataset.mm) input.value = String(field[input.dataset.mm] / MM);
      else if (!input.dataset.prop) input.value = String(editor.pages.indexOf(editor.pageOf(field)));
      else if (input.type === "checkbox") input.checked = Boolean(field[input.dataset.prop]);
      else if (input.dataset.prop === "options") input.value = (field.options ?? []).join("\n");
      else input.value = field[input.dataset.prop] ?? "";
    }
  }

  // What the server said about the field as it still is.
  #said(field) {
    const said = this.#mistakes.get(field.id) ?? [];
    return said.filter((one) => one.of === JSON.stringify(field));
  }

  #lost() {
    const editor = this.#editor;
    const lost = editor.fields.filter((field) => !editor.pageOf(field));
    const part = this.#root.querySelector("[data-lost]");
    part.hidden = !lost.length;
    const lines = lost.map((field) => {
      const line = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "link";
      button.dataset.lost = field.id;
      button.textContent = editor.title(field);
      line.append(button);
      return line;
    });
    part.querySelector("ul").replaceChildren(...lines);
  }

  // Takes what an input says into the chosen fields, as far as it can be read.
  #take(input) {
    const editor = this.#editor;
    const change = this.#change(input);
    if (!change || !editor.chosen.length) return;
    const page = (field) => editor.pages.find((one) => one.file === (change.file ?? field.file) && one.number === (change.page ?? field.page));
    const changed = editor.chosen.map((field) => {
      const next = { ...field, ...change };
      return { ...next, ...within(next, page(field)) };
    });
    const isSame = JSON.stringify(changed) === JSON.stringify(editor.chosen);
    if (!isSame) editor.replace(changed, `panel-${input.id || input.dataset.prop}`);
  }

  #change(input) {
    const { prop, mm } = input.dataset;
    if ("pageChoice" in input.dataset) {
      const page = this.#editor.pages[Number(input.value)];
      return page && { file: page.file, page: page.number };
    }
    if (mm) {
      const length = Math.round(Number(input.value) * MM);
      return input.value !== "" && length >= 0 && Number.isFinite(length) ? { [mm]: length } : null;
    }
    if (!prop) return null;
    if (input.type === "checkbox") return { [prop]: input.checked };
    if (prop === "options") return { options: input.value.split("\n") };
    if (input.type === "number") {
      const number = Math.round(Number(input.value));
      return number >= Number(input.min) && number <= Number(input.max) ? { [prop]: number } : null;
    }
    return { [prop]: input.value };
  }
}
