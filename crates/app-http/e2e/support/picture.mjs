// Pictures of real screens for the help page, and their texts: with HELP_PICTURES=renew both are written,
// otherwise the screen's present text is compared with the picture's.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { withPalette } from "./png.mjs";

const RENEWS = process.env.HELP_PICTURES === "renew";
const PICTURES = new URL("../../assets/", import.meta.url);
const TEXTS = new URL("../help/", import.meta.url);
const LIMIT = 60_000;
const COLOURS = 32;
const MARGIN = 12;

// Pictures have three pixels for two of the page.
export const SCALE = 1.5;

// The part of the page from the first to the last of these places, or what the window shows of the main
// part; `mark` is where the reader is to look, `cover` what must not be copied.
export async function picture(page, name, { places, mark = [], cover = [] }) {
  await page.emulateMedia({ colorScheme: "light" });
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.activeElement?.blur());
  for (const secret of cover) await secret.evaluate(coverUp);
  const clip = places ? await around(page, places) : await windowBelowHeader(page);
  const text = normal(await page.evaluate(visibleText, clip));
  const file = `help-${name}.png`;
  const textFile = new URL(`${name}.txt`, TEXTS);
  if (RENEWS) {
    await page.evaluate(drawFrame, await around(page, mark, 5));
    const shown = await page.screenshot({ clip, fullPage: Boolean(places), animations: "disabled", caret: "hide" });
    const image = withPalette(shown, COLOURS);
    await page.evaluate(() => document.getElementById("help-mark").remove());
    assert.ok(image.length <= LIMIT, `${file} has ${image.length} bytes, more than ${LIMIT}`);
    writeFileSync(new URL(file, PICTURES), image);
    writeFileSync(textFile, text);
  } else {
    const pictured = readFileSync(textFile, "utf8");
    assert.equal(text, pictured, `${file} no longer shows the screen as it is; renew it by: cargo xtask help-pictures`);
  }
}

// In coordinates of the page.
async function around(page, places, margin = MARGIN) {
  const boxes = await Promise.all(places.map((place) => place.evaluate((element) => {
    const box = element.getBoundingClientRect();
    return [box.left + scrollX, box.top + scrollY, box.right + scrollX, box.bottom + scrollY];
  })));
  const { width } = page.viewportSize();
  const [left, top] = [0, 1].map((side) => Math.max(0, Math.floor(Math.min(...boxes.map((box) => box[side])) - margin)));
  const right = Math.min(width, Math.ceil(Math.max(...boxes.map((box) => box[2])) + margin));
  const bottom = Math.ceil(Math.max(...boxes.map((box) => box[3])) + margin);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

async function windowBelowHeader(page) {
  await page.evaluate(() => scrollTo(0, 0));
  const { width, height } = page.viewportSize();
  const top = await page.locator("main").evaluate((main) => Math.ceil(main.getBoundingClientRect().top));
  return { x: 0, y: top, width, height: height - top };
}

// Neither a QR code to be scanned nor a key to be typed, but a grey box of the same size.
function coverUp(element) {
  const { width, height } = element.getBoundingClientRect();
  const box = document.createElement("span");
  box.textContent = "例";
  Object.assign(box.style, {
    display: "inline-grid", placeItems: "center", boxSizing: "border-box", verticalAlign: "middle",
    width: `${width}px`, height: `${height}px`, background: "#e6e8ee", color: "#595f6e", borderRadius: "4px",
    fontSize: `${Math.min(40, Math.max(13, height / 3))}px`, lineHeight: "1",
  });
  element.replaceWith(box);
}

function drawFrame({ x, y, width, height }) {
  const frame = document.createElement("div");
  frame.id = "help-mark";
  Object.assign(frame.style, {
    position: "absolute", zIndex: "99", boxSizing: "border-box", border: "3px solid #b3261e", borderRadius: "8px",
    left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px`, pointerEvents: "none",
  });
  document.body.append(frame);
}

// What can be read in this part of the page, a line for each paragraph, and how its controls are set.
function visibleText({ x, y, width, height }) {
  const isInside = (box) => {
    const [middleX, middleY] = [box.left + box.width / 2 + scrollX, box.top + box.height / 2 + scrollY];
    return box.width && middleX > x && middleX < x + width && middleY > y && middleY < y + height;
  };
  const isSeen = (element) => element.checkVisibility({ visibilityProperty: true });
  const blockOf = (element) => (getComputedStyle(element).display.startsWith("inline") ? blockOf(element.parentElement) : element);
  const lines = [];
  const say = (element, said) => {
    const block = blockOf(element);
    if (lines.at(-1)?.block === block) lines.at(-1).said += ` ${said}`;
    else lines.push({ block, said });
  };
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) {
      const range = document.createRange();
      range.selectNodeContents(node);
      const said = node.textContent.trim();
      const isOption = node.parentElement.closest("select, textarea");
      if (said && !isOption && isSeen(node.parentElement) && isInside(range.getBoundingClientRect())) say(node.parentElement, said);
    } else if (node.matches("input:not([type=hidden]), select, textarea") && isSeen(node) && isInside(node.getBoundingClientRect())) {
      const isChoice = node.matches("[type=radio], [type=checkbox]");
      const value = node.matches("select") ? node.selectedOptions[0]?.label : node.value;
      say(node, isChoice ? (node.checked ? "(x)" : "( )") : `[${value}]`);
    }
  }
  return lines.map((line) => line.said).join("\n");
}

// Without what differs from one run to the next.
function normal(text) {
  const lines = text.split("\n").map((line) => line.replace(/\s+/g, " ").trim()).filter(Boolean);
  return `${lines.join("\n")}\n`
    .replace(/\d{4}年\d{1,2}月\d{1,2}日( \d{2}:\d{2})?/g, "〈日時〉")
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "〈ID〉")
    .replace(/[^\s@、（）]+@[a-z.-]+/g, "〈アドレス〉")
    .replace(/https?:\/\/\S+/g, "〈URL〉");
}
