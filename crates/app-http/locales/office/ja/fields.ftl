# 03 入力項目の設定: the input fields on the pages.

## The step

fields-lead = 宛先の方や送信者が書き込む場所を、書類の上に置けます。
fields-lead-none = 置かない場合は、そのまま「次へ」で進めます。
fields-how = 種類を選んでから、ページの上の置きたい場所を押します。
fields-all-closed = この書類には、入力項目を置けません。このまま「次へ」で進めます。
fields-filled-later = 送信者の入力項目は、次の「04 送信内容の確認」で入力します。
fields-from-tags = 文書内のタグから入力項目を作る
fields-tags-help = タグの書き方
# $count (String) - how many
fields-form-found = PDFのフォームに、未記入の欄が{ $count }件あります。そのままの位置で入力項目にできます。
fields-from-form = 入力項目として取り込む
# $count (String) - how many
fields-form-placed = PDFのフォームの欄から、入力項目を{ $count }件作りました。位置や種類は、あとから変えられます。
fields-form-no-assignee = フォームの欄に入力する方を選んでください。何も変更していません。
fields-faults = 直していただきたい入力項目があります。このままでは送信できません。
fields-unreadable = 入力項目の内容を読み取れませんでした。保存されている状態を表示しています。お手数ですが、もう一度設定してください。
fields-what-came = 読み取れなかった内容
fields-added = 入力項目を追加しました。
fields-changed = 入力項目を変更しました。
fields-copied-by-form = 入力項目を複製しました。
fields-removed = 入力項目を削除しました。

## Kinds and names

fields-kind-text = テキスト
fields-kind-checkbox = チェックボックス
fields-kind-radio = 選択ボタン
fields-kind-date = 日付
fields-kind-choice = 選択
fields-kind-stamp = 押印
fields-kind-signature = 署名
fields-kind-seal-box = 電子署名の表示欄
# $kind (String) - the kind of the field
# $label (String) - the field's label
fields-kind-labelled = { $kind }「{ $label }」
# $field (String) - the field
# $page (String) - the page
fields-titled = { $field }（{ $page }）
fields-sender = 送信者（自分）
fields-sender-mark = 送
# $number (String) - the place in the routing order
# $name (String) - the recipient
fields-recipient = 宛先{ $number } { $name } 様
fields-fills-itself = 同意した方と日時が、自動で表示されます
fields-recipient-gone = 削除された宛先
# $number (String) - the number of the page
fields-page-numbered = { $number }ページ
# $file (String) - the name of the file
# $number (String) - the number of the page
fields-page-of-file = { $file } { $number }ページ
fields-no-file = ファイルなし
# $left (String) - millimetres
# $top (String) - millimetres
# $width (String) - millimetres
# $height (String) - millimetres
fields-place = 左から{ $left }mm・上から{ $top }mm、幅{ $width }mm・高さ{ $height }mm

## Properties

fields-assignee = 入力する方
fields-file = ファイル
fields-page = ページ
fields-left = 左からの位置（mm）
fields-top = 上からの位置（mm）
fields-width = 幅（mm）
fields-height = 高さ（mm）
fields-label = ラベル
fields-label-hint = 例：ご住所
fields-size = 文字の大きさ（6〜36ポイント）
fields-lines = 行数
fields-lines-one = 1行
fields-lines-several = 複数行
fields-limit = 最大文字数（1〜2000）
fields-pattern = 入力できる内容
fields-pattern-any = 制限なし
fields-pattern-number = 数字
fields-pattern-date = 日付
fields-pattern-postal-code = 郵便番号
fields-pattern-phone = 電話番号
fields-placeholder = 入力例（印字されません）
fields-options = 選択肢
fields-options-hint = 1行に1つずつ、2〜50個入力します。
fields-options-wrong = 選択肢は、異なるものを2〜50個入力してください。
fields-option-one = はい
fields-option-two = いいえ
fields-checked = 最初からチェックしておく
fields-group = グループ（同じ名前のボタンからは1つだけ選べます）
fields-required = 必須
fields-filling = 日付の入れ方
fields-filling-chosen = 入力する方が選ぶ
fields-filling-consent = 同意した日が入る
fields-shape = 印影
fields-shape-round = 丸印
fields-shape-square = 角印
fields-shape-organisation = 組織の印影
# $label (String) - the input
# $least (String) - a number
# $greatest (String) - a number
fields-number = 「{ $label }」は、{ $least }〜{ $greatest }の数字で入力してください。
fields-unknown-kind = この種類の入力項目はありません。

## What is wrong with a field

