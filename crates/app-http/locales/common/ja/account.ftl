# Accounts: signing in, security, the first account, invitations, and the mailbox of a trial.

## Signing in

account-sign-in = ログイン
account-sign-in-why = あなた宛ての書類であることを確かめるため、宛先のメールアドレスのアカウントでログインします。
account-email = メールアドレス
account-password = パスワード
account-first-time = はじめての方は
account-start-with-email = メールの確認から始めます
account-sign-in-by-idp = IdPでログイン
account-forgotten-password = パスワードをお忘れの方
account-reset-about = アカウントのメールアドレスを入力してください。新しいパスワードを設定するためのリンクをメールでお送りします。
account-mail-reset = リンクを送る
account-reset-asked = 受け付けました。
account-reset-asked-about = このアドレスのアカウントがある場合は、メールが届きます。リンクは30分間、1回だけ使えます。届かないときは、迷惑メールのフォルダーと、入力したアドレスをご確認ください。送れるのは、1時間に3回、1日に10回までです。
account-reset-help = パスワードについて
account-back-to-sign-in = ログイン画面に戻る
account-set-new-password = 新しいパスワードを設定する
account-new-password = 新しいパスワード
account-new-password-about = 設定すると、すべての端末からログアウトします。2要素認証の設定は変わりません。
account-new-password-set = 新しいパスワードを設定しました。新しいパスワードでログインしてください。

## Signing in: the second factor

account-two-factor = 2要素認証
account-two-factor-why = 送信者が高度な認証リクエストを設定しているため、ご本人だけが使える2要素認証で確認します。
account-authenticate = 認証する
account-factor-code = 認証コード
account-factor-code-hint = 認証アプリに表示されている6桁の数字です（メールで届く確認コードとは別のものです）。
account-factor-code-if-any = 2要素認証を設定している場合に入力します。認証アプリに表示されている6桁の数字です。
account-without-app = 認証アプリを使えない場合は
account-use-backup-code = バックアップコードを使う
account-backup-code = バックアップコード
account-backup-code-hint = 2要素認証の設定時に表示された、16文字のコードのうち1つです。
account-backup-code-replaces = バックアップコードを使うと、いまの2要素認証の設定（認証アプリとパスキー）はすべて解除され、新しい設定に進みます。
account-use-app-code = 認証アプリのコードを使う
account-use-factor = 認証アプリやパスキーを使う
account-without-factor = 認証アプリやパスキーを使えない場合は
account-by-app = 認証アプリで認証する
account-by-device = この端末で認証する（パスキー）
account-sign-in-otherwise = 別のアカウントでログインする
account-wrong-code-help = コードが正しくないと表示されるときは
account-lost-phone-help = スマートフォンをなくしたときは

## Signing in at an identity provider

account-idp-only = この会社では、会社のアカウント（IdP）でのログインに統一しています。下のボタンから進んでください。
account-idp-address = 会社のメールアドレスを入力してください。会社のログイン画面に移ります。
account-sign-in-by-password = パスワードでログイン
account-about-idp = IdPでのログインについて
account-forward = 会社のログイン画面に移ります
account-forward-consent = 同意する方がご本人であることを、会社のログイン画面（IdP）で確認します。確認が済むと、同意が完了します。
account-forward-sign-in = 会社のアカウント（IdP）でログインすると、このサービスに戻ります。
# $host (Element) - the name of the provider's server
account-forward-to = 移動先：{ $host }
account-forward-go = ログイン画面へ進む
account-forward-by-hand = 自動で移動しないときは、ボタンを押してください。
account-sign-in-again = もう一度ログインする
account-to-security = セキュリティ設定へ
account-back-to-consent = 同意の画面に戻る
account-unknown-check = 不明

## Signing in at an identity provider for the first time

