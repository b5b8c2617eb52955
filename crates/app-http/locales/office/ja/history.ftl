# A document's history, line by line.

## Persons

# $name (String) - the recipient's name
history-person = { $name } 様
# $name (String) - the recipient's name
# $email (String) - the recipient's address
history-person-at = { $name } 様（{ $email }）
history-some-recipient = 宛先
# $method (String) - how the person was authenticated
# $issuer (String) - the identity provider's address
history-method-and-issuer = { $method }・{ $issuer }

## Before sending

history-drafted = 下書きを作成しました
history-described = 書類の情報を変更しました
history-files-replaced = ファイルを差し替えました
# $changes (String) - what was changed
history-file-changed = ファイルを受け取ったときの処理：{ $changes }
# $changes (String) - what was changed
history-file-changes-confirmed = ファイルの変更点を確認しました：{ $changes }
history-recipient-added = 宛先を追加しました
history-recipient-changed = 宛先を変更しました
history-recipient-removed = 宛先を削除しました
history-copy-added = 共有先を追加しました
history-copy-removed = 共有先を削除しました
history-recipients-reordered = 宛先の順番を変更しました
history-request-set = 高度な認証リクエストを設定しました
history-request-withdrawn = 高度な認証リクエストを取り消しました
history-before-sending = 下書きの経過

## From sending to the answer

history-sent-with-request = 書類を送信しました（高度な認証リクエスト：設定あり）
history-sent = 書類を送信しました
# $recipient (String) - the recipient it goes to
history-reminded = { $recipient }へリマインドのメールを送りました
# $recipient (String) - the recipient it goes to
history-invited-by-forwarding = { $recipient }（転送先）へメールを送りました
# $recipient (String) - the recipient it goes to
history-link-renewed = { $recipient }へ新しいリンクをメールで送りました
# $recipient (String) - the recipient it goes to
history-invited = { $recipient }へメールを送りました
# $recipient (String) - the recipient it goes to
history-mailbox-code-asked = { $recipient }へ確認コードをメールで送りました
# $recipient (String) - whose address
history-mailbox-proven = { $recipient }のメールアドレスを確認しました
# $recipient (String) - whose mail
# $why (String) - why it was refused
history-mail-refused = { $recipient }へのメールが届きませんでした（{ $why }）
# $why (String) - why it was refused
history-mail-refused-copy = 共有先へのメールが届きませんでした（{ $why }）
# $why (String) - why it was refused
history-mail-refused-sender = 送信者へのメールが届きませんでした（{ $why }）
# $recipient (String) - the recipient
history-conclusion-mail-asked = { $recipient }への完了メールの再送を指示しました
# $recipient (String) - the recipient
history-conclusion-told = { $recipient }に締結を別の方法で伝えたことを記録しました
# $recipient (String) - who
# $by (String) - how the person was authenticated
history-opened = { $recipient }への書類の表示を始めました（{ $by }）
# $recipient (String) - who
# $by (String) - how the person was authenticated
history-consented = { $recipient }が同意しました（{ $by }）
# $recipient (String) - whose
history-id-token-kept = { $recipient }の本人確認の記録（IdPの電子署名付き）を保存しました
# $recipient (String) - whose
history-passkey-assertion-kept = { $recipient }のパスキーによる同意の記録（電子署名付き）を保存しました
# $recipient (String) - who
history-consent-withdrawn = { $recipient }が同意を取り消しました
history-all-consented = 全員の同意がそろいました
# $recipient (String) - who
history-declined = { $recipient }が却下しました
history-consents-ended = 締結に至らなかったことを、先に同意した宛先へメールで知らせました
# $recipient (String) - whose consent
# $why (String) - what happened to the recipient's way to sign in
history-consent-held = { $recipient }の{ $why }。同意の受け付けを止めました
# $recipient (String) - who
history-consent-released = { $recipient }ご本人であることを送信者が確かめ、同意の受け付けを再開しました
# $recipient (String) - whose consent
# $why (String) - why it is held
history-given-consent-held = { $recipient }の{ $why }。確認がすむまで、締結を保留します
# $recipient (String) - whose consent
history-consent-not-taken = { $recipient }の保留中の同意を受け付けず、もう一度同意を求めました
# $recipient (String) - whose consent
history-consent-disputed = { $recipient }の同意について、身に覚えがないとの申し出がありました
# $recipient (String) - the recipient
# $pages (Number) - how many pages
history-pages-shown = { $recipient }に全{ $pages }ページを表示しました
# $fields (Number) - how many input fields
history-fields-set = 入力項目を設定しました（{ $fields }件）
# $fields (Number) - how many input fields
history-fields-filled-by-sender = 送信者が入力項目を入力しました（{ $fields }件）
# $recipient (String) - who
# $fields (Number) - how many input fields
history-fields-filled = { $recipient }が入力項目を入力しました（{ $fields }件）
# $recipient (String) - whose consent
# $by (String) - who took a consent back
history-consent-lapsed = { $by }が入力内容とともに同意を取り消したため、{ $recipient }の同意が無効になりました
# $recipient (String) - who is asked again
history-invited-after-lapse = { $recipient }へ、あらためて同意をお願いするメールを送りました
# $from (String) - name and address before
# $to (String) - name and address since
history-recipient-corrected = 宛先を訂正しました：{ $from } → { $to }
# $recipient (String) - who is asked at another address
history-invited-after-correction = { $recipient }へ、訂正したアドレスにメールを送りました
# $recipient (String) - whose page
history-access-code-typed = { $recipient }の画面でアクセスコードが確認されました
# $recipient (String) - who
history-enrolled-behind-access-code = { $recipient }がアクセスコードの入力後に2要素認証を設定しました
# $recipient (String) - who
# $to (String) - the person it was forwarded to
history-forwarded = { $recipient }が{ $to }に転送しました
# $recipient (String) - whose mail
history-wrong-recipient = { $recipient }宛てのメールの受取人から、宛先が違うとの申し出がありました
# $recipient (String) - whose turn
history-report-taken-back = { $recipient }宛ての申し出（宛先が違う）が取り消されました

