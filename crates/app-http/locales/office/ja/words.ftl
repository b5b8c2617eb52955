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
# $class (String) - the class of the enrolment, E1 or E2
# $at (String) - when the authenticator was enrolled
word-assurance-new = { $by }（送信後に設定された認証アプリ・{ $class }、{ $at } 設定）
