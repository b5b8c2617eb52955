# Words that only senders and managers meet.

## Where a recipient's turn stands

# $why (String) - what happened to the recipient's way to sign in
word-recipient-held = 要対応：{ $why }。ご本人か確かめてください
word-recipient-restored = 要対応：復元後の確認待ち
word-recipient-not-sent = 送信されませんでした
word-recipient-waiting = 順番待ち
word-recipient-no-answer = 回答なし
word-recipient-link-ended = 要対応：リンクの有効期限が切れました
# $at (String) - when the recipient opened it first
word-recipient-reading = 確認中（{ $at } に開封）
word-recipient-unopened = 未開封
word-recipient-queued = 送信待ち
# $tries (Number) - how often sending failed
# $at (String) - when it is tried next
word-mail-retried = 送信待ち（{ $tries }回失敗。次は { $at }）
# $tries (Number) - how often sending failed
word-mail-retrying = 送信待ち（{ $tries }回失敗。まもなく再送）
word-mail-unsent = 未送信
# $at (String) - when the mail system took the email
word-mail-sent = 送信済み（{ $at }）
word-mail-failed = 届きませんでした
# $state (String) - how far the email has come
word-conclusion-mail = 完了メール：{ $state }
# $why (String) - why the email was refused
word-recipient-conclusion-undelivered = 要対応：完了メールが不達（{ $why }）
# $at (String) - when the mail system took the email
word-recipient-sent = 未開封（{ $at } に送信済み）
# $why (String) - why the email was refused
word-recipient-undelivered = 要対応：不達（{ $why }）
# $at (String) - when
word-recipient-consented = 同意済み（{ $at }）
# $at (String) - when
word-recipient-declined = 却下（{ $at }）
# $to (String) - the name of the person it was forwarded to
# $at (String) - when
word-recipient-forwarded-to = { $to } 様に転送（{ $at }）
# $at (String) - when
word-recipient-forwarded = 転送（{ $at }）
word-recipient-wrong-recipient = 要対応：宛先が違うとの申し出がありました

## How a consenting person was authenticated

# $issuer (String) - the identity provider's address
word-assurance-idp = IdP認証（{ $issuer }）
# $issuer (String) - the identity provider's address
word-assurance-named-idp = IdP認証（送信者が指定：{ $issuer }）
# $by (String) - the method
# $at (String) - when the authenticator was enrolled
word-assurance-new = { $by }（送信後の登録として扱う、{ $at } 設定）
# $class (String) - the class of the enrolment, E0, E1 or E2
# $at (String) - when it was made
word-late-made = { $class }・{ $at } 登録
# $class (String) - the class of the enrolment, E0, E1 or E2
# $at (String) - when it was made
word-late-at-once = { $class }・{ $at } 登録（同意の直前）
# $class (String) - the class of the enrolment, E0, E1 or E2
# $at (String) - when it was made
# $minutes (Number) - how old it was at the consent
word-late-minutes = { $class }・{ $at } 登録（同意の{ $minutes }分前）
# $class (String) - the class of the enrolment, E0, E1 or E2
# $at (String) - when it was made
# $hours (Number) - how old it was at the consent
word-late-hours = { $class }・{ $at } 登録（同意の{ $hours }時間前）
# $class (String) - the class of the enrolment, E0, E1 or E2
# $at (String) - when it was made
# $days (Number) - how old it was at the consent
word-late-days = { $class }・{ $at } 登録（同意の{ $days }日前）
# $class (String) - the class of the enrolment
# $at (String) - when it was made
word-late-before-address = { $class }・認証方法は { $at } 登録、アドレスの登録は送信後
word-new-address = 送信後にアドレスをアカウントに登録（確認コードで本人確認）
word-new-app = 送信後に認証アプリを登録（確認コードで本人確認）
word-new-app-by-password = 送信後に認証アプリを登録（確認コードによる本人確認なし）
word-new-app-coded = 送信後に認証アプリを登録（確認コードとアクセスコードで本人確認）
word-new-passkey = 送信後にパスキーを登録（確認コードで本人確認）
word-new-passkey-by-password = 送信後にパスキーを登録（確認コードによる本人確認なし）
word-new-passkey-coded = 送信後にパスキーを登録（確認コードとアクセスコードで本人確認）
word-new-idp = 送信後に会社のアカウント（IdP）と連携（確認コードで本人確認）
word-new-idp-by-password = 送信後に会社のアカウント（IdP）と連携（確認コードによる本人確認なし）
word-new-idp-coded = 送信後に会社のアカウント（IdP）と連携（確認コードとアクセスコードで本人確認）

