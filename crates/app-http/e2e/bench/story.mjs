// The whole story on the release binary, beside the best peer's figures.

import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { person, startBrowser } from "../support/browser.mjs";
import { BUDGET, counted, isWithin, upToConsent } from "../support/count.mjs";
import { consentByPasskey, proveMailbox, returnByPasskey, withAuthenticator } from "../support/passkey.mjs";
import { startServer, until } from "../support/server.mjs";
import { arrive, consent, draft, enrol, goOnAndSend, requestAdvancedAuth, returnAs, setUp } from "../support/steps.mjs";
import { pdf } from "./pdf.mjs";

const TARO = { name: "山田 太郎", email: "taro@example.com" };
const PEER = { small: 490, large: 8100, idle: 428, after: 1700, requests: 197, kilobytes: 4100 };

const browser = await startBrowser();
const server = await startServer({ movesClock: false });
try {
  const idle = memory();
  const sender = await person(browser);
  await setUp(sender, server);
  await sender.goto(`${server.origin}/settings/security`);
  await enrol(sender, server);
  await draft(sender, server, { recipients: [TARO] });
  await requestAdvancedAuth(sender);
  await goOnAndSend(sender);
  await sender.getByText("書類を送信しました。").waitFor();
  const paths = await walk(sender);
  const taro = await person(browser);
  await arrive(taro, server, TARO.email);
  const weight = await weigh(taro);

  const from = await client(sender);
  const to = await client(taro);
  await play(from, to, pdf(60_000));
  const small = await times(30, () => play(from, to, pdf(60_000)));
  const large = await times(6, () => play(from, to, pdf(10_000_000)));
  const after = memory();

  const row = (what, ours, peer, unit) =>
    [what, `${ours} ${unit}`, `${peer} ${unit}`, `${(peer / ours).toFixed(1)} ×`].map(String);
  print([
    ["", "Wariin", "best peer", "ratio"],
    row("last consent → 締結済, 1 page, p50", small.p50, PEER.small, "ms"),
    ["last consent → 締結済, 1 page, p95", `${small.p95} ms`, "", ""],
    row("last consent → 締結済, 10 MB, p50", large.p50, PEER.large, "ms"),
    ["last consent → 締結済, 10 MB, p95", `${large.p95} ms`, "", ""],
    row("resident memory, idle", idle, PEER.idle, "MB"),
    row("resident memory, after six of 10 MB", after, PEER.after, "MB"),
    row("recipient's page, requests", weight.requests, PEER.requests, ""),
    row("recipient's page, compressed", weight.kilobytes, PEER.kilobytes, "kB"),
  ]);
  print([
    ["the recipient's path", "screens", "at most", "fields", "at most", ""],
    ...paths.map(([name, path, budget]) =>
      [name, path.screens, budget.screens, path.fields, budget.fields, isWithin(path, budget) ? "" : "too much"].map(String),
    ),
  ]);
  if (!paths.every(([, path, budget]) => isWithin(path, budget))) process.exitCode = 1;
} finally {
  await browser.close();
  await server.stop();
}

// Every path of a recipient in a browser, from the mailed link to the consent: what it asks, beside its budget. Another way
// in is one more line.
async function walk(sender) {
  const hanako = { name: "鈴木 花子", email: "hanako@example.com" };
  const jiro = { name: "伊藤 次郎", email: "jiro@example.com" };
  let authenticator, passkey;
  const paths = [
    ["first time, with an app", BUDGET.firstTime, async (page) => {
      authenticator = await arrive(page, server, hanako.email);
    }],
    ["returning, with an app", BUDGET.returning, async (page, link) => {
      await page.goto(link);
      await returnAs(page, hanako.email, authenticator);
    }],
    ["first time, with a passkey", BUDGET.passkey, async (page, link, after) => {
      const device = await withAuthenticator(page);
      await proveMailbox(page, server, { email: jiro.email, link }, after);
      await page.getByRole("button", { name: "パスキーで登録する" }).click();
      await page.getByText("手順 4/4").waitFor();
      // For the next visit, from another browser: it was used some times by then.
      passkey = { ...(await device.credential()), signCount: 50 };
    }, jiro, consentByPasskey],
    ["returning, with a passkey", BUDGET.returning, async (page, link) => {
      const same = await withAuthenticator(page);
      await same.add(passkey);
      await returnByPasskey(page, link);
    }, jiro, consentByPasskey],
    ["by mail, without the request", BUDGET.byMail, async (page, link) => {
      await page.goto(link);
      await page.getByRole("button", { name: "書類を開く" }).click();
      await page.getByRole("heading", { name: "業務委託契約書" }).waitFor();
    }],
  ];
  const walked = [];
  for (const [name, budget, arriveAtDocument, recipient = hanako, agree = consent] of paths) {
    const after = server.mails.length;
    await draft(sender, server, { recipients: [recipient] });
    if (budget !== BUDGET.byMail) await requestAdvancedAuth(sender);
    await goOnAndSend(sender);
    const { link } = await server.mailTo(recipient.email, { subject: "書類の確認", after });
    const page = await person(browser);
    const path = await counted(page);
    await arriveAtDocument(page, link, after);
    await agree(page);
    await page.getByText("締結されました。").waitFor();
    walked.push([name, upToConsent(path), budget]);
    await page.context().close();
  }
  return walked;
}

