# The organisation's settings and its members.

-organisation-security-settings = セキュリティ設定へ

## Both pages

organisation-settings-tab = 設定
organisation-members = メンバー

## The members

# -organisation-security-settings (Element) - the link to the security settings
organisation-members-need-strong-sign-in = メンバーの招待や変更には、2要素認証（またはIdP認証）でのログインが必要です。{ -organisation-security-settings }
# $n (Number) - how many
organisation-members-counted = メンバー（{ $n }人）
organisation-you = （あなた）
organisation-has-factor = 2要素認証：設定済み
organisation-has-no-factor = 2要素認証：未設定
organisation-own-role-stays = 自分の役割は変更できません。ほかの管理者に依頼してください。
organisation-role = 役割
# $name (String) - the member's
organisation-role-of = { $name } さんの役割
organisation-change-role = 変更
# $name (String) - the member's
organisation-change-role-of = { $name } さんの役割を変更
organisation-reset-factor = 2要素認証をリセット
# $name (String) - the member's
organisation-reset-factor-of = { $name } さんの2要素認証をリセット
organisation-remove = 組織から外す
# $name (String) - the member's
organisation-remove-member = { $name } さんを組織から外す
organisation-role-changed = 役割を変更しました。ご本人にメールでお知らせします。
organisation-removed = 組織から外しました。未完了の書類は、あなたが引き継ぎました。
organisation-factor-reset = 2要素認証をリセットしました。ご本人にメールでお知らせします。
organisation-reset-password = パスワードの再設定を案内
# $name (String) - the member's
organisation-reset-password-of = { $name } さんにパスワードの再設定を案内
organisation-password-reset-mailed = パスワードを設定するためのリンクを、ご本人にメールで送ります。
organisation-disabled = 停止中
organisation-takes-no-passwords = この方の会社では、会社のアカウント（IdP）でのログインに統一しています。パスワードは設定できません。
organisation-too-many-password-resets = この方へは、リンクを送ったばかりです。送れるのは、1時間に3回、1日に10回までです。

## The invitations

organisation-invited = 招待中
# $at (String) - when it ends
organisation-invitation-until = 有効期限：{ $at }
organisation-invitation-ended = 期限が切れました。送り直すと、また10日間使えます。
organisation-mail-again = 送り直す
# $address (String) - the invited person's
organisation-mail-again-to = { $address } への招待を送り直す
organisation-withdraw = 取り消す
# $address (String) - the invited person's
organisation-withdraw-from = { $address } への招待を取り消す
organisation-invite-heading = メンバーを招待する
organisation-email = メールアドレス
organisation-email-hint = 招待のメールを送ります。招待は10日間有効です。
organisation-invite = 招待する
organisation-invitation-mailed = 招待のメールの送信を受け付けました。
organisation-invitation-withdrawn = 招待を取り消しました。

## The roles

organisation-roles = 役割
organisation-help = 組織とメンバーについて、くわしく
organisation-what-members-do = 自分の書類を作成し、送信します。
organisation-what-managers-do = メンバーの権限に加えて、組織の全員の書類を「管理書類」で閲覧します。同意や変更はできません。閲覧したことは履歴に残り、送信者に見えます。
organisation-managers-help = 書類管理者について、くわしく
organisation-what-admins-do = メンバーの権限に加えて、組織の設定とメンバーを管理します。ほかの人の書類は閲覧できません。

## Before a member is taken out

organisation-remove-heading = メンバーを組織から外す
# $person (Element) - the member's name
# $address (String) - the member's address
# $name (String) - the member's name again
organisation-remove-what-happens = { $person } さん（{ $address }）を組織から外します。{ $name } さんはすぐにログアウトされ、この組織の書類を見られなくなります。
organisation-remove-what-stays = 下書きと先方確認中の書類は、あなたが引き継ぎます。締結済みの書類は、そのまま組織に残ります。
organisation-back-without-removing = 外さずに戻る

## Before a member's factor is removed

organisation-reset = 2要素認証のリセット
organisation-reset-heading = 2要素認証をリセットする
# $person (Element) - the member's name
# $address (String) - the member's address
organisation-reset-what-happens = { $person } さん（{ $address }）の認証アプリの登録とバックアップコードを消します。スマートフォンをなくし、バックアップコードも使えない場合の手段です。電話や対面で、ご本人からの依頼であることを確かめてください。
organisation-reset-what-follows = ご本人はすべての端末でログアウトされ、メールでお知らせが届きます。「セキュリティ」から、認証アプリを設定し直します。
organisation-reset-what-is-held = 高度な認証リクエストの書類が回答を待っている場合は、その送信者にお知らせし、送信者がご本人と確かめるまで同意を受け付けません。
organisation-reset-now = リセットする
organisation-back-without-resetting = リセットせずに戻る