## What was changed about a file when it was taken in

change-repaired = ファイルの構造の誤りを直しました。この処理では、ページの文字と見た目は変えていません。
change-decrypted = このPDFには暗号化や、編集・印刷の制限がかかっていました。それらを外した状態で使います。権限があることを確認してください。
change-form-fixed = 入力フォームの欄を、表示されていたとおりにページの一部にしました。以後は入力できません。
change-form-drawn = 表示のなかった入力フォームの欄に、入力値から表示を作成しました。ページを確認してください。
change-annotations-fixed = 注釈・スタンプ・図形を、表示されていたとおりにページの一部にしました。
change-annotations-drawn = 表示データのない下線・マーカー・図形などの注釈を、その内容から描きました。ページを確認してください。
# $names (String) - the beginnings of the comments
change-comments-removed = クリックすると開くコメント（付箋）の文章はページに含まれないため、取り除きました（{ $names }）。
change-layers-fixed = レイヤーを、表示されていたとおりの状態に固定しました。
# $names (String) - the names of the layers
change-hidden-layers-kept = 表示されていないレイヤー（{ $names }）の内容が、ファイルに残っています。文字を取り出すプログラムでは読むことができます。
change-usage-rights-removed = フォームの使用権限（Adobe Readerでの機能拡張）の情報を外しました。署名ではありません。
change-xfa-removed = フォームのうちXFA形式の定義を外し、同じフォームの通常の入力欄を使いました。
change-actions-removed = スクリプトや、ボタンなどの動作を外しました。
# $names (String) - where the links lead to
change-links-removed = ほかのファイルやプログラムへのリンク、ページを覆うリンクを外しました（{ $names }）。
# $names (String) - the names of the files
change-attachments-removed = 添付ファイル { $names } は契約書に含まれません。
# $names (String) - the names of the files
change-attachments-kept = 添付ファイル { $names } はそのまま含まれます。署名済みのPDFまたは電子請求書から外すことはできません。
change-actions-kept = スクリプトや動作がそのまま含まれます。署名済みのPDFから外すことはできません。
# $names (String) - the tags
change-tags-removed = 入力項目にしたタグの文字（{ $names }）を、ページから取り除きました。ほかの文字の位置は変わりません。ページをご確認ください。
# $names (String) - the names of the fonts
change-fonts-replaced = フォント（{ $names }）がファイルに埋め込まれていないため、この画面では代わりのフォントで表示します。文字の形が元のアプリと違うことがあります。ページをご確認ください。
# $names (String) - the numbers of the pages
change-pages-unshown = 画像として表示できないページがあります（{ $names }ページ）。そのページではPDFを開くようご案内します。
# $names (String) - the numbers of the pages
change-pages-differ = アプリによって見え方が変わる効果（透明・グラデーション・特殊な色）を使ったページがあります（{ $names }ページ）。PDFと見比べてご確認ください。
# $names (String) - the fields, each with what it shows and what its data say
change-values-contradicted = フォームに、表示されている文字と、内部のデータが違う入力欄があります（入力欄: 表示 ≠ データ … { $names }）。表示されているほうをページの内容にして、データは取り除きました。ページをご確認ください。
change-separator = 、
# $names (String) - some names
# $more (Number) - how many more there are
change-names-and-more = { $names } ほか{ $more }件

## Which rule demands what of recipients

word-request-always = 組織の設定により、すべての書類に設定されます。
# $amount (String) - from which amount on
word-request-amount = 組織の設定により、取引金額が{ $amount }以上の書類に設定されます。
# $amount (String) - from which amount on
word-request-amount-unknown = 組織の設定により、取引金額が{ $amount }以上の書類に設定されます。取引金額が入力されていないため、設定されています。取引金額は手順01で入力できます。
word-request-outside = 組織の設定により、組織外の宛先がある書類に設定されます。
word-by-organisation = 組織の設定
word-by-document = 書類の設定
word-by-recipient = 宛先の設定
# $by (String) - which rule demands it
word-enrolment-coded = 送信前に登録した認証方法か、アクセスコードを入力してから登録した認証方法だけが使えます（{ $by }）
# $by (String) - which rule demands it
word-enrolment-uncoded = アクセスコードがないため、送信前に登録した認証方法だけが使えます（{ $by }）
# $by (String) - which rule demands it
word-enrolment-before = 送信前に登録した認証方法だけが使えます（{ $by }）