// A signed-in person without a browser.
async function client(page) {
  const cookies = await page.context().cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const request = async (path, options = {}) => {
    const headers = { cookie, ...options.headers };
    return fetch(server.origin + path, { redirect: "manual", ...options, headers });
  };
  const text = await (await request("/help")).text();
  const csrf =
    text.match(/name="csrf" value="([^"]+)"/)?.[1] ??
    (await (await request("/settings/security")).text()).match(/name="csrf" value="([^"]+)"/)[1];
  return {
    get: (path) => request(path),
    post: (path, fields = {}) =>
      request(path, {
        method: "POST",
        headers: { "sec-fetch-site": "same-origin" },
        body: new URLSearchParams({ csrf, ...fields }),
      }),
    upload: (path, fields, file) => {
      const body = new FormData();
      for (const [name, value] of Object.entries({ csrf, ...fields })) body.append(name, value);
      body.append("files", new Blob([file], { type: "application/pdf" }), "contract.pdf");
      return request(path, { method: "POST", headers: { "sec-fetch-site": "same-origin" }, body });
    },
  };
}

// One contract, from draft to seal; returns the milliseconds from the last consent to 締結済.
async function play(from, to, file) {
  const created = await from.upload("/documents/new", { title: "契約書" }, file);
  const document = created.headers.get("location")?.match(/documents\/([^/]+)/)?.[1];
  if (!document) throw new Error(`the upload was refused: ${created.status}`);
  await from.post(`/documents/${document}/recipients`, { ...TARO, language: "ja", organisation: "", recipient: "" });
  await from.post(`/documents/${document}/advanced-auth`);
  const after = server.mails.length;
  await from.post(`/documents/${document}/04`, { action: "send", message: "" });
  const mail = await server.mailTo(TARO.email, { subject: "書類の確認", after });
  const landing = await fetch(mail.link, { redirect: "manual" });
  const recipient = landing.headers.get("location");
  // The recipient is shown every page first.
  const viewer = await (await to.get(`${recipient}/document`)).text();
  for (const [, address] of viewer.matchAll(/data-address="([^"]+)"/g)) {
    const image = await to.get(`${address}?w=720`);
    if (image.status !== 200) throw new Error(`a page was not shown: ${image.status}`);
    await image.arrayBuffer();
  }
  const shown = (await (await to.get(`${recipient}/consent`)).text()).match(/name="shown" value="([^"]+)"/)[1];
  const start = performance.now();
  const answered = await to.post(`${recipient}/consent`, { shown, statement: "1/ja" });
  if (answered.status !== 303) throw new Error(`the consent was refused: ${answered.status}`);
  await until("the seal", async () => (await (await to.get(`${recipient}/document`)).text()).includes("締結されました"));
  return performance.now() - start;
}

async function times(count, measure) {
  const all = [];
  for (let n = 0; n < count; n++) all.push(await measure());
  all.sort((a, b) => a - b);
  const at = (share) => Math.round(all[Math.min(all.length - 1, Math.floor(all.length * share))]);
  return { p50: at(0.5), p95: at(0.95) };
}

// Requests and gzipped bytes of the recipient's page; the contract itself is not counted.
async function weigh(page) {
  const bodies = [];
  page.on("response", async (response) => {
    const type = response.headers()["content-type"] ?? "";
    if (!response.url().startsWith(server.origin) || type.includes("pdf")) return;
    bodies.push(response.body().catch(() => Buffer.alloc(0)));
  });
  await page.reload({ waitUntil: "load" });
  const all = await Promise.all(bodies);
  const bytes = all.reduce((sum, body) => sum + gzipSync(body).length, 0);
  return { requests: all.length, kilobytes: Math.ceil(bytes / 1000) };
}

function memory() {
  const status = readFileSync(`/proc/${server.pid()}/status`, "utf8");
  return Math.round(Number(status.match(/VmRSS:\s+(\d+) kB/)[1]) / 1000);
}

function print(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => width(row[column]))));
  for (const row of rows) {
    console.log(row.map((cell, column) => cell + " ".repeat(widths[column] - width(cell))).join("  "));
  }
}

function width(text) {
  return [...text].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 0x2e80 ? 2 : 1), 0);
}