account-confirm-email = メールの確認
# $address (Element) - where the code went, masked
account-confirm-email-why = 初めてのログインのため、ご本人の確認をします。{ $address } に送った確認コードを、この画面に入力してください。次からは必要ありません。
account-mailed-code = 確認コード
account-mailed-code-hint = メールに書かれている6桁の数字です。10分間有効です。
account-own-factor-hint = このアカウントに登録されている認証アプリの、6桁の数字です。
account-confirm = 確認する
account-mail-late = 届かないときは、迷惑メールのフォルダーをご確認ください。送り直すには
account-sign-in-anew = ログインからやり直す

## Security

account-app-why = 送信者が高度な認証リクエストを設定しているため、あなただけが使える2要素認証を設定して確認します。
account-factor-demanded = あなたの組織では、2要素認証（またはIdP認証）でのログインが必要です。下から設定または認証すると、先に進めます。
account-factor-on = 有効
# $at (String) - when it was set up
account-factor-since = { $at } に設定しました。
# $left (Number) - how many backup codes are left
account-backup-codes-left = 残りのバックアップコード：{ $left }個
account-backup-codes-missing = バックアップコードがまだ保存されていません。スマートフォンをなくしたときに、認証アプリを設定し直すために必要です。
account-backup-codes-show = バックアップコードを表示する
account-backup-codes-anew = 新しいバックアップコードに取り替える
account-backup-codes-anew-about = 取り替えると、いまのバックアップコードは使えなくなります。
account-backup-codes-kept = バックアップコードの保存を確認しました。
account-type-factor-code = 認証コードを入力する
account-remove-factor = 2要素認証を解除する
account-factor-for-document = 書類を表示するには、2要素認証の設定が必要です。パスワードに加えて、認証アプリに表示される6桁のコードでご本人を確認します。
account-factor-for-work = パスワードに加えて、認証アプリに表示される6桁のコードで本人を確認します。高度な認証リクエストの設定・送信・同意に必要です。
account-app-examples = 認証アプリの例：Google Authenticator、Microsoft Authenticator、1Password など
account-app-help = 認証アプリについて
account-set-up-factor = 2要素認証を設定する
account-factor-app = 認証アプリ
account-factor-name = 認証アプリの名前
account-factor-name-hint = 「スマートフォン」「会社のPC」など、ご自分で見分けられる名前です（省略できます）。
account-add-factor = 認証アプリを追加する
account-add-factor-about = 2台目のスマートフォンなど、どの認証アプリのコードでもログインと同意ができるようになります。バックアップコードはいまのものが使えます。
account-passkey = パスキー
account-passkey-sign-in = パスキーでログイン
account-passkey-verify = パスキーで認証する
account-passkey-remove = パスキーで認証して解除する
account-passkey-consent = パスキーで認証して同意する
account-passkey-register = パスキーで登録する
account-passkey-forward = パスキーで認証して転送する
account-passkey-new-password = パスキーで認証して設定する
account-passkey-add = パスキーを追加する
account-passkey-about = 指紋、顔、PINなど、お使いの端末の画面ロックで認証します。アプリも、コードの入力もいりません。
account-passkey-name = パスキーの名前
account-passkey-name-hint = 「スマートフォン」「会社のPC」など、ご自分で見分けられる名前です（省略できます）。
account-passkey-name-missing = 氏名を入力してください。
account-passkey-cancelled = パスキーでの認証は行われませんでした。もう一度お試しになるか、ほかの方法をお使いください。
account-passkey-unsupported = このブラウザーまたは端末では、ここでパスキーを使えません。ほかの方法をお使いください。
account-passkey-failed = パスキーを確認できませんでした。通信の状態を確かめて、もう一度お試しください。
account-passkey-again = もう一度試す
account-passkey-script = パスキーを使うには、ブラウザーのJavaScriptを有効にしてください。
account-remove-one-factor = 解除する
account-factor-added = 認証アプリを追加しました。
account-company-account = 会社のアカウント（IdP）
account-linked = 連携済み
# $at (String) - when it was linked
# $idp (String) - the name that the provider goes by
account-linked-since = { $at } に{ $idp }のIdPと連携しました。
account-unlink = IdP連携を解除する
# $idp (String) - the name that the provider goes by
account-link-about = { $idp }の会社アカウントでもログインできるようになります。認証アプリの代わりにもなります。
account-link = IdPと連携する
account-connections = 会社のIdP接続（管理者）
account-connections-about = 会社・組織の認証基盤（Microsoft Entra ID など）を接続すると、メンバーや書類の宛先の方が、それでログインできます。
account-connections-open = IdP接続の設定
account-factor-enabled = 2要素認証を有効にしました。
account-factor-removed = 2要素認証を解除しました。
account-now-linked = IdPと連携しました。次からIdPでログインできます。
account-factor-replaced = バックアップコードを確認し、以前の2要素認証を解除しました。新しい認証アプリを設定してください。

