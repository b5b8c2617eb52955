// The texts of the pages, in every language: messages by their key, and whether a page speaks one language only.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const LOCALES = new URL("../../locales/", import.meta.url).pathname;
const SCRIPTS = { kana: /[\u3041-\u30ff]/u, han: /\p{Script=Han}/u };
const FOREIGN = { ja: [], en: [SCRIPTS.kana, SCRIPTS.han], "zh-Hans": [SCRIPTS.kana], "zh-Hant": [SCRIPTS.kana] };

// The messages of a language that take no argument, those that they refer to put in their places.
export function wordsOf(language) {
  const words = {};
  for (const audience of ["common", "office"]) {
    const folder = join(LOCALES, audience, language);
    let files = [];
    try {
      files = readdirSync(folder);
    } catch {
      continue;
    }
    for (const file of files) {
      let message = "";
      for (const line of readFileSync(join(folder, file), "utf8").split("\n")) {
        const [, key, text] = line.match(/^(-?[a-z][\w-]*) = ?(.*)$/) ?? [];
        const [, attribute, own] = line.match(/^ {4}(\.\w+) = (.+)$/) ?? [];
        if (key) words[(message = key)] = text;
        if (attribute) words[message + attribute] = own;
      }
    }
  }
  const say = (key) => {
    assert.ok(words[key], `${language} has ${key}`);
    return words[key].replaceAll(/\{ (-?[a-z][\w-]*) \}/g, (_, other) => say(other));
  };
  return say;
}

// The page is marked as being in this language, and nothing on it, nor what screen readers say of it, is in
// the script of another one: but for names, for what people typed (given), and for languages' own names.
export async function expectLanguage(page, language, given = []) {
  assert.equal(await page.locator("html").getAttribute("lang"), language);
  const said = await page.evaluate(() => {
    const visible = document.body.cloneNode(true);
    for (const own of visible.querySelectorAll("[lang], .brand, .person")) own.remove();
    const attributes = [...visible.querySelectorAll("[aria-label], [placeholder], [alt], [title]")].flatMap((element) =>
      ["aria-label", "placeholder", "alt", "title"].map((name) => element.getAttribute(name) ?? ""),
    );
    for (const script of visible.querySelectorAll("script, style")) script.remove();
    return [document.title, visible.textContent, ...attributes].join("\n");
  });
  const own = given.reduce((text, word) => text.replaceAll(word, ""), said);
  for (const script of FOREIGN[language]) {
    const lines = own.split("\n").filter((line) => script.test(line)).map((line) => line.trim());
    assert.deepEqual(lines, [], `${page.url()} in ${language}`);
  }
}
