// Recovery after faults, and the command line.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { person, shot, startBrowser } from "../support/browser.mjs";
import { BIN, startServer } from "../support/server.mjs";
import { consent, draft, enrol, goOnAndSend, setUp, signIn } from "../support/steps.mjs";

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser?.close());

// MA-03 INV5 INV9 FA-06
test("a mail that could not leave before kill -9 leaves after the restart, once", async () => {
  const server = await startServer();
  try {
    const page = await person(browser);
    await setUp(page, server);
    await draft(page, server, { recipients: [{ name: "山田 太郎", email: "taro@example.com" }] });
    server.mailServer.refuse();
    await goOnAndSend(page);
    await page.getByText("書類を送信しました。").waitFor();
    await server.kill();
    server.mailServer.accept();
    await server.restart();
    server.advance(130);
    await server.mailTo("taro@example.com", { subject: "書類の確認" });
    await signIn(page, server, "sato@warijirushi.example");
    assert.equal(server.mails.filter((m) => m.to === "taro@example.com").length, 1);
  } finally {
    await server.stop();
  }
});

// FA-06 O-48 O-10
test("an address that takes no mail is shown as 不達 on list and page with the cure, and the sender is told", async () => {
  const server = await startServer();
  try {
    const page = await person(browser);
    await setUp(page, server);
    server.mailServer.refuseFor("taro@example.com");
    await draft(page, server, { recipients: [{ name: "山田 太郎", email: "taro@example.com" }] });
    await goOnAndSend(page);
    const told = await server.mailTo("sato@warijirushi.example", { subject: "メールが届きませんでした" });
    assert.match(told.body, /taro@example\.com/);
    await page.reload();
    const state = "要対応：不達（アドレスが存在しないか、メールを受け取りません）";
    await page.getByText(state).waitFor();
    await page.getByText(/山田 太郎.*へのメールが届きませんでした/).waitFor();
    await shot(page, "undelivered");
    await page.goto(`${server.origin}/documents`);
    await page.getByText("要対応", { exact: true }).waitFor();
    await shot(page, "documents-attention");

    await page.getByText("要対応", { exact: true }).click();
    await page.getByRole("button", { name: "複製して下書きを作る" }).click();
    await page.getByRole("heading", { name: "01 書類の準備" }).waitFor();
    await page.goto(page.url().replace(/01$/, "02"));
    assert.match(await page.locator("main").textContent(), /山田 太郎/);
  } finally {
    await server.stop();
  }
});

// FA-06 O-48
test("an email that waits says how often it was tried, and one of the conclusion that is refused is cured from list and page", async () => {
  const server = await startServer();
  try {
    const sender = await person(browser);
    await setUp(sender, server);
    server.mailServer.refuse();
    await draft(sender, server, { recipients: [{ name: "山田 太郎", email: "taro@example.com" }] });
    await goOnAndSend(sender);
    await sender.getByText("書類を送信しました。").waitFor();
    const document = sender.url().replace(/\?.*$/, "");
    const waits = sender.getByText(/^送信待ち（[1-9]\d*回失敗。(次は \d{4}年|まもなく再送)/);
    for (let tries = 0; tries < 50 && !(await waits.count()); tries += 1) await sender.goto(document);
    await waits.waitFor();
    await shot(sender, "document-mail-waits");
    server.mailServer.accept();
    server.advance(130);

    const taro = await person(browser);
    await taro.goto((await server.mailTo("taro@example.com", { subject: "書類の確認" })).link);
    await taro.getByRole("button", { name: "書類を開く" }).click();
    server.mailServer.refuseFor("taro@example.com");
    await consent(taro);
    const told = await server.mailTo("sato@warijirushi.example", { subject: "メールが届きませんでした" });
    assert.match(told.body, /完了メール/);
    const state = "要対応：完了メールが不達（アドレスが存在しないか、メールを受け取りません）";
    await sender.goto(`${server.origin}/documents`);
    await sender.getByText("要対応", { exact: true }).click();
    await sender.getByText(state).waitFor();
    await shot(sender, "conclusion-undelivered");

    // It is mailed again, and refused again.
    await sender.getByRole("button", { name: "山田 太郎 様に完了メールを再送する" }).click();
    await sender.getByText("完了メールを再送します。").waitFor();
    await sender.getByText(/山田 太郎.*への完了メールの再送を指示しました/).waitFor();
    for (let tries = 0; tries < 50 && !(await sender.getByText(state).count()); tries += 1) await sender.goto(document);
    await sender.getByText(state).waitFor();
    server.mailServer.refuseFor(null);
    const before = server.mails.length;
    await sender.getByRole("button", { name: "山田 太郎 様に完了メールを再送する" }).click();
    await server.mailTo("taro@example.com", { subject: "締結されました", after: before });
    await sender.goto(`${server.origin}/documents`);
    assert.equal(await sender.getByText("要対応", { exact: true }).count(), 0);
    await sender.goto(document);
    await sender.getByText(/^完了メール：送信済み（/).first().waitFor();
    await shot(sender, "conclusion-mailed");
  } finally {
    await server.stop();
  }
});