organisation-reset-password-heading = パスワードの再設定を案内する
# $person (Element) - the member's name
# $address (String) - the member's address
organisation-reset-password-what-happens = { $person } さん（{ $address }）に、新しいパスワードを設定するためのリンクをメールで送ります。リンクは30分間、1回だけ使えます。2要素認証を設定している方は、認証コードも入力します。リンクは、ご本人のメールにだけ届きます。
organisation-mail-password-reset = リンクを送る
organisation-back-without-mailing = 送らずに戻る

## The settings

organisation-settings = 組織の設定
organisation-settings-help = 組織の設定について、くわしく
# -organisation-security-settings (Element) - the link to the security settings
organisation-settings-need-strong-sign-in = 組織の設定の変更には、2要素認証（またはIdP認証）でのログインが必要です。{ -organisation-security-settings }
organisation-second-factor = メンバーの2要素認証
organisation-second-factor-required = 設定していないメンバーは、次にログインしたときに設定します。会社のIdPでの認証でもかまいません。
organisation-link-life = リンクの有効期間（日）
organisation-link-life-hint = 宛先に送るリンクを使える日数です。1〜60日。送信済みの書類には影響しません。
organisation-step-up = 同意時に再認証を求めるまでの時間（分）
organisation-step-up-hint = 最後の認証からこの時間がたつと、同意するときにもう一度認証コードを求めます。1〜60分。
organisation-time-zone = タイムゾーン
organisation-time-zone-hint = 画面とメールの日時は、この時刻で表示されます。
organisation-request-languages = 高度な認証リクエストと宛先の言語
organisation-request-japanese-only = 宛先の言語がすべて日本語の書類に限る
organisation-request-any-language = 言語を問わず使える
organisation-completion = 締結完了メールへのPDFの添付
organisation-completion-ungated = 認証を求めない書類だけ添付する
organisation-completion-ungated-hint = 高度な認証リクエストの書類は、リンクだけをお知らせします。
organisation-completion-never = 添付しない（リンクだけをお知らせする）
organisation-completion-always = すべての書類で添付する
organisation-completion-always-hint = メールを見られる人は、認証なしで締結済みPDFを読めるようになります。
organisation-seal-mark = 締結済みPDFの「電子署名済み」の表示
organisation-seal-mark-shown = 1ページ目の左下に表示する
organisation-seal-mark-shown-hint = 書類IDとともに小さく印字します。PDFビューアーでここから署名の内容を開けます。署名済みでアップロードされたPDFには表示しません。
organisation-seal-mark-hidden = 表示しない
organisation-save = 保存
organisation-saved = 組織の設定を保存しました。

## Name, address, colour, logo

organisation-looks-tab = 名称・ロゴ
organisation-looks = 名称・ロゴ・印影
organisation-looks-explained = 宛先に届くメールと、宛先が書類を確認する画面に表示されます。
organisation-name = 組織の名称
organisation-name-hint = 送信済みの書類には、送信したときの名称が残ります。
organisation-address = 住所
organisation-address-hint = 1行で入力します。メールと画面のいちばん下に、名称とともに表示します。
organisation-colour = ボタンの色
organisation-colour-hint = メールと宛先の画面のボタンに使います。白い文字が読めるよう、濃い色だけを選べます（コントラスト比4.5:1以上）。
organisation-colour-now = 現在の色
organisation-colour-sample = 書類を確認する
organisation-sample = 見本
organisation-colour-malformed = 色は #0f3ba8 のように、# と6桁の16進数で指定してください。
organisation-colour-too-pale = 色が薄く、白い文字が読めません。もう少し濃い色を選んでください。
organisation-looks-saved = 名称・住所・色を保存しました。
organisation-logo = ロゴ
organisation-logo-hint = PNG（1MB以下、縦横2,000ピクセル以下）またはSVG（図形だけのもの）。横480×縦144ピクセルに収まるPNGに描き直して使います。暗い画面でも白い背景に表示します。
organisation-logo-file = ロゴの画像
organisation-logo-set = ロゴを登録する
organisation-logo-replace = ロゴを差し替える
organisation-logo-remove = ロゴを外す
organisation-logo-saved = ロゴを登録しました。
organisation-logo-removed = ロゴを外しました。

