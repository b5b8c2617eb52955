// Input fields of a draft, posted as the editor of step 03 posts them.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";

const RULES = {
  text: { size: 11, lines: "one", limit: 100, pattern: "any", placeholder: "" },
  checkbox: { checked: false },
  radio: { group: "グループ" },
  date: { filling: "chosen", size: 11 },
  choice: { options: ["はい", "いいえ"], size: 11 },
  stamp: { shape: "round" },
  signature: {},
  seal_box: {},
};

// A field: its kind, its place in millimetres (left, top, width, height), who fills it (the number of a
// recipient, from 0; the sender when nothing is said), and what it asks for.
export function field(kind, area, { by = null, label = "", required = true, page = 1, ...rules } = {}) {
  const [left, top, width, height] = area.map((length) => Math.round(length * 100));
  return { id: randomUUID(), kind, page, left, top, width, height, by, required, label, ...RULES[kind], ...rules };
}

// The draft's fields, on its first file; then the sender is at step 04.
export async function setFields(page, server, document, fields) {
  await page.goto(`${server.origin}/documents/${document}/03`);
  await page.getByRole("heading", { name: "03 入力項目の設定" }).waitFor();
  const [, file] = (await page.locator("#page-1 img").first().getAttribute("src")).match(/files\/([\w-]+)/);
  const assignees = await page.locator("[data-assignee]").evaluateAll((inputs) => inputs.map((input) => input.value));
  const people = assignees.filter((value) => value !== "sender");
  const models = fields.map(({ by, ...model }) => ({ ...model, file, assignee: by === null ? "sender" : people[by] }));
  const answer = await page.evaluate(async (models) => {
    const csrf = document.querySelector("main [name=csrf]").value;
    const body = new URLSearchParams({ csrf, action: "next", fields: JSON.stringify(models) });
    const answer = await fetch(location.pathname, { method: "POST", body });
    return { url: answer.url, text: await answer.text() };
  }, models);
  assert.match(answer.url, /\/04$/, answer.text);
  await page.goto(answer.url);
  await page.getByRole("heading", { name: "04 送信内容の確認" }).waitFor();
}