## Others

history-manager-viewed-file = 書類管理者がファイルを閲覧しました
history-manager-viewed-certificate = 書類管理者が合意締結証明書を閲覧しました
history-manager-exported-file = 書類管理者がファイルを取り出しました
history-manager-viewed = 書類管理者が書類を閲覧しました
history-evidence-taken = 運営者が証跡パッケージを取り出しました
# $from (String) - what stood there before
# $to (String) - what stands there now
history-corrected = 検索項目を訂正しました（{ $from } → { $to }）
history-legal-hold-placed = 保存の継続を設定しました
history-legal-hold-released = 保存の継続を解除しました
# $on (String) - from when on it is deleted
history-deletion-announced = 保存期間の終了と、{ $on }以降の削除を予告しました
history-deleted = 保存期間が終わり、書類を削除しました
history-handed-over = 送信者の役割を、組織のほかのメンバーが引き継ぎました
history-cancelled = 書類を取り消しました
history-concluded = 電子署名を付与し、締結しました
history-certificate-issued = 合意締結証明書を発行しました
history-seal-raise-asked = タイムスタンプの追加が依頼されました
history-seal-renewed = 電子署名の有効性を延長しました（タイムスタンプを更新）
history-certificate-renewed = 合意締結証明書の電子署名の有効性を延長しました（タイムスタンプを更新）
history-seal-raised = タイムスタンプのない電子署名に、タイムスタンプを追加しました（署名した日時ではありません）
history-certificate-raised = 合意締結証明書のタイムスタンプのない電子署名に、タイムスタンプを追加しました（署名した日時ではありません）
# $kind (String) - the event's technical name
history-unknown = この版では表示できない履歴（{ $kind }）

## What was refused

# $why (String) - why
history-refused = 操作を拒否しました（{ $why }）
history-refused-wrong-code = コードの誤り
history-refused-wrong-passkey = パスキーを確認できない
history-refused-consent-held = 送信者による本人確認待ち
history-refused-wrong-access-code = アクセスコードの誤り
history-refused-otp-replay = 使用済みの認証コード
history-refused-throttled = 試行回数の超過
history-refused-locked = 認証のロック
history-refused-advanced-auth-required = 2要素認証・IdP認証なし
history-refused-wrong-account = 宛先でないアカウント
history-refused-step-up-required = 再認証が必要
history-refused-other-contents = 表示と異なる書類
history-refused-file-damaged = 保存先のファイルの破損
history-refused-pages-not-shown = 未表示のページがある状態での同意
history-refused-not-editable = この状態ではできない操作
history-refused-language = 日本語以外の言語
history-refused-named-idp-required = 指定されたIdP以外での認証
history-refused-enrolled-too-late = 送信後に登録された認証方法
history-refused-enrolled-by-password = 送信後にパスワードだけで登録された認証方法
history-refused-idp-subject = IdPで別の方が認証
history-refused-idp-time = IdPでの認証の日時
history-refused-idp-strength = IdPでの認証の強さ
history-refused-other-idp = 別のIdP、または無効なIdP
history-refused-other = その他

## 事前確認

# $recipient (String) - who was asked, with the address
history-preflight-asked = { $recipient }に事前確認のメールを送りました
# $recipient (String) - who
history-preflight-answered = { $recipient }の準備が完了しました
# $recipient (String) - whose mail
history-preflight-refused = { $recipient }宛ての事前確認の受取人から、宛先が違うとの申し出がありました
