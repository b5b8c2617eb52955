# A sender's documents: the list, a document's page, and cancelling.

## Words of more than one page

documents-new = 新しい書類の送信
documents-recipients = 宛先
documents-copies = 共有先
documents-title = タイトル
documents-files = ファイル
documents-counterparty = 契約相手の名称
documents-contract-date = 契約締結日
documents-amount = 取引金額
documents-control-number = 管理番号
documents-advanced-auth = 高度な認証リクエスト
documents-is-set = 設定あり
documents-is-not-set = なし
documents-has-access-code = アクセスコードあり
# $idp (String) - the name of the identity provider that the recipient has to use
documents-named-idp = IdP指定：{ $idp }
# $name (Element) - a person
documents-person = { $name } 様
# $name (String) - a person
# $address (String) - that person's mail address
documents-person-and-address = { $name } 様（{ $address }）
# Between two names.
documents-comma = 、

## The list

# $security (Element) - the link to the security settings
documents-strong-sign-in-needed = 高度な認証リクエストを使うには、2要素認証（またはIdP認証）でのログインが必要です。{ $security }
documents-to-security = セキュリティ設定へ
documents-joined = 組織に参加しました。
# $clear (Element) - the link to the list without conditions
documents-none-found = 条件に合う書類はありません。{ $clear }
# $new (Element) - the link to a new document
documents-none-yet = まだ書類がありません。{ $new } から始めます。
documents-none-of-this-status = この状態の書類はありません。
documents-no-recipient-yet = 宛先未設定
documents-advanced-auth-badge = 高度な認証
# $at (String) - when
documents-updated = 更新 { $at }
documents-next-lines = 次の50件

## The list's tabs

documents-status = 状態
documents-tab-all = すべて
documents-tab-draft = 下書き
documents-tab-awaiting = 先方確認中
documents-tab-concluded = 締結済
documents-tab-ended = 取り消し・却下

## The search

documents-search-text = キーワード
documents-search-text-example = タイトル、契約相手、宛先など
documents-search = 検索
documents-search-more = 条件を追加
documents-search-date-from = 契約締結日（から）
documents-search-date-to = 契約締結日（まで）
documents-search-amount-from = 取引金額（円以上）
documents-search-amount-to = 取引金額（円以下）
documents-search-order = 並び順
documents-order-updated = 更新が新しい順
documents-order-contract-date = 契約締結日が新しい順
documents-order-amount = 取引金額が大きい順
documents-search-wrong = 検索条件に誤りがあります。印のついた項目を直して、もう一度検索してください。
documents-search-date-order = 契約締結日（まで）は、契約締結日（から）と同じか、それより後の日付にしてください。
documents-search-amount-order = 取引金額（円以下）は、取引金額（円以上）と同じか、それより大きくしてください。
documents-search-with-these = この条件で検索
documents-search-clear = 条件を消す

## A document's page

