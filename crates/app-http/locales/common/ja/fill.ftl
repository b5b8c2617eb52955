# Filling input fields on the pages.

fill-title = 入力項目
fill-intro = 書類の中の枠か、下の一覧から選んで入力してください。
fill-intro-form = 入力して「入力内容を保存」を押してください。保存した内容は、書類の上に印字のとおりに表示されます。
fill-go = 入力する欄を見る
fill-save = 入力内容を保存
fill-saved = 入力した内容を保存しました。
fill-next = 次の項目
fill-done = 完了
fill-close = 閉じる
# $count (Number) - how many required fields are not filled in
fill-missing = 未入力の項目が{ $count }件あります
# $count (Number) - how many required fields are not filled in
fill-begin = 入力を始める（残り{ $count }件）
# $count (Number) - how many required fields are not filled in
fill-go-on = 入力を続ける（残り{ $count }件）
fill-complete = 必須の項目はすべて入力されています。
fill-missing-first = 書類に戻り、入力してから同意してください。
fill-go-back = 入力に戻る
fill-state-missing = 未入力
fill-state-filled = 入力済み
# $label (String) - what the field asks for
# $state (String) - what stands in it
fill-own = { $label }：{ $state }
fill-kind-text = テキスト
fill-kind-checkbox = チェック
fill-kind-radio = 選択ボタン
fill-kind-date = 日付
fill-kind-choice = 選択
fill-kind-stamp = 押印
fill-kind-signature = 署名
# $kind (String) - the kind of the field
# $page (Number) - the number of the page
fill-kind-on-page = { $kind }（{ $page }ページ）
fill-day-of-consent = 同意した日が入ります
fill-day-of-sending = 送信した日が入ります
fill-seal-box = 電子署名の内容がここに表示されます
# $name (String) - a recipient
fill-by = { $name } 様が入力します
fill-by-others = ほかの方が入力します
fill-checked = チェックあり
fill-unchecked = チェックなし
fill-choose = 選んでください
fill-no-choice = 選ばない
# $limit (Number) - the greatest number of characters
fill-limit = { $limit }文字まで
fill-stamp-text = 印影の文字
fill-stamp-hint = 1〜8文字。縦書きの印影になります。
fill-stamp-now = 押印する
# $text (String) - the characters
fill-stamp-of = 「{ $text }」の印影
fill-stamp-image = 組織の印影
fill-stamp-use-image = 組織に登録された印影を押す
fill-signature-draw = 枠の中に、指・ペン・マウスで署名してください。
fill-signature-typed = または、名前を入力
fill-signature-name = 署名として入る名前
fill-signature-clear = 書き直す
fill-signature-undo = 1つ戻す
fill-signature-use = この署名を入れる
fill-signature-remove = 保存した署名を消す
# $name (String) - the typed name
fill-signature-of = 「{ $name }」の署名
fill-signature-drawn = 手書きの署名
fill-as-printed = 印字される内容
fill-not-saved = 保存できませんでした。通信を確かめて、もう一度お試しください。
fill-reload = 保存できませんでした。ページを読み込み直してください。
