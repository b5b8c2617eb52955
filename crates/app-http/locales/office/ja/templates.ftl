# Templates, to begin documents from.

## The list

-templates-new-document = 新しい書類の送信
# -templates-new-document (Element) - the link to a new document
templates-none = まだテンプレートがありません。{ -templates-new-document } で下書きを作り、「04 送信内容の確認」の「テンプレートとして保存」で保存します。
templates-for-whom = 組織のメンバー全員が使えます。ファイル、宛先、共有先、メッセージが入った下書きを作成します。
templates-help = テンプレートについて、くわしく
# $files (Number) - how many files
# $recipients (Number) - how many recipients
# $at (String) - when it was saved
templates-contents = { $files }ファイル・宛先{ $recipients }件・{ $at } 保存
templates-begin = 書類を作成
# $name (String) - the template's
templates-begin-from = { $name } から書類を作成
templates-rename = 名前を変更
# $name (String) - the template's
templates-rename-this = { $name } の名前を変更
templates-delete = 削除
# $name (String) - the template's
templates-delete-this = { $name } を削除
templates-renamed = テンプレート名を変更しました。
templates-deleted = テンプレートを削除しました。

## A name

templates-save-as = テンプレートとして保存
templates-change-name = テンプレート名の変更
templates-omits-request = 高度な認証リクエストの設定はテンプレートに保存されません
templates-what-is-saved = タイトルなどの情報、ファイル、宛先、共有先、メッセージを保存します。アクセスコードは保存されません。組織のメンバー全員が、このテンプレートから書類を作成できます。
templates-name = テンプレート名
templates-save = 保存
templates-back-without-saving = 保存せずに戻る

## Deleting

templates-deletion = テンプレートの削除
templates-delete-heading = テンプレートを削除する
# $name (String) - the template's
templates-delete-what-happens = 「{ $name }」を削除します。組織のメンバー全員が使えなくなります。このテンプレートから作成した書類は残ります。
templates-delete-now = 削除する
templates-back-without-deleting = 削除せずに戻る