fields-fault-no-file = この項目があったファイルは、書類から外されています。別のファイルに移すか、削除してください。
fields-fault-not-drawable = このファイルには入力項目を置けません。別のファイルに移すか、削除してください。
fields-fault-no-page = このページはファイルにありません。別のページに移すか、削除してください。
fields-fault-outside = ページの端からはみ出しています。ページの中に移してください。
fields-fault-too-small = 小さすぎます。縦横とも3mm以上にしてください。
# $who (String) - the other person
# $field (String) - the other field
fields-fault-overlaps = { $who }の{ $field }と重なっています。重ならない場所に移してください。
fields-fault-overlaps-any = ほかの方の入力項目と重なっています。重ならない場所に移してください。
fields-fault-no-recipient = 入力する方が、宛先から削除されています。別の方を選ぶか、削除してください。
fields-fault-unfilled = まだ入力されていません。「04 送信内容の確認」で入力してください。
fields-closed-signed = このPDFは、すでに電子署名された状態で届いたため、入力項目を置けません。署名した方が見ていない内容を、あとから重ねないためです。
fields-closed-structure = このPDFの構造では、書き込んだ内容がどの閲覧ソフトでも見えるとは限らないため、入力項目を置けません。「PDFとして印刷」で保存し直したファイルには置けることがあります。
fields-closed-unknown = このPDFは、入力項目に対応する前に取り込まれたものです。「01 書類の準備」でもう一度アップロードすると、置けるようになります。

## The text tags

# $count (String) - how many
fields-tags-placed = 文書内のタグから、入力項目を{ $count }件作りました。
fields-tags-none = 文書内に、入力項目を作れるタグは見つかりませんでした。
# $count (String) - how many
fields-tags-known = 入力項目がすでにあるタグが{ $count }件ありました。
# $count (String) - how many
fields-tags-removed = 入力項目にしたタグ{ $count }件の文字を、ページから取り除きました。送信の前に、ファイルの変更をご確認ください。
fields-tags-confirm = 01 書類の準備で確認する
fields-tags-left = 次のタグの文字は、ほかの文字を動かさずに取り除けないため、ページに残っています。元の文書でタグだけの行にするかタグを削除して、PDFを作り直してください。
fields-tags-faults = 次のタグからは、入力項目を作れませんでした。
# $tag (String) - the tag
# $page (String) - the page
fields-tag-at = { $tag }（{ $page }）
# $page (String) - the page
fields-tags-unread = { $page }の文字は読み取れませんでした。タグがあっても、入力項目は作られていません。
fields-tag-kind = 種類が分かりません。テキスト・チェック・日付・選択・押印・署名・電子署名のいずれかを書いてください。
fields-tag-assignee = 入力する方が分かりません。「送信者」または「宛先1」のように書いてください。
# $number (String) - the number of the recipient
fields-tag-no-recipient = 宛先{ $number }は登録されていません。「02 送付先の設定」で宛先を追加してください。
fields-tag-part = 余分な部分があります。

## The form for one field

fields-add = 入力項目の追加
fields-change = 入力項目の変更
fields-save = 保存
fields-leave = 保存せずに戻る
fields-list = 入力項目の一覧
fields-none-yet = まだ入力項目はありません。
fields-edit = 編集
# $field (String) - the field
fields-edit-this = { $field }を編集
fields-remove = 削除
# $field (String) - the field
fields-remove-this = { $field }を削除
fields-add-kind = 追加する種類を選んでください。

## The editor

fields-palette = 入力項目の種類
fields-choose-assignee = 入力する方を選ぶ
fields-choose-kind = 種類を選んで置く
fields-tools = 編集
fields-undo = 元に戻す
fields-redo = やり直す
fields-copy = コピー
fields-paste = 貼り付け
fields-duplicate = 複製
fields-duplicate-all = 全ページに複製
# $field (String) - the field
fields-duplicate-this = { $field }を複製
# $field (String) - the field
fields-duplicate-all-this = { $field }を全ページに複製
fields-align-left = 左を揃える
fields-align-top = 上を揃える
fields-same-width = 幅を揃える
fields-more = その他の操作
fields-smaller = 縮小する
fields-larger = 拡大する
fields-pages = 書類のページ
fields-properties = 設定
fields-nothing-selected = 置いた入力項目を選ぶと、ここで設定できます。
# $count (String) - how many
fields-selected = { $count }件を選んでいます。
fields-close = 閉じる
fields-keys = キーボードの操作
fields-keys-explained = Tabで項目を選び、矢印キーで1mm（Shiftを押しながらで10mm）動かします。Ctrl+矢印キーで大きさを変えます。Deleteで削除、Ctrl+Dで複製、Ctrl+Zで元に戻す、Ctrl+Shift+Zでやり直す、Ctrl+Cでコピー、Ctrl+Vで貼り付けです。Shift+クリックで複数を選べます。Altを押しながら動かすと、位置を吸着させません。＋と−で拡大・縮小、0で元の大きさに戻します。

## What the editor says

# $kind (String) - the kind of the field
fields-say-armed = { $kind }を置く場所を、ページの上で押してください。Escでやめます。
# $field (String) - the field
# $page (String) - the page
fields-say-placed = { $field }を{ $page }に置きました。
# $place (String) - where the field is
fields-say-moved = { $place }
# $count (String) - how many
fields-say-removed = { $count }件を削除しました。元に戻せます。
fields-say-undone = 元に戻しました。
fields-say-redone = やり直しました。
# $count (String) - how many
fields-say-copied = { $count }件をコピーしました。
# $count (String) - how many
fields-say-duplicated = { $count }件を複製しました。
fields-say-no-copies = 複製できるページがありません。
fields-say-aligned = 揃えました。
fields-say-most = 入力項目は500件までです。
fields-say-one-seal = 電子署名の表示欄は、1つの書類に1つだけ置けます。
fields-say-lost = ページにない項目
