// Mail scanners: what opens links, runs scripts and presses every button is no recipient.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { person, startBrowser } from "../support/browser.mjs";
import { startServer } from "../support/server.mjs";
import { draft, goOnAndSend, requestAdvancedAuth, setUp, enrol } from "../support/steps.mjs";

const TARO = { name: "山田 太郎", email: "taro@example.com" };

let browser, server, sender;
before(async () => {
  browser = await startBrowser();
  server = await startServer();
  sender = await person(browser);
  await setUp(sender, server);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

// The help and jumps within a page change nothing anywhere.
const PRESSABLE = "button, summary, a[href]:not([href*='/help'], [href*='#']), input[type=checkbox], input[type=radio], input[type=submit]";

// Presses everything that can be pressed on every page it comes to, once each, from the link again and again;
// types nothing. What was pressed, by page.
async function pressEverything(page, link) {
  const pressed = new Set();
  for (let before = -1; before < pressed.size; ) {
    before = pressed.size;
    await page.goto(link);
    for (let next = await unpressed(page, pressed); next; next = await unpressed(page, pressed)) {
      await next.click({ timeout: 3000 }).catch(() => {});
      await page.waitForLoadState();
    }
  }
  return [...pressed];
}

async function unpressed(page, pressed) {
  const here = new URL(page.url()).pathname;
  for (const one of await page.locator(PRESSABLE).filter({ visible: true }).all()) {
    const name = await one.evaluate((e) => [e.tagName, e.name, e.value, e.innerText, e.href].join(" "));
    const key = `${here} ${name}`;
    if (pressed.has(key) || !(await one.isEnabled())) continue;
    pressed.add(key);
    return one;
  }
}

// LI-03 CO-08
test("a browser that presses every button behind a requested document's link changes nothing", async () => {
  await sender.goto(`${server.origin}/settings/security`);
  await enrol(sender, server);
  await draft(sender, server, { title: "業務委託契約書", recipients: [TARO] });
  await requestAdvancedAuth(sender);
  await goOnAndSend(sender);
  await sender.getByText("書類を送信しました。").waitFor();
  const history = sender.locator("ol.history").first();
  const before = (await history.innerText()).split("\n").length;
  const invitation = await server.mailTo(TARO.email, { subject: "書類の確認" });

  const scanner = await person(browser);
  const seen = [];
  scanner.on("response", async (response) => seen.push(await response.text().catch(() => "")));
  const pressed = await pressEverything(scanner, invitation.link);
  assert.ok(pressed.length >= 5, pressed.join("\n"));
  assert.ok(pressed.some((key) => key.includes("確認コードを送る")), pressed.join("\n"));
  assert.ok(!seen.some((body) => body.includes("業務委託契約書")), "no page tells the title");

  await sender.reload();
  await sender.getByText("先方確認中").first().waitFor();
  const asked = /山田.太郎.様へ確認コードをメールで送りました/;
  const happened = (await history.innerText()).split("\n").slice(0, -before).filter(Boolean);
  assert.ok(happened.length <= 3 && happened.some((line) => asked.test(line)), happened.join("\n"));
  const taro = await person(browser);
  await taro.goto(invitation.link);
  await taro.getByRole("button", { name: "確認コードを送る" }).waitFor();
});
