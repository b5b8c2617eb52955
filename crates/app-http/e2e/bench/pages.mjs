// The first page of a contract after the click that opens it: on loopback and on a slow phone.

import { person, startBrowser } from "../support/browser.mjs";
import { pages } from "../support/pdf.mjs";
import { startServer } from "../support/server.mjs";
import { goOnAndSend, setUp } from "../support/steps.mjs";

const COUNTS = [1, 20, 350];
const ROUNDS = 5;
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 3 };
// A middling phone on a slow line: 1.6 Mbit/s, 150 ms, a processor four times slower.
const SLOW = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 };
// Milliseconds until the first page is seen, and kilobytes until then.
const GOALS = { loopback: { visible: 150 }, phone: { visible: 2500, kilobytes: 150 } };

const browser = await startBrowser();
const server = await startServer({ movesClock: false });
try {
  const sender = await person(browser);
  await setUp(sender, server);
  console.log("first page visible after the click, p50 of each round's new contract");
  const judged = [];
  for (const count of COUNTS) {
    for (const profile of ["loopback", "phone"]) {
      const rounds = [];
      for (let round = 0; round < ROUNDS; round++) rounds.push(await open(sender, count, profile));
      const median = (key) => rounds.map((one) => one[key]).sort((a, b) => a - b)[Math.floor(ROUNDS / 2)];
      const [visible, requests, kilobytes, all] = ["visible", "requests", "kilobytes", "allRequests"].map(median);
      console.log(
        `${String(count).padStart(4)} pages, ${profile.padEnd(8)}  ${String(Math.round(visible)).padStart(5)} ms  ` +
          `${requests} requests and ${kilobytes.toFixed(0)} kB until then, ${all} in all`,
      );
      const { visible: ms, kilobytes: kB } = GOALS[profile];
      judged.push([`first page of ${count} in ${ms} ms, ${profile}`, visible <= ms]);
      if (kB) judged.push([`first page of ${count} with ${kB} kB, ${profile}`, kilobytes <= kB]);
    }
  }
  console.log();
  for (const [goal, isMet] of judged) console.log(`${isMet ? "met    " : "not met"}  ${goal}`);
} finally {
  await browser.close();
  await server.stop();
}

// One contract, sent and opened.
async function open(sender, count, profile) {
  const email = `taro${server.mails.length}@example.com`;
  await sender.goto(`${server.origin}/documents/new`);
  const file = { name: "contract.pdf", mimeType: "application/pdf", buffer: pages(count) };
  await sender.getByLabel("PDFファイル").setInputFiles([file]);
  await sender.getByLabel("タイトル").fill("業務委託契約書");
  await sender.getByRole("button", { name: "次へ" }).click();
  await sender.getByRole("button", { name: "宛先を追加" }).click();
  await sender.getByLabel("氏名").fill("山田 太郎");
  await sender.getByLabel("メールアドレス").fill(email);
  await sender.getByRole("button", { name: "保存", exact: true }).click();
  await sender.getByText(email).waitFor();
  await goOnAndSend(sender);
  await sender.getByText("書類を送信しました。").waitFor();

  const page = await person(browser, PHONE);
  await page.goto((await server.mailTo(email, { subject: "書類の確認" })).link);
  const button = page.getByRole("button", { name: "書類を開く" });
  await button.waitFor();
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Network.enable");
  if (profile === "phone") {
    await devtools.send("Network.emulateNetworkConditions", SLOW);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  }
  const seen = { requests: 0, bytes: 0 };
  devtools.on("Network.requestWillBeSent", () => (seen.requests += 1));
  devtools.on("Network.dataReceived", (data) => (seen.bytes += data.encodedDataLength));
  const start = performance.now();
  await button.click({ noWaitAfter: true });
  await page.waitForFunction(() => {
    const image = document.querySelector("#page-1 img");
    return image?.complete && image.naturalWidth > 0;
  }, null, { polling: "raf" });
  const visible = performance.now() - start;
  const { requests, bytes } = seen;
  await page.waitForLoadState("networkidle");
  await page.context().close();
  return { visible, requests, kilobytes: bytes / 1000, allRequests: seen.requests };
}
