// An organisation: a member is invited, joins, gets a role, and leaves.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { person, shot, startBrowser } from "../support/browser.mjs";
import { startServer } from "../support/server.mjs";
import { PASSWORD, draft, enrol, goOnAndSend, goToOwn, joinForm, setUp, signIn, signOut } from "../support/steps.mjs";

const HANAKO = { name: "鈴木 花子", email: "hanako@warijirushi.example" };

let browser, server, admin, hanako;
before(async () => {
  browser = await startBrowser();
  server = await startServer();
  admin = await person(browser);
  hanako = await person(browser);
  await setUp(admin, server);
  await goToOwn(admin, "セキュリティ");
  await enrol(admin, server);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test("an invited person joins behind a code mailed to that address", async () => {
  await goToOwn(admin, "組織");
  await admin.getByRole("heading", { name: "組織の設定" }).waitFor();
  await shot(admin, "organisation");
  await admin.getByRole("link", { name: "メンバー" }).click();
  await admin.getByRole("heading", { name: "メンバー", exact: true }).waitFor();
  await admin.getByLabel("メールアドレス").fill(HANAKO.email);
  await admin.getByRole("button", { name: "招待する" }).click();
  await admin.getByText("招待のメールの送信を受け付けました。").waitFor();
  await shot(admin, "members");
  await admin.getByLabel("メールアドレス").fill(HANAKO.email);
  await admin.getByRole("button", { name: "招待する" }).click();
  await admin.getByText("このメールアドレスは招待中です。").waitFor();

  const invitation = await server.mailTo(HANAKO.email, { subject: "組織への招待" });
  const link = invitation.body.match(/http\S+\/invitations\/\S+/)[0];
  await hanako.goto(link);
  await hanako.getByRole("heading", { name: "組織への招待" }).waitFor();
  assert.equal(await hanako.getByText(HANAKO.email).count(), 0, "the address is masked");
  await shot(hanako, "invitation");
  const foreign = await admin.context().newPage();
  await foreign.goto(link);
  await foreign.getByText("別のアカウント").waitFor();
  await foreign.close();
  await hanako.getByRole("button", { name: "確認コードを送る" }).click();
  const form = joinForm(hanako);
  await form.getByLabel("確認コード").waitFor();
  const mail = await server.mailTo(HANAKO.email, { subject: "確認コード" });
  await form.getByLabel("確認コード").fill(mail.code === "000000" ? "000001" : "000000");
  await form.getByLabel("氏名").fill(HANAKO.name);
  await form.getByLabel("パスワード").fill(PASSWORD);
  await form.getByRole("button", { name: "参加する" }).click();
  await hanako.getByText("コードが正しくありません。").waitFor();
  await shot(hanako, "invitation-join");
  await form.getByLabel("確認コード").fill(mail.code);
  await form.getByLabel("パスワード").fill(PASSWORD);
  await form.getByRole("button", { name: "参加する" }).click();
  await hanako.getByText("組織に参加しました。").waitFor();
  await hanako.goto(link);
  await hanako.getByRole("heading", { name: "この招待は使えません" }).waitFor();
});

test("a member manages nothing, and gets a role from another admin", async () => {
  const page = await hanako.goto(`${server.origin}/settings/members`);
  assert.equal(page.status(), 404);
  await admin.goto(`${server.origin}/settings/members`);
  await admin.getByText("自分の役割は変更できません。").waitFor();
  const sent = server.mails.length;
  await admin.getByLabel(`${HANAKO.name} さんの役割`, { exact: true }).selectOption({ label: "管理者" });
  await admin.getByRole("button", { name: `${HANAKO.name} さんの役割を変更` }).click();
  await admin.getByText("役割を変更しました。").waitFor();
  await server.mailTo(HANAKO.email, { subject: "アカウントの設定", after: sent });
  await hanako.goto(`${server.origin}/settings/members`);
  await hanako.getByText("2要素認証（またはIdP認証）でのログインが必要です").waitFor();
});

test("where a second factor is required, it is enrolled at the next sign-in", async () => {
  await admin.goto(`${server.origin}/settings/organisation`);
  await admin.getByLabel("必須").check();
  await admin.getByRole("button", { name: "保存", exact: true }).click();
  await admin.getByText("組織の設定を保存しました。").waitFor();
  await hanako.goto(`${server.origin}/documents`);
  await hanako.getByText("あなたの組織では、2要素認証").waitFor();
  await shot(hanako, "factor-demanded");
  hanako.authenticator = await enrol(hanako, server);
  await hanako.goto(`${server.origin}/documents`);
  await hanako.getByRole("heading", { name: "書類", exact: true }).waitFor();
  await signOut(hanako);
  await signIn(hanako, server, HANAKO.email);
  await hanako.getByLabel("認証コード").waitFor();
});

test("an admin resets a lost factor, and the owner is told", async () => {
  await admin.goto(`${server.origin}/settings/members`);
  await admin.getByRole("link", { name: `${HANAKO.name} さんの2要素認証をリセット` }).click();
  await admin.getByRole("heading", { name: "2要素認証をリセットする" }).waitFor();
  await shot(admin, "member-reset");
  const sent = server.mails.length;
  await admin.getByRole("button", { name: "リセットする" }).click();
  await admin.getByText("2要素認証をリセットしました。").waitFor();
  const told = await server.mailTo(HANAKO.email, { subject: "アカウントの設定", after: sent });
  assert.match(told.body, /リセットしました/);
  await signIn(hanako, server, HANAKO.email);
  await hanako.goto(`${server.origin}/documents`);
  await hanako.getByRole("button", { name: "2要素認証を設定する" }).waitFor();
  hanako.authenticator = await enrol(hanako, server);
});

test("a member who leaves is signed out, sees none of the organisation's documents, and open documents go on", async () => {
  await draft(hanako, server, { title: "引き継ぐ契約", recipients: [{ name: "山田 太郎", email: "taro@example.com" }] });
  await goOnAndSend(hanako);
  await hanako.getByText("書類を送信しました。").waitFor();
  const document = hanako.url().split("?")[0];
  await admin.goto(`${server.origin}/settings/members`);
  await admin.getByRole("link", { name: `${HANAKO.name} さんを組織から外す` }).click();
  await admin.getByRole("heading", { name: "メンバーを組織から外す" }).waitFor();
  await shot(admin, "member-remove");
  await admin.getByRole("button", { name: "組織から外す" }).click();
  await admin.getByText("組織から外しました。").waitFor();
  await hanako.goto(document);
  await hanako.getByRole("heading", { name: "ログイン" }).waitFor();
  await signIn(hanako, server, HANAKO.email);
  await hanako.getByLabel("認証コード").fill(hanako.authenticator.next());
  await hanako.getByRole("button", { name: "認証する" }).click();
  await hanako.getByRole("heading", { name: "受け取った書類", exact: true }).waitFor();
  assert.equal(await hanako.getByRole("link", { name: "書類", exact: true }).count(), 0);
  const gone = await hanako.goto(document);
  assert.equal(gone.status(), 403);
  await hanako.getByRole("heading", { name: "書類の送信はできません" }).waitFor();
  await admin.goto(document);
  await admin.getByRole("heading", { name: "引き継ぐ契約" }).waitFor();
  await admin.getByText("送信者の役割を、組織のほかのメンバーが引き継ぎました").waitFor();
});
