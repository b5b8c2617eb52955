# The organisation's settings and its members.

-team-security-settings = セキュリティ設定へ

## Both pages

team-settings-tab = 設定
team-members = メンバー

## The members

# -team-security-settings (Element) - the link to the security settings
team-members-need-strong-sign-in = メンバーの招待や変更には、2要素認証（またはIdP認証）でのログインが必要です。{ -team-security-settings }
# $n (Number) - how many
team-members-counted = メンバー（{ $n }人）
team-you = （あなた）
team-has-factor = 2要素認証：設定済み
team-has-no-factor = 2要素認証：未設定
team-own-role-stays = 自分の役割は変更できません。ほかの管理者に依頼してください。
team-role = 役割
# $name (String) - the member's
team-role-of = { $name } さんの役割
team-change-role = 変更
# $name (String) - the member's
team-change-role-of = { $name } さんの役割を変更
team-reset-factor = 2要素認証をリセット
# $name (String) - the member's
team-reset-factor-of = { $name } さんの2要素認証をリセット
team-remove = 組織から外す
# $name (String) - the member's
team-remove-member = { $name } さんを組織から外す
team-role-changed = 役割を変更しました。ご本人にメールでお知らせします。
team-removed = 組織から外しました。未完了の書類は、あなたが引き継ぎました。
team-factor-reset = 2要素認証をリセットしました。ご本人にメールでお知らせします。

## The invitations

team-invited = 招待中
# $at (String) - when it ends
team-invitation-until = 有効期限：{ $at }
team-invitation-ended = 期限が切れました。送り直すと、また10日間使えます。
team-mail-again = 送り直す
# $address (String) - the invited person's
team-mail-again-to = { $address } への招待を送り直す
team-withdraw = 取り消す
# $address (String) - the invited person's
team-withdraw-from = { $address } への招待を取り消す
team-invite-heading = メンバーを招待する
team-email = メールアドレス
team-email-hint = 招待のメールを送ります。招待は10日間有効です。
team-invite = 招待する
team-invitation-mailed = 招待のメールの送信を受け付けました。
team-invitation-withdrawn = 招待を取り消しました。

## The roles

team-roles = 役割
team-help = 組織とメンバーについて、くわしく
team-what-members-do = 自分の書類を作成し、送信します。
team-what-managers-do = メンバーの権限に加えて、組織の全員の書類を「管理書類」で閲覧します。同意や変更はできません。閲覧したことは履歴に残り、送信者に見えます。
team-managers-help = 書類管理者について、くわしく
team-what-admins-do = メンバーの権限に加えて、組織の設定とメンバーを管理します。ほかの人の書類は閲覧できません。

## Before a member is taken out

team-remove-heading = メンバーを組織から外す
# $person (Element) - the member's name
# $address (String) - the member's address
# $name (String) - the member's name again
team-remove-what-happens = { $person } さん（{ $address }）を組織から外します。{ $name } さんはすぐにログアウトされ、この組織の書類を見られなくなります。
team-remove-what-stays = 下書きと先方確認中の書類は、あなたが引き継ぎます。締結済みの書類は、そのまま組織に残ります。
team-back-without-removing = 外さずに戻る

## Before a member's factor is removed

team-reset = 2要素認証のリセット
team-reset-heading = 2要素認証をリセットする
# $person (Element) - the member's name
# $address (String) - the member's address
team-reset-what-happens = { $person } さん（{ $address }）の認証アプリの登録とバックアップコードを消します。スマートフォンをなくし、バックアップコードも使えない場合の手段です。電話や対面で、ご本人からの依頼であることを確かめてください。
team-reset-what-follows = ご本人はすべての端末でログアウトされ、メールでお知らせが届きます。「セキュリティ」から、認証アプリを設定し直します。
team-reset-what-is-held = 高度な認証リクエストの書類が回答を待っている場合は、その送信者にお知らせし、送信者がご本人と確かめるまで同意を受け付けません。
team-reset-now = リセットする
team-back-without-resetting = リセットせずに戻る

## The settings

team-settings = 組織の設定
team-settings-help = 組織の設定について、くわしく
# -team-security-settings (Element) - the link to the security settings
team-settings-need-strong-sign-in = 組織の設定の変更には、2要素認証（またはIdP認証）でのログインが必要です。{ -team-security-settings }
team-second-factor = メンバーの2要素認証
team-second-factor-required = 設定していないメンバーは、次にログインしたときに設定します。会社のIdPでの認証でもかまいません。
team-link-life = リンクの有効期間（日）
team-link-life-hint = 宛先に送るリンクを使える日数です。1〜60日。送信済みの書類には影響しません。
team-step-up = 同意時に再認証を求めるまでの時間（分）
team-step-up-hint = 最後の認証からこの時間がたつと、同意するときにもう一度認証コードを求めます。1〜60分。
team-time-zone = タイムゾーン
team-time-zone-hint = 画面とメールの日時は、この時刻で表示されます。
team-request-languages = 高度な認証リクエストと宛先の言語
team-request-japanese-only = 宛先の言語がすべて日本語の書類に限る
team-request-any-language = 言語を問わず使える
team-completion = 締結完了メールへのPDFの添付
team-completion-ungated = 認証を求めない書類だけ添付する
team-completion-ungated-hint = 高度な認証リクエストの書類は、リンクだけをお知らせします。
team-completion-never = 添付しない（リンクだけをお知らせする）
team-completion-always = すべての書類で添付する
team-completion-always-hint = メールを見られる人は、認証なしで締結済みPDFを読めるようになります。
team-save = 保存
team-saved = 組織の設定を保存しました。