// T-090 EV-02
test("keys are their owner's only, and the audit chain is verified on the command line", async () => {
  const server = await startServer();
  try {
    const page = await person(browser);
    await setUp(page, server);
    const data = join(server.folder, "data");
    const mode = (path) => (statSync(join(data, path)).mode & 0o777).toString(8);
    assert.deepEqual(["", "keys", "files", "mail"].map(mode), ["700", "700", "700", "700"]);
    assert.deepEqual(["keys/master.key", "keys/seal.pem", "wariin.db"].map(mode), ["600", "600", "600"]);

    const environment = { ...process.env, WARIIN_DATA_DIR: data };
    const verify = () => spawnSync(BIN, ["audit", "verify"], { env: environment, encoding: "utf8" });
    const whole = verify();
    assert.equal(whole.status, 0, whole.stderr);
    assert.match(whole.stdout, /The audit log is whole\./);
    await server.kill();
    const change = "import sqlite3, sys; d = sqlite3.connect(sys.argv[1]); d.execute(\"update audit_event set at = at + 1 where sequence = 1\"); d.commit()";
    execFileSync("python3", ["-c", change, join(data, "wariin.db")]);
    const broken = verify();
    assert.equal(broken.status, 1);
    assert.match(broken.stdout, /event 1 of account [-0-9a-f]+ was changed/);
  } finally {
    await server.stop();
  }
});

test("the demo plays the whole story and leaves a sealed PDF", () => {
  const played = execFileSync(BIN, ["demo"], { encoding: "utf8" });
  const path = played.match(/^締結済みPDF： (.+)$/m)[1];
  const verdict = execFileSync("pdfsig", ["-nocert", path], { encoding: "utf8" });
  assert.match(verdict, /Signature is Valid\./);
});

test("accounts are made and helped on the command line, and an unknown setting is refused by its name", async () => {
  const server = await startServer();
  try {
    const data = join(server.folder, "data");
    const environment = { ...process.env, WARIIN_DATA_DIR: data };
    const create = (email, input) =>
      spawnSync(
        BIN,
        ["account", "create", "--organisation", "割印商事", "--name", "佐藤 一郎", "--email", email, "--password-stdin"],
        { env: environment, encoding: "utf8", input },
      );
    const made = create("cli@example.jp", "ひとりずつ違う長い合言葉\n");
    assert.equal(made.status, 0, made.stderr);
    const short = create("other@example.jp", "短い\n");
    assert.equal(short.status, 1);
    assert.match(short.stderr, /shorter than 12 characters/);
    const twice = create("cli@example.jp", "ひとりずつ違う長い合言葉\n");
    assert.match(twice.stderr, /has an account already/);
    const page = await person(browser);
    await signIn(page, server, "cli@example.jp");
    await page.getByRole("heading", { name: "書類", exact: true }).waitFor();

    const account = (...args) => spawnSync(BIN, ["account", ...args], { env: environment, encoding: "utf8", input: "別の長い合言葉に替えました\n" });
    const reset = account("reset-password", "--email", "cli@example.jp", "--password-stdin");
    assert.equal(reset.status, 0, reset.stderr);
    await page.reload();
    await page.getByRole("heading", { name: "ログイン" }).waitFor();
    const told = await server.mailTo("cli@example.jp", { subject: "アカウントの設定" });
    assert.match(told.body, /パスワード/);
    await signIn(page, server, "cli@example.jp", { password: "別の長い合言葉に替えました" });
    await page.getByRole("heading", { name: "書類", exact: true }).waitFor();
    await page.goto(`${server.origin}/settings/security`);
    await enrol(page, server);
    const lost = account("reset-factor", "--email", "cli@example.jp");
    assert.equal(lost.status, 0, lost.stderr);
    await signIn(page, server, "cli@example.jp", { password: "別の長い合言葉に替えました" });
    await page.getByRole("heading", { name: "書類", exact: true }).waitFor();
    assert.match(account("reset-factor", "--email", "cli@example.jp").stderr, /has no second factor/);
    assert.match(account("reset-factor", "--email", "no@example.jp").stderr, /has no account/);
    const disabled = account("disable", "cli@example.jp");
    assert.equal(disabled.status, 0, disabled.stderr);
    assert.match(account("disable", "cli@example.jp").stderr, /is in that state already/);
    assert.match(account("list").stdout, /^\S+\tcli@example\.jp\t.*\tadmin\t0 factors\tdisabled$/m);
    await page.reload();
    await page.getByRole("heading", { name: "ログイン" }).waitFor();
    await server.mailTo("cli@example.jp", { subject: "アカウントの設定" });
    assert.equal(account("enable", "cli@example.jp").status, 0);
    assert.match(account("list").stdout, /\tcli@example\.jp\t.*\tenabled$/m);
    assert.equal(spawnSync(BIN, ["audit", "verify"], { env: environment }).status, 0);
    const files = spawnSync(BIN, ["files", "check"], { env: environment, encoding: "utf8" });
    assert.match(files.stdout, /^0 files read, 0 repaired, 0 damaged or missing\.$/m);
    assert.equal(files.status, 0);

    const odd = spawnSync(BIN, [], { env: { ...process.env, WARIIN_LISTNE: "x" }, encoding: "utf8" });
    assert.equal(odd.status, 1);
    assert.match(odd.stderr, /WARIIN_LISTNE is not a setting/);
  } finally {
    await server.stop();
  }
});