## Security: an authenticator is enrolled

account-enrolment = 2要素認証の設定
account-register-app = 認証アプリに登録する
# -account-what-is-an-app (Element) - leads to the help
account-no-app-yet = 認証アプリがない場合は、先にインストールしてください（Google Authenticator など。{ -account-what-is-an-app }）。
-account-what-is-an-app = 認証アプリとは
account-scan = 別の端末の認証アプリで、QRコードを読み取ります。
account-qr-code = 認証アプリ用のQRコード
account-open-app = この端末の認証アプリで開く
account-other-device = 別の端末の認証アプリを使う
account-setup-key = セットアップキー
account-setup-key-about = 読み取れないときは、認証アプリの「キーを入力」にこの文字を入力します。
account-type-shown-code = 表示されたコードを入力する
account-enable = 有効にする
account-copy = コピー
account-copied = コピーしました

## Security: the backup codes are shown

account-backup-codes = バックアップコード
# -account-shown-once (Element) - set in bold
account-backup-codes-about = スマートフォンをなくしたときに、認証アプリを設定し直すためのコードです。{ -account-shown-once }印刷するか、パスワード管理アプリなどに保存してください。
-account-shown-once = 表示されるのは今回だけです。
account-backup-codes-saved = バックアップコードを保存しました
account-done = 完了
account-save-as-file = ファイルに保存
account-print = 印刷
# $email (String) - whose they are
account-backup-codes-file = Wariin のバックアップコード（{ $email }）
account-save-backup-codes-first = 先に進む前にコードを保存し、「{ account-backup-codes-saved }」にチェックを入れてください。

## Security: taken away again

account-remove-factor-about = 解除すると、パスワードだけのログインになり、高度な認証リクエストの設定・送信・同意ができなくなります。他の端末のログインはすべて終了します。
account-remove-one-of-factors-about = 解除すると、この方法ではログインも同意もできなくなります。ほかの方法は、そのまま使えます。いま使える方法で、ご本人を確認します。
# $name (String) - what its owner calls the factor
account-remove-named-factor = { $name }を解除する
account-keep-factor = 解除せずに戻る
account-unlinking = IdP連携の解除
account-unlink-question = IdP連携を解除しますか
account-unlink-about = 解除すると、IdPではログインできなくなります。すべての端末からログアウトしますので、パスワードかパスキーでログインし直してください。
account-keep-link = やめる

## The first account

account-setup = はじめに
account-setup-about = このサーバーの最初の組織と、あなたのアカウントを作成します。
account-organisation = 組織名
account-organisation-hint = 会社名や団体名です。書類の送信元として表示されます。
account-name = 氏名
account-new-password-hint = 12文字以上。文字の種類に決まりはありません。
account-setup-token = セットアップトークン
account-setup-token-hint = サーバーの起動時のログに表示されています。
account-setup-token-wrong = セットアップトークンが正しくありません。起動時のログをご確認ください。
account-create = アカウントを作成

## Invited to an organisation

