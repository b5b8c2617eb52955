// Chromium, people with a browser context each, and pictures of their screens.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { expectAccessible } from "./axe.mjs";

const SHOTS = process.env.E2E_SHOTS;
const WIDTHS = [360, 768, 1280];

export async function startBrowser() {
  return chromium.launch({
    executablePath: "/usr/bin/chromium",
    // The words of the browser's own controls, such as a file field's button.
    env: { ...process.env, LANGUAGE: "ja" },
    args: [
      "--lang=ja",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

// A person with a separate browser context. Anything a page logs as an error, such as a violated content
// policy, is remembered.
export async function person(browser, options = {}) {
  const context = await browser.newContext({ locale: "ja-JP", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.hasScripts = options.javaScriptEnabled !== false;
  page.complaints = [];
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().includes("status of 4")) page.complaints.push(message.text());
  });
  page.on("pageerror", (error) => page.complaints.push(String(error)));
  return page;
}

// A screen that has to be accessible; with E2E_SHOTS=<folder>, pictures at three widths.
export async function shot(page, name) {
  await expectAccessible(page, name);
  if (!SHOTS) return;
  mkdirSync(SHOTS, { recursive: true });
  const before = page.viewportSize();
  if (await page.locator("[data-page]").count()) await page.waitForTimeout(1000);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    const fullPage = (await page.locator(".answer").count()) === 0;
    await page.screenshot({ path: join(SHOTS, `${name}-${width}.png`), fullPage });
  }
  await page.setViewportSize(before);
}
