# 受け取った書類: everything that a person received.

received = 受け取った書類
received-what-this-is = あなた宛てに届いた書類です。メールを探さなくても、ここから開けます。
received-back = 受け取った書類へ

## The tabs, and the states of a document

received-states = 状態
received-all = すべて
received-todo = あなたの確認待ち
received-waiting = ほかの方の確認待ち
received-concluded = 締結済
received-ended = 終了
received-sealing = 締結処理中
received-held = 送信者の確認待ち
received-forwarded = 転送済み
received-reported = 宛先違いを連絡済み

## The search

received-search-text = キーワード
received-search-example = タイトル、送信者、番号
received-search = 検索
received-search-clear = 条件を消す
received-none-found = 見つかりませんでした。題名を表示していない書類の題名は、検索されません。
# $address (String) - the reader's mail address
received-none = まだ書類は届いていません。{ $address } 宛ての書類が、ここに表示されます。
received-none-of-this-state = この状態の書類はありません。
received-next = 続きを見る

## A line

# $organisation (String) - the sender's organisation
received-untold = 「{ $organisation }」からの書類
# $organisation (String) - the sender's organisation
# $sender (String) - the sender
received-from = 送信者：{ $organisation }・{ $sender }
# $name (String) - the recipient, as the sender wrote
received-to = 宛名：{ $name } 様
# $reference (String) - the number by which recipient and sender speak of the document
received-reference = お問い合わせ番号 { $reference }
# $at (String) - when
received-updated = 更新 { $at }

## Why a title is not told

received-untold-strong = 題名は、2要素認証（またはIdP認証）でログインすると表示されます。
received-untold-idp = 題名は、送信者が指定したIdPでログインすると表示されます。
received-untold-code = 題名は、アクセスコードを入力すると表示されます。
received-untold-late = 認証方法の登録が送信者の条件に合わないため、題名を表示できません。送信者にお問い合わせください。
received-untold-ended = 終了した書類のため、題名を表示できません。
