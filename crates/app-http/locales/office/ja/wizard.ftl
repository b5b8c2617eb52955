# 新しい書類の送信: the steps from a file to a document that is sent.

## Every step

wizard-steps = 手順
# $title (String) - the draft's title
wizard-new-document-named = 新しい書類の送信：{ $title }
wizard-step-prepare = 書類の準備
wizard-step-recipients = 送付先の設定
wizard-step-fields = 入力項目の設定
wizard-step-review = 送信内容の確認
wizard-next = 次へ
wizard-back = 戻る
wizard-save-draft = 下書きを保存
wizard-change = 変更
wizard-address-is-dead = このメールアドレスのドメインは存在しません。メールは届きません。

## 01

wizard-pdf-files = PDFファイル
wizard-files-hint = 1件20MB、合計50MBまで。複数選べます。
wizard-files-hint-again = 1件20MB、合計50MBまで。複数選べます。選び直すと、すべて差し替わります。
# $n (Number) - how many pages
# $size (String) - how large the file is
wizard-file-facts = { $n }ページ・{ $size }
wizard-pdf-password = PDFのパスワード
wizard-pdf-password-fold = パスワード付きのPDFを使う
wizard-pdf-password-hint = 開くときにパスワードが必要なPDFのときだけ入力します。一度だけ使い、保存しません。
wizard-confirm-file = 内容を確認して使う
wizard-remove-file = このファイルを外す
wizard-confirm-heading = 使う前に確認してください
wizard-confirmed = 変更点を確認済み
wizard-changes-heading = 受け取ったときの処理
wizard-taken = 受け取ったファイル
wizard-look-at-pages = ページを見る
wizard-file-confirmed = 変更点を確認しました。このファイルを使います。
wizard-file-removed = ファイルを外しました。
wizard-files-unconfirmed = 変更点を確認していないファイルがあります。確認して使うか、外してください。
# $name (String) - the file's name
wizard-file-unconfirmed = 「{ $name }」の変更点が確認されていません。「01 書類の準備」で確認して使うか、外してください。
wizard-to-files = 「01 書類の準備」へ
wizard-pick-files-again = 入力に誤りがあったため、PDFファイルをもう一度選んでください。
wizard-title-hint = 空欄のままPDFファイルを選ぶと、ファイル名が入ります。
wizard-starts-on = 契約開始日
wizard-ends-on = 契約終了日
wizard-amount-hint = 円単位の数字で入力します。
# $hint (String) - how it is typed
# $amount (String) - from which amount on
wizard-amount-rule = { $hint }組織の設定により、{ $amount }以上の書類と、取引金額を入力しない書類には、高度な認証リクエストが設定されます。
wizard-template-had-request = このテンプレートの元の下書きには、高度な認証リクエストが設定されていました。設定はテンプレートに含まれないため、必要な場合は「02 送付先の設定」で設定してください。

## 02: the recipients

wizard-add-recipient = 宛先を追加
wizard-no-recipients = まだ宛先がありません。「宛先を追加」から、同意をもらう順に登録します。
wizard-routing-order = 上から順に送信します。次の方には、前の方が同意してから届きます。
# $name (String) - the recipient
wizard-move-up = { $name } 様を1つ前へ
wizard-edit = 編集
# $name (String) - the recipient
wizard-edit-this = { $name } 様を編集
wizard-remove = 削除
# $name (String) - the recipient
wizard-remove-this = { $name } 様を削除

## 02: 高度な認証リクエスト

wizard-request-is-set = すべての宛先に、2要素認証またはIdP認証を求めます。
wizard-request-explained = すべての宛先に、閲覧と同意の前に2要素認証またはIdP認証を求める設定です。他人が本人になりすますことを難しくし、固有性（電子署名法第3条）が認められる可能性を高めます。
wizard-request-more = くわしく
wizard-options = オプション
wizard-options-need-strong = 2要素認証（またはIdP認証）でログインすると使えます。
wizard-set-request = 高度な認証リクエストを設定する
wizard-undo-request = 高度な認証リクエストを取り消す
wizard-request-set = 高度な認証リクエストを設定しました。
wizard-request-undone = 高度な認証リクエストを取り消しました。
wizard-request-is-final = 宛先の方には認証アプリ（スマートフォンなど）かパスキーが必要です。この設定は、送信した後は外せません。

## 02: the people in copy

wizard-add-copy = 共有先を追加
wizard-copies-explained = 締結したことをメールでお知らせする方です。閲覧や同意は求めません。
wizard-copies-explained-requested = 締結したことをメールでお知らせする方です。閲覧や同意は求めません。高度な認証リクエストの書類では、内容は送られません。
# $name (String) - a copy recipient
wizard-remove-copy = 共有先 { $name } 様を削除
wizard-copy-dialog = 共有先の追加

## 02: the dialogs