## The stamp

organisation-stamp = 印影
organisation-stamp-hint = 背景が透明なPNG（1MB以下、縦横2,000ピクセル以下）。入力項目「押印」で「組織の印影」を選ぶと、この画像が押されます。登録していないときは、名前から作ります。
organisation-stamp-file = 印影の画像
organisation-stamp-set = 印影を登録する
organisation-stamp-replace = 印影を差し替える
organisation-stamp-remove = 印影を外す
organisation-stamp-saved = 印影を登録しました。
organisation-stamp-removed = 印影を外しました。すでに押されたものは、そのまま残ります。

## What is demanded of recipients

organisation-recipients-tab = 宛先の認証
organisation-recipients = 宛先の認証
organisation-recipients-explained = ここで決めたことは、送信者が外すことはできません。下書きには今の設定が、送信した書類には送信したときの設定が使われます。
organisation-policy-request = 高度な認証リクエストを必ず設定する書類
organisation-policy-all = すべての書類
organisation-policy-outside = 組織外の宛先がある書類
organisation-policy-outside-hint = 下のドメイン以外のメールアドレスを、組織外とします。ドメインがないときは、すべての宛先を組織外とします。
organisation-policy-amount = 取引金額（円）
organisation-policy-amount-hint = この金額以上の書類に必ず設定します。取引金額が入力されていない書類にも設定します。空欄のときは、金額では決めません。
organisation-policy-domains = 組織のドメイン
organisation-policy-domains-hint = 組織のメールアドレスの「@」より後ろ。1行に1つ。サブドメインは別に書いてください。
organisation-policy-too-many-domains = ドメインは50個までです。
organisation-policy-enrolment = 強い認証を求める宛先の、認証方法の登録
organisation-policy-own-idp = 強い認証を求める宛先の、IdP
organisation-policy-own-idp-demanded = 宛先の組織のIdPがあるときは、そのIdPでの認証を必ず求める
organisation-policy-own-idp-hint = 宛先のメールアドレスのドメインが、このサービスに登録されたIdPのものであるときに限ります。ほかの宛先には、2要素認証またはIdP認証を求めます。
organisation-policy-new-factor = 送信後に登録された認証方法による同意
organisation-policy-mark = 印を付けて受け付ける
organisation-policy-mark-hint = 送信者は、書類の画面で保留できます。
organisation-policy-hold = 送信者がご本人と確かめて保留を解除するまで、自動で保留する
organisation-policy-hold-hint = 保留中は締結されません。
organisation-policy-saved = 宛先の認証の設定を保存しました。

## How long documents are kept

organisation-retention = 保存期間
organisation-retention-explained = この組織が送信し、締結・取り消し・却下で終わった書類を、いつまで保存するかを決めます。期間が終わる30日前に、送信者と閲覧できる宛先へメールで予告し、その後に削除します。下書きと先方確認中の書類は削除されません。
organisation-retention-period = 保存する期間
organisation-retention-forever = 期限なく保存する
organisation-retention-for-years = 年数を決めて保存し、その後に削除する
organisation-retention-for-years-hint = 書類が終わった日、契約締結日、契約終了日のうち、最も遅い日から数えます。
organisation-retention-years = 保存する年数
organisation-retention-years-hint = 1から100までの数字。「年数を決めて保存」を選んだときに入力します。
organisation-retention-duty = 電子帳簿保存法による保存
organisation-retention-duty-none = 指定しない
organisation-retention-duty-seven = 7年間の保存義務がある
organisation-retention-duty-ten = 10年間の保存義務がある（欠損金の繰越しがある場合）
organisation-retention-duty-hint = 法律の年数は確定申告書の提出期限の翌日から数えるため、保存義務を指定すると、上の年数に1年6か月を加えて保存します。短くすると、すでに期間を過ぎた書類は、予告から30日後に削除されます。
organisation-retention-saved = 保存期間を保存しました。

## How long one document is kept

