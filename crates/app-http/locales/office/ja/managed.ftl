# The organisation's documents, as document managers see them.

# Between two names.
managed-comma = 、
# Between two facts.
managed-between = ・

## The list

managed-what-this-is = 組織のメンバーが送信・受信した書類です。閲覧すると、そのことが書類の履歴に残り、送信者に見えます。
managed-help = 書類管理者について、くわしく
managed-none-found = 条件に合う書類はありません。
managed-none = この状態の書類はありません。下書きは、作成した本人だけに表示されます。
# $who (String) - the sender's organisation
managed-received-from = 受信：{ $who }
# $sender (String) - the sender
# $recipients (String) - the recipients' names
managed-sent-to = 送信：{ $sender } → { $recipients }
# $date (String) - the day
managed-contracted = 締結日 { $date }
managed-advanced = 高度な認証
# $at (String) - when
managed-updated = 更新 { $at }
managed-next = 次の50件
managed-save-table = 一覧をCSVで保存
managed-save-files = PDFをZIPで保存
managed-too-many = 書類が多いため、まとめて取り出せません。500件以内、合計500MB以内になるように絞り込んでください。

## A document

managed-back = 管理書類へ
managed-looking-as-manager = 書類管理者として閲覧しています。閲覧したことは書類の履歴に残り、送信者に見えます。同意や変更はできません。
managed-recipients = 宛先
managed-own-recipients-only = 受信した書類では、組織の宛先だけを表示します。
managed-files = ファイル
managed-sealed-pdf = 締結済みPDF
managed-open-pdf = PDFを開く
# $name (String) - the file's
# $pages (Number) - how many pages
managed-file-pages = { $name }・{ $pages }ページ
managed-overview = 概要
managed-history = 履歴

## What is known of a document, on its page and in the table

managed-contract-date = 契約締結日
managed-amount = 取引金額
managed-counterparty = 契約相手の名称
managed-title = タイトル
managed-control-number = 管理番号
managed-status = 状態
managed-direction = 送受信
managed-received = 受信
managed-sent = 送信
managed-sender = 送信者
managed-sent-at = 送信日時
managed-ended-at = 終了日時
managed-advanced-request = 高度な認証リクエスト
managed-is-requested = 設定あり
managed-is-not-requested = なし
managed-document-id = 書類ID
