// The organisation's own stamp: a PNG from the settings, placed, shown and sealed.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { person, shot, startBrowser } from "../support/browser.mjs";
import { field, setFields } from "../support/fields.mjs";
import { picture } from "../support/png.mjs";
import { startServer } from "../support/server.mjs";
import { draft, enrol, goToOwn, lookThrough, setUp } from "../support/steps.mjs";

const TARO = "taro@example.com";
// Red, with a transparent middle.
const STAMP = picture(200, 200, (x, y) => (Math.hypot(x - 100, y - 100) < 50 ? [0, 0, 0, 0] : [200, 20, 20, 255]));
// In millimetres.
const [LEFT, TOP, SIDE] = [150, 240, 24];

let browser, server, sender;
before(async () => {
  browser = await startBrowser();
  server = await startServer();
  sender = await person(browser);
  await setUp(sender, server);
  await goToOwn(sender, "セキュリティ");
  await enrol(sender, server);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

// O-32 O-33 O-34
test("the organisation's stamp is pressed by the sender, seen by the recipient, and printed by the seal", async () => {
  await goToOwn(sender, "組織");
  await sender.getByRole("link", { name: "名称・ロゴ" }).click();
  await sender.getByLabel("印影の画像").setInputFiles({ name: "stamp.png", mimeType: "image/png", buffer: STAMP });
  await sender.getByRole("button", { name: "印影を登録する" }).click();
  await sender.getByText("印影を登録しました。").waitFor();

  await draft(sender, server, { title: "印影つき契約", recipients: [{ name: "山田 太郎", email: TARO }] });
  const id = sender.url().match(/documents\/([\w-]+)/)[1];
  await setFields(sender, server, id, [field("stamp", [LEFT, TOP, SIDE, SIDE], { label: "社印", shape: "organisation" })]);
  await sender.locator("[data-marker]").first().click();
  const sheet = sender.locator(".fill-item.open");
  await sheet.getByLabel("組織に登録された印影を押す").check();
  await shot(sender, "stamp-sender");
  await sheet.getByRole("button", { name: /次の項目|完了/ }).click();
  await isRed(sender.locator(".page-field[aria-label^='社印'] img"));
  await sender.getByRole("button", { name: "送信する" }).click();
  await sender.getByText("書類を送信しました。").waitFor();

  const taro = await person(browser, { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  await taro.goto((await server.mailTo(TARO, { subject: "書類の確認" })).link);
  await taro.getByRole("button", { name: "書類を開く" }).click();
  await taro.getByRole("heading", { name: "印影つき契約" }).waitFor();
  await lookThrough(taro);
  await isRed(taro.locator(".page-field img").first());
  await shot(taro, "stamp-recipient");
  await taro.getByRole("button", { name: "書類の内容に同意する" }).click();
  await taro.getByRole("button", { name: "同意して確認完了" }).click();
  const link = taro.getByRole("link", { name: "締結済みPDF" });
  for (let tries = 0; !(await link.count()); tries++) {
    assert.ok(tries < 60, "the document is not sealed");
    await taro.waitForTimeout(500);
    await taro.reload();
  }
  const answer = await taro.request.get(server.origin + (await link.getAttribute("href")));
  const path = join(server.folder, "stamped.pdf");
  writeFileSync(path, await answer.body());
  assert.match(execFileSync("pdfsig", ["-nocert", path], { encoding: "utf8" }), /Signature is Valid\./);
  execFileSync("pdftoppm", ["-r", "254", "-f", "1", "-l", "1", "-singlefile", path, path]);
  const dot = pixels(`${path}.ppm`);
  // Ten pixels a millimetre: the edge of the stamp is red, and its middle is the page.
  const [red, green] = dot((LEFT + 3) * 10, (TOP + 3) * 10);
  assert.ok(red > 150 && green < 80, `${red} ${green}`);
  assert.deepEqual(dot((LEFT + SIDE / 2) * 10, (TOP + SIDE / 2) * 10), [255, 255, 255]);
  assert.deepEqual(dot((LEFT - 2) * 10, (TOP + 3) * 10), [255, 255, 255], "nothing is beside it");
});

// Whether the picture has come, and is red at its edge.
async function isRed(image) {
  await image.waitFor();
  const [red, green] = await image.evaluate(async (it) => {
    await it.decode();
    const canvas = new OffscreenCanvas(it.naturalWidth, it.naturalHeight);
    const context = canvas.getContext("2d");
    context.drawImage(it, 0, 0);
    return [...context.getImageData(it.naturalWidth * 0.1, it.naturalHeight * 0.5, 1, 1).data];
  });
  assert.ok(red > 150 && green < 80, `${red} ${green}`);
}

// The channels of a pixel of a portable pixmap.
function pixels(path) {
  const bytes = readFileSync(path);
  const [head, width] = bytes.toString("latin1", 0, 40).match(/^P6\s+(\d+)\s+\d+\s+\d+\s/);
  return (x, y) => {
    const at = head.length + 3 * (Math.round(y) * Number(width) + Math.round(x));
    return [...bytes.subarray(at, at + 3)];
  };
}