account-invitation = 組織への招待
# $organisation (Element) - the name of the organisation
# $address (Element) - who is invited, masked
# $role (String) - what that person may do there
account-invitation-about = { $organisation } が、{ $address } の方を{ $role }として招待しています。Wariinは、契約書を送り、同意を得るための電子契約サービスです。
# $address (String) - who is signed in, masked
account-invitation-wrong-account = いまは別のアカウント（{ $address }）でログインしています。招待された方がご自身の場合は、ログアウトしてから進んでください。
account-invitation-code-about = 招待されたメールアドレスに確認コードを送ります。次の画面で入力してください。
account-send-code = 確認コードを送る
account-nothing-to-do-with-me = お心当たりがない場合は、このまま画面を閉じてください。
account-joining = 組織に参加する
# $organisation (Element) - the name of the organisation
# $address (Element) - where the code went, masked
# $is_new (Bool) - whether the person has no account yet
account-joining-about = { $organisation } に参加します。{ $address } に送った確認コードを入力してください。{ $is_new ->
    [true] 氏名とパスワードは、次からログインするためのアカウントになります。
   *[false] {""}
}
# $error (String) - what went wrong, as a sentence
account-error-and-password = { $error }パスワードも、もう一度入力してください。
account-join = 参加する
# -account-send-code-again (Element) - a link
account-join-mail-late = メールが届かないときは、迷惑メールのフォルダーをご確認ください。{ -account-send-code-again }
-account-send-code-again = 確認コードを送り直す

## The mailbox of a trial

account-mailbox = メールボックス
account-mailbox-about = メールサーバー（WARIIN_SMTP_URL）が設定されていないため、送信されるはずのメールをこのサーバーに保存し、ここに表示しています。本番では使えません。このページは、このコンピューターからだけ開けます。宛先の人として試すには、リンクを別のブラウザーかシークレットウィンドウで開いてください。
account-mailbox-empty = まだメールはありません。
# $address (String) - the recipient of the mail
account-mail-to = 宛先：{ $address }

## A change that the owner of the account did not make

account-report = 身に覚えがない操作のお知らせ
account-report-about = アカウントについて、次の操作がありました。身に覚えがない場合は、この画面からお知らせください。
account-report-effect-sign-in = すべての端末でログアウトし、パスワードを無効にします。
account-report-effect-documents = 同意を待っている書類を止め、送信者に知らせます。この操作より後の同意は、まだ締結されていなければ取り消します。
account-report-effect-disabled = アカウントを停止します。サービスの運営者が確かめて再開するまで、どのメールアドレスからもログインできません。
account-report-effect-factor = 認証アプリ（2要素認証）は、そのまま残します。
account-report-own = ご自身の操作だった場合は、何もせずにこの画面を閉じてください。
account-report-send = 身に覚えがないと知らせる
account-report-before = この変更は、すでに報告されています
account-report-before-about = もう一度報告しても、アカウントの状態は変わりません。その後にアカウントが再び有効になっている場合も、そのままです。さらに身に覚えのない変更がある場合は、その変更をお知らせしたメールのリンクから報告してください。
account-report-done = お知らせを受け付けました
account-report-done-about = アカウントからログアウトし、パスワードを無効にしました。同意を待っている書類は止めて、送信者に知らせました。
account-report-next = このあとの手順
account-report-next-mailbox = このメールアドレスのメールをほかの人が読めないか確かめ、メールのパスワードを変えてください。
account-report-next-password = アカウントを使う場合は、新しいパスワードを設定してください。
account-report-next-factor = 設定されている認証アプリがご自身のものでない場合、新しいパスワードは設定できません。組織の管理者かサービスの運営者に、リセットをご依頼ください。
account-report-next-disabled = メールアドレスの変更についてのお知らせだった場合、アカウントは停止されています。再開するには、サービスの運営者にご連絡ください。
account-report-next-sender = 書類の手続きを続ける場合は、メール以外の方法で送信者にご連絡ください。送信者が受け付けを再開するか、別の宛先に送り直せます。
