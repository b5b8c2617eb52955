# Words for values of the domain, on every page and in every email.

## A document's status

word-status-draft = 下書き
word-status-awaiting-consent = 先方確認中
word-status-sealing = 先方確認中（締結処理中）
word-status-concluded = 締結済
word-status-cancelled = 取り消し
word-status-declined = 却下
word-unknown = 不明

## Roles in an organisation

word-role-guest = ゲスト
word-role-member = メンバー
word-role-manager = 書類管理者
word-role-admin = 管理者

## What happened to a recipient's way to sign in: a sentence after the person's name, without its full stop

word-hold-backup-code = アカウントでバックアップコードが使われ、2要素認証の設定が解除されました
word-hold-admin-reset = アカウントの2要素認証が、所属組織の管理者にリセットされました
word-hold-left-organisation = アカウントが、所属していた組織から外されました
word-hold-idp-unlinked = アカウントの、会社のアカウント（IdP）との連携が解除されました
word-mail-unknown-address = アドレスが存在しないか、メールを受け取りません
word-mail-mailbox-full = メールボックスがいっぱいです
word-mail-too-large = メールが大きすぎます
word-mail-policy = 相手のメールサーバーの規則により拒否されました
word-mail-other = 相手のメールサーバーに拒否されました
word-hold-reported = アカウントについて、身に覚えのない操作があったとの申し出がありました
word-hold-restored = サービスがバックアップから復元されました
word-hold-new-factor = 同意は、書類の送信後に登録された認証方法によるものです
word-hold-forwarded-by-new-factor = 書類は、送信後に登録された認証方法で、この宛先に転送されました
word-hold-by-sender = 同意は、送信者が保留しました

## How a person was authenticated

word-method-two-factor = 2要素認証
word-method-passkey = 2要素認証・パスキー
word-method-idp = IdP認証
word-method-mailbox = メール認証
word-late-address = この宛先のメールアドレスは、送信後に、同意する方のアカウントに登録されました（確認コードのみ）
word-late-app = 認証アプリは送信後に登録されました（確認コードのみ）
word-late-app-by-password = 認証アプリは送信後に登録されました（パスワードのみ・確認コードなし）
word-late-app-coded = 認証アプリは送信後に登録されました（確認コードとアクセスコード）
word-late-passkey = パスキーは送信後に登録されました（確認コードのみ）
word-late-passkey-by-password = パスキーは送信後に登録されました（パスワードのみ・確認コードなし）
word-late-passkey-coded = パスキーは送信後に登録されました（確認コードとアクセスコード）
word-late-idp = IdPとの連携は送信後に行われました（確認コードのみ）
word-late-idp-by-password = IdPとの連携は送信後に行われました（パスワードのみ・確認コードなし）
word-late-idp-coded = IdPとの連携は送信後に行われました（確認コードとアクセスコード）

## What an advanced authentication request does not go together with

# $recipient (String) - the recipient's name
# $language (String) - the language's own name
word-excluded-language = 日本語以外の言語が設定された宛先があるため、高度な認証リクエストを設定できません。{ $recipient } 様の言語（{ $language }）を日本語に変更すると、設定できるようになります。
word-exclusion-language = 日本語以外の言語の宛先：宛先の言語がすべて日本語の書類で使えます。組織の管理者は、この制限を外せます。
word-language-fixed = 高度な認証リクエストが設定されているため、言語は日本語に固定されています。

## The evidence of a concluded document

word-evidence = 証跡パッケージ
word-evidence-explained = 書類と電子署名、同意と本人確認の記録をまとめたZIPです。サービスに接続せずに確かめられます。