wizard-recipient-dialog = 宛先編集
wizard-name = 氏名
wizard-address = メールアドレス
wizard-organisation = 会社名・組織名
wizard-access-code = アクセスコード
wizard-access-code-hint = 設定すると、書類を開く前に入力を求めます。6〜64文字。電話など、メール以外の方法で宛先の方に伝えてください。
wizard-access-code-kept = アクセスコードは設定済みです。変更する場合だけ入力してください。
wizard-access-code-remove = アクセスコードを外す
wizard-access-code-help = アクセスコードについて（新しいタブで開きます）
wizard-more-settings = くわしい設定（登録の条件・IdP）
wizard-language = 言語
wizard-own-idp = 宛先の会社のIdPでログインした方だけが開けるようにする
wizard-own-idp-hint = 宛先の会社のIdP（会社アカウントの認証）が、このサービスに接続されている場合に選べます。
wizard-enrolment = 認証方法の登録
wizard-enrolment-any = いつ登録したものでも受け付ける
wizard-enrolment-any-hint = メールを読める人であれば、送信後に登録できます。
wizard-enrolment-coded = アクセスコードの入力後か、送信前に登録したものだけを受け付ける
wizard-enrolment-coded-hint = メールを読めるだけの人は登録できません。「アクセスコード」を設定し、電話など別の方法で伝えてください。
wizard-enrolment-before = 送信前に登録したものだけを受け付ける
wizard-enrolment-before-hint = まだ登録していない宛先の方は、書類を開けません。
wizard-request-by-policy = 組織の設定によるものは、送信者が外すことはできません。
wizard-own-idp-help = 会社のIdPの指定について（新しいタブで開きます）
wizard-save = 保存
wizard-leave-dialog = やめる

## 02: removing a recipient

wizard-removal-title = 宛先の削除
wizard-removal = 宛先を削除する
# $name (Element) - the recipient
# $address (String) - the recipient's mail address
# $title (String) - the document's title
wizard-removal-explained = { $name } 様（{ $address }）を、「{ $title }」の宛先から削除します。
wizard-remove-now = 削除する
wizard-back-without-removing = 削除せずに戻る

## 04

wizard-document = 書類
# $file (Element) - the link to the file
# $n (Number) - how many pages
wizard-file-of-pages = { $file }（{ $n }ページ）
wizard-check-addresses = 宛先のメールアドレスは、下のとおりで間違いありませんか。間違えると、別の方に届きます。
wizard-check-own-idp = 組織の設定により、IdPのある組織の宛先には、そのIdPでの認証を求めます。
# $steps (Element) - the link to the help
wizard-check-recipients-can = 宛先の方は、2要素認証（認証アプリ・パスキー）か、会社のアカウント（IdP）を使えますか。初めての方には、届いたメールから画面で案内します。{ $steps }
wizard-recipients-steps = 宛先の方の手順
wizard-message = メッセージ
wizard-message-hint = 宛先への連絡事項です。16,000文字まで入力できます。
wizard-closed-to-mail = 認証やアクセスコードを求める書類では、メッセージとタイトルはメールに書かれず、それを通った宛先だけに表示されます。締結完了のメールにもPDFを添付しません（組織の設定で添付にしている場合を除きます）。
# $name (String) - the first recipient
wizard-sending-is-final = 送信すると、{ $name } 様にメールが届きます。送信した後は、内容も宛先も変更できません。
wizard-send = 送信する
wizard-save-as-template = テンプレートとして保存
wizard-template-saved = テンプレートを保存しました。
wizard-template-saved-without-request = テンプレートを保存しました。高度な認証リクエストの設定はテンプレートに保存されません

## Signing in strongly, right where it is needed

wizard-offer = 2要素認証で本人確認
wizard-offer-factor-for-request = まだ2要素認証が設定されていません。設定すると、高度な認証リクエストを使えます。使わない場合は、このまま「次へ」で進めます。下書きは保存されています。
wizard-offer-factor-goes-on = まだ2要素認証が設定されていません。設定すると、このまま続けられます。下書きは保存されています。
wizard-offer-set-up-factor = 2要素認証を設定する
# $way (Element) - the link to the sign-in at an identity provider
wizard-offer-has-idp = 会社のIdPをお使いの場合は { $way }
wizard-offer-idp = IdPでログイン
# $label (String) - the input field
# $why (String) - why it cannot be printed
wizard-field-not-printable = 入力項目「{ $label }」は、このままでは印字できません。{ $why }「03 入力項目の設定」で、欄を大きくするか、内容を直してください。
wizard-own-fields-missing = あなたが入力する項目に、未入力のものがあります。入力してから送信してください。

## 事前確認

wizard-preflight = 事前確認
wizard-preflight-explained = 送信の前に、メールアドレスの確認と2要素認証の設定を宛先の方にお願いします。書類のタイトルや内容は伝わりません。
wizard-preflight-ask = 事前確認を送る
wizard-preflight-asked = 事前確認のメールを送りました
wizard-preflight-all-ready = すべての宛先の準備ができています。
wizard-preflight-ready = 準備完了
wizard-preflight-not-ready = 未完了
wizard-preflight-undelivered = 不達
wizard-preflight-not-me = 宛先違い
wizard-preflight-undelivered-hint = メールアドレスを確かめ、「編集」で直してから、もう一度送ってください。