documents-back-to-list = ‹ 書類の一覧へ
documents-sent = 書類を送信しました。
documents-reminded = リマインドのメールを送りました。以前のリンクは使えなくなります。
documents-released = 同意の受け付けを再開しました。
documents-held = 同意を保留しました。ご本人か確かめてから、保留を解除してください。
documents-asked-anew = 新しいリンクをメールで送り、もう一度同意を求めました。
documents-was-cancelled = 書類を取り消しました。
documents-awaits-confirmation = 要対応：サービスがバックアップから復元されました。バックアップより後の回答や取り消しは、記録が残っていません。この書類を進めてよいと確認していただくまで、リンクは使えず、同意も受け付けません。進めない場合は、取り消してください。
documents-confirm-restored = この書類を進める
documents-damaged = 要対応：この書類のファイルが、保存先で失われたか変更されています。宛先は表示も同意もできず、電子署名も付きません。このサービスの運営者に、ファイルの確認と復元を依頼してください。
documents-undelivered-cure = アドレスを確かめてください。誤っていた場合は、「宛先を訂正する」から直せます。
documents-conclusion-cure = この方には、締結のお知らせが届いていません。原因がなくなったら、再送してください。アドレスが使えない場合は、締結済みPDFを別の方法で渡してから、「別の方法で伝えた」を押してください。
documents-conclusion-again = 完了メールを再送する
# $name (String) - the recipient
documents-conclusion-again-this = { $name } 様に完了メールを再送する
documents-conclusion-told = 別の方法で伝えた
# $name (String) - the recipient
documents-conclusion-told-this = { $name } 様には別の方法で伝えた
documents-conclusion-mailed = 完了メールを再送します。
documents-conclusion-was-told = 締結を別の方法で伝えたことを記録しました。
documents-corrected = 宛先を訂正しました。
documents-correct = 宛先を訂正する
# $name (String) - the recipient
documents-correct-this = { $name } 様の宛先を訂正する
# $title (String) - the document
documents-correct-explained = 「{ $title }」をまだ開いていない宛先の、氏名とメールアドレスを訂正します。書類を取り消す必要はありません。
documents-correct-link = アドレスを変えると、送信済みのリンクはすぐに使えなくなり、順番が来ている宛先には新しいアドレスへ新しいリンクを送ります。
documents-correct-told = 元のアドレスには、対応が不要になったことをメールで知らせます。元のアドレスで行われた確認や設定は数えません。
documents-correct-template = テンプレートから作成した書類では、テンプレートの宛先は変わりません。次に使う前に、テンプレートも保存し直してください。
documents-correct-kept = アクセスコードなどの条件は変わりません。訂正は履歴と合意締結証明書に残ります。
# $language (String) - the language of the recipient
documents-correct-language = 組織外の宛先には高度な認証リクエストが必要ですが、この宛先の言語（{ $language }）とは一緒に使えません。書類を取り消し、複製した下書きで言語を日本語にして送信してください。
documents-correct-now = 訂正する
documents-correct-not = 訂正せずに戻る
documents-duplicate = 複製して下書きを作る
documents-attention-badge = 要対応
# $refresh (Element) - the link that shows the page anew
documents-sealing = 全員の同意がそろいました。電子署名を付与しています。{ $refresh }
documents-refresh = 最新の状態を表示
documents-authenticated = 認証済み
documents-proof = 本人確認のくわしい記録
documents-states-help = 状態の見方
documents-ask-otherwise = 電話など、メール以外の方法で確かめてください。
documents-held-help = くわしく
documents-hold = この同意を保留する
# $name (String) - the recipient
documents-hold-this = この同意を保留する（{ $name } 様）
documents-hold-explained = ご本人の登録か確かめるまで、締結を止められます。
documents-release-hold = 保留を解除する
# $name (String) - the recipient
documents-release-this = 保留を解除する（{ $name } 様）
documents-ask-anew = もう一度同意を求める
# $name (String) - the recipient
documents-ask-anew-this = もう一度同意を求める（{ $name } 様）
# $name (String) - the recipient
documents-release = { $name } 様ご本人と確かめたので、同意を受け付ける
documents-remind = リマインドを送る
# $name (String) - the recipient
documents-remind-this = { $name } 様にリマインドを送る
# $at (String) - when
documents-remind-from = リマインドは { $at } から
documents-concluded-pdf = 締結済みPDF
documents-certificate = 合意締結証明書
# $n (Number) - how many pages
documents-pages = { $n }ページ
# $name (String) - the file's name
# $n (Number) - how many pages
documents-name-and-pages = { $name }・{ $n }ページ
documents-id-tokens = 本人確認の記録（JSON）
# $how (Element) - the link to the help
documents-id-tokens-explained = IdPが電子署名した、同意のときの本人確認の記録です。{ $how }
documents-id-tokens-how = 検証方法
documents-passkeys = パスキーによる同意の記録（JSON）
documents-passkeys-explained = 同意の内容に対してパスキーが作成した電子署名です。サービスを使わずに検証できます。
documents-overview = 概要
documents-sent-at = 送信日時
documents-id = 書類ID
documents-history = 履歴
documents-actor-operator = 運営者
documents-actor-link-holder = メールのリンクを開いた方
documents-back-to-document = 書類へ戻る

## Cancelling

documents-cancel = 書類を取り消す
# $title (String) - the document's title
documents-cancel-explained = 「{ $title }」を取り消します。宛先は書類を閲覧できなくなり、すでにメールが届いている次の方へ取り消しをお知らせします。元に戻すことはできません。
documents-cancel-told = お知らせを送る方
documents-back-without-cancelling = 取り消さずに戻る

## The seal

documents-seal = 電子署名
documents-seal-archived = 電子署名済み（タイムスタンプ付き）。証明書の有効期限の後も検証できます。
documents-seal-basic = 電子署名済み（タイムスタンプなし）
# $level (String) - the name of the level in the standard
documents-seal-format = 形式：{ $level }。
documents-raise = タイムスタンプを追加する
documents-raise-explained = 追加した日時が証明されます。署名した日時が証明されるわけではありません。PDFは追加後のものに替わり、以前にダウンロードしたPDFも、引き続き検証できます。
documents-raising = タイムスタンプの追加を受け付けました。数分で終わります。
documents-seal-basic-more = 署名の日時を第三者が示せるようにするには、タイムスタンプが必要です。必要な場合は、このサービスの運営者にご相談ください。