keeping-heading = 保存と訂正
keeping-period = 保存期間
keeping-forever = 期限なく保存されます。
# $years (Number) - how many
keeping-years = 終了後、{ $years }年間保存されます。
# $until (String) - until when at the least
keeping-until = { $until }まで保存されます。
# $from (String) - from when on
keeping-announced = { $from }以降に削除されます。必要なファイルは、それまでにダウンロードしてください。
# $since (String) - since when
keeping-held = 保存を継続しています（{ $since }から）。解除するまで削除されません。
keeping-hold-heading = 保存の継続（訴訟ホールド）
keeping-hold-explained = 訴訟や調査に備えて、保存期間が終わっても削除されないようにします。宛先には理由は見えません。
keeping-reason = 保存を継続する理由
keeping-reason-hint = 組織の管理者と書類管理者、送信者に見えます。
keeping-hold = 保存を継続する
keeping-release = 保存の継続を解除する
keeping-release-explained = 解除すると、保存期間が終わった書類は、予告から30日後に削除されます。
# -organisation-security-settings (Element) - the link to the security settings
keeping-release-needs-strong-sign-in = 解除には、2要素認証（またはIdP認証）でのログインが必要です。{ -organisation-security-settings }
keeping-correction-heading = 検索項目の訂正
keeping-correction-explained = 電子帳簿保存法の検索に使う項目を訂正します。締結済みPDFと合意締結証明書は変わりません。訂正前の内容は履歴に残ります。
keeping-correct = 訂正する
keeping-corrections = 訂正の履歴
keeping-was-held = 保存の継続を設定しました。
keeping-was-released = 保存の継続を解除しました。
keeping-was-corrected = 検索項目を訂正しました。
## Announced deletions and legal holds

kept-heading = 削除の予告と保存の継続
kept-explained = この組織が送信した書類のうち、削除を予告したものと、保存を継続しているもの（訴訟ホールド）です。管理者は、どの書類にも保存の継続を設定し、解除できます。書類の中身は、ここからは見られません。
kept-explained-own = あなたが送信した書類のうち、削除を予告したものと、保存を継続しているもの（訴訟ホールド）です。
kept-lists = 一覧
kept-announced-tab = 削除の予告
kept-held-tab = 保存の継続
kept-none-announced = 削除を予告した書類はありません。保存期間が終わる30日前に、ここに並びます。
kept-none-held = 保存を継続している書類はありません。
kept-sender = 送信者
# $on (String) - from when on
kept-deleted-from = { $on }以降に削除
# $at (String) - when it was announced
# $until (String) - when the time ends
kept-why = { $at }に予告（保存期間の終わり：{ $until }）
# $since (String) - since when
kept-held-since = { $since }から継続
# $by (String) - who held it
# $reason (String) - why
kept-held-by = 設定：{ $by }　理由：{ $reason }
kept-not-held = 予告も継続もありません
kept-find = お問い合わせ番号で書類を探す
kept-find-example = 例：1234-5678
kept-find-button = 探す
kept-none-found = この番号の書類はありません。番号は書類の画面とメールにあります。下書きは対象になりません。
kept-clear = 一覧に戻る
kept-next = 次の20件
kept-link = 予告した書類と、保存を継続している書類を見る

## When archive timestamps are renewed

organisation-seals-tab = 署名の延長
organisation-seals = 電子署名の有効性の延長
organisation-seals-explained = 締結したPDFと合意締結証明書のタイムスタンプは、期限の前に自動で更新されます（期限の90日前、または残りが4分の1になったとき）。ここでは、いつ何件の更新があるかを確認できます。操作は必要ありません。
organisation-seals-no-authority = このサービスにはタイムスタンプ局が設定されていません。電子署名にタイムスタンプを付けるには、運営者による設定が必要です。
# $files (Number) - how many files
organisation-seals-ended = タイムスタンプの期限を過ぎたファイルが{ $files }件あります。このサービスの運営者に連絡してください。
organisation-seals-now = 現在の状況
organisation-seals-due = 更新を待っているファイル
organisation-seals-unread = 期限を確認中のファイル
organisation-seals-basic = タイムスタンプのないファイル
organisation-seals-basic-more = タイムスタンプは、送信者が書類の画面で追加できます。
organisation-seals-last = 最後の更新
organisation-seals-none = まだありません
organisation-seals-failed = 最後に失敗した更新
organisation-seals-failed-more = 自動でやり直します。失敗してもファイルは失われません。
organisation-seals-later = 今後の更新
organisation-seals-nothing = 予定はありません。
organisation-seals-when = 時期（UTC）
organisation-seals-count = 件数
# $year (String) - the year
# $month (String) - the month
organisation-seals-month = { $year }年{ $month }月
# $year (String) - the year
organisation-seals-year = { $year }年
# $files (Number) - how many files
organisation-seals-files = { $files }件
