# Accounts: what the owner sees and changes of the own account.

## The account page

profile = アカウント
profile-name = 氏名
profile-name-hint = 送信済みの書類には、送信したときの氏名が残ります。
profile-save = 保存
profile-name-saved = 氏名を変更しました。
profile-language = 言語
profile-language-hint = 画面とメールの言語です。

## The account page: another address

profile-change-address = メールアドレスを変更する
profile-address-served-by-idp = このアドレスは、会社のアカウント（IdP）で管理されています。変更は会社の管理者に依頼してください。
profile-new-address = 新しいメールアドレス
profile-new-address-hint = いまのアドレスと新しいアドレスの両方に、確認コードを送ります。
profile-address-what-happens = 変更すると、ほかの端末はすべてログアウトされ、両方のアドレスにお知らせが届きます。すでに開いた書類は、これまでどおり表示できます。いまのアドレス宛てで、まだ開いていない書類は引き継がれません。送信者に、新しいアドレスへの送り直しを依頼してください。
profile-address-lost = いまのメールを受け取れないときは、ここでは変更できません。組織の管理者に、新しいアドレスをメンバーとして招待するよう依頼してください。管理者があなたの以前のアカウントを組織から外すと、未完了の書類は管理者に引き継がれます。
profile-send-codes = 確認コードを送る
profile-type-codes = 確認コードを入力する
# $from (String) - the present address
# $to (String) - the new address
profile-codes-sent = { $from } と { $to } に、確認コードを1つずつ送ります。10分以内に、この画面で両方を入力してください。
profile-present-code = いまのアドレスに届いた確認コード
profile-new-code = 新しいアドレスに届いた確認コード
profile-codes-late = 届かないときは、迷惑メールのフォルダーと、入力したアドレスをご確認ください。すでに使われているアドレスには、コードの代わりにお知らせが届きます。
profile-give-up = 変更をやめる
profile-address-changed = メールアドレスを変更しました。両方のアドレスにお知らせを送ります。ほかの端末はログアウトされました。
profile-codes-ended = 確認コードの有効期限が切れたか、送り直されています。もう一度、新しいアドレスを入力してください。
profile-fresh-sign-in-first = 先に、ご本人であることを確認してください。認証してから5分のあいだ、変更できます。

## The account page: the password

profile-present-password = 現在のパスワード
profile-change-password = パスワードを変更する
profile-set-password = パスワードを設定する
profile-password-about = 変更すると、ほかの端末はすべてログアウトされ、メールでお知らせします。
profile-password-unset = このアカウントには、パスワードがありません。
profile-password-served-by-idp = 会社のアカウント（IdP）でのログインに統一しているため、パスワードは使いません。
profile-password-changed = パスワードを変更しました。ほかの端末はログアウトされました。

## The account page: factors

# $at (String) - when
profile-factor-last-used = 最後に使った日時：{ $at }
profile-factor-unused = まだ使われていません。
profile-rename-factor = 名前を変更する
# $name (String) - what its owner calls the factor
profile-rename-named-factor = { $name }の名前を変更する
profile-factor-name = 名前
profile-factor-renamed = 認証方法の名前を変更しました。
profile-no-factor = 2要素認証は設定されていません。
profile-to-security = 認証方法の追加と解除

## The account page: sessions

profile-sessions = ログイン中の端末
profile-sessions-about = 心当たりのない端末は、ログアウトさせてからパスワードを変更してください。
profile-this-session = このブラウザー
# $browser (String) - the browser
# $system (String) - the operating system
profile-session-device = { $browser }（{ $system }）
profile-session-unknown = 不明な端末
profile-browser-other = その他のブラウザー
profile-system-other = その他のシステム
# $at (String) - when
profile-session-began = ログイン：{ $at }
# $at (String) - when
profile-session-seen = 最後の使用：{ $at }
# $place (String) - the network of the address
profile-session-place = ネットワーク：{ $place }
profile-session-awaits-code = 認証コードの入力待ち（パスワードだけが入力されました）
profile-end-session = ログアウトさせる
# $device (String) - browser and system
profile-end-named-session = { $device }をログアウトさせる
profile-end-others = ほかの端末をすべてログアウトさせる
profile-session-ended = 端末をログアウトさせました。
profile-sessions-ended = ほかの端末をすべてログアウトさせました。
profile-session-gone = 一覧が変わっています。もう一度ご確認ください。

## What the account has consented to

profile-consents = 同意した書類
profile-consents-about = このアカウントで同意した書類の記録です。
profile-consents-open = 一覧を見る
profile-consents-none = まだ、このアカウントで同意した書類はありません。
profile-consents-newer = 新しい同意
profile-consents-older = 以前の同意
profile-back = アカウントに戻る
