# Emails. What people typed stands between 「」 or as a quotation, never as words of the service.

## Around every email

# $name (String) - the addressee's name
email-greeting = { $name } 様
email-greeting-no-name = ご利用者 様
# $help (String) - the address of the help
email-footer =
    このメールは電子契約サービス Wariin から自動で送信しています。
    お心当たりのない場合の手順：
    { $help }
email-title-label = タイトル：
email-message-label = 送信者からのメッセージ：

## To a recipient whose turn has come

# $organisation (String) - the sender's organisation
# $sender (String) - the sender's name
email-invitation = 「{ $organisation }」の「{ $sender }」様から、確認していただく書類が届いています。
    .subject = 書類の確認をお願いします
# $link (String) - the link
# $until (String) - when it ends
email-invitation-link =
    次のリンクを開いて確認してください。
    { $link }

    リンクの有効期限：{ $until }
email-invitation-advanced-auth = この書類の閲覧と同意には、2要素認証（またはIdP認証）が必要です。認証アプリ（Google Authenticator など）をご用意ください。手順は画面でご案内します。
email-invitation-lapsed = 先に同意した方が、入力した内容とともに同意を取り消しました。そのため、あなたの同意は無効になりました。書類の内容が変わることがありますので、もう一度ご確認のうえ、同意または却下してください。
    .subject = 【再確認】書類への同意をもう一度お願いします
email-invitation-again = 以前お送りしたリンクは使えません。このメールのリンクをお使いください。
    .subject = 【再送】書類の確認をお願いします

## To a person who is invited to an organisation

# $organisation (String) - the organisation
# $by (String) - who invites
# $link (String) - the page of the invitation
# $until (String) - when it ends
email-member-invitation =
    「{ $organisation }」の「{ $by }」様が、電子契約サービスのメンバーとしてあなたを招待しています。

    次のページを開いて参加してください。
    { $link }

    招待の有効期限：{ $until }
    .subject = 組織への招待が届いています

## The code that proves the mailbox

# $digits (String) - the code, indented
# $until (String) - when it ends
email-mailbox-code =
    メールアドレスを確認するためのコードです。

    { $digits }

    コードを請求したブラウザーの画面に、{ $until } までに入力してください。
    このコードを他の人に伝えないでください。書類の送信者や当サービスがお尋ねすることはありません。
    .subject = 確認コードのお知らせ

## The document is concluded

email-concluded = 全員の同意がそろい、電子署名を付与して締結しました。
    .subject = 書類が締結されました
email-concluded-attached = 締結済みPDFをこのメールに添付しています。
# $link (String) - where the document is
email-concluded-download =
    締結済みPDFは次のページからダウンロードできます。

    { $link }
email-concluded-in-copy = 共有先の方へのお知らせです。書類の内容は、送信者にお問い合わせください。

## The document is cancelled

# $sender (String) - who cancelled it
email-cancelled =
    「{ $sender }」様が、お送りした書類を取り消しました。
    以前お送りしたリンクからは閲覧できません。行っていただく手続きはありません。
    .subject = 書類が取り消されました

## To the sender

# $by (String) - who declined
# $reason (String) - why, as a quotation
# $link (String) - where the document is
email-declined =
    「{ $by }」様が却下しました。

    却下の理由（ご本人の記入）：
    { $reason }

    { $link }
    .subject = 書類が却下されました
# $recipient (String) - who withdrew
# $link (String) - where the document is
email-withdrawn =
    「{ $recipient }」様が、一度した同意を取り消しました。書類は先方確認中のままです。
    「{ $recipient }」様がもう一度同意するか却下するまで、締結されません。

    { $link }
    .subject = 同意が取り消されました
# $recipient (String) - whose consent is held
# $why (String) - what happened to the recipient's way to sign in
# $link (String) - where the document is
email-held =
    「{ $recipient }」様の{ $why }。ほかの人が本人になりすましていないことを確かめるまで、「{ $recipient }」様の同意を受け付けません。

    電話など、メール以外の方法でご本人に確かめ、書類の画面で受け付けてください。ご本人の操作でなければ、書類を取り消してください。

    { $link }
    .subject = 宛先の方の本人確認をお願いします
# $link (String) - where the document is
email-restored =
    サービスがバックアップから復元されました。バックアップより後の回答や取り消しは、記録が残っていません。書類を確認していただくまで、宛先に届いているリンクは使えず、同意も受け付けません。

    このまま進めてよい書類であれば、書類の画面で確認してください。順番の来ている宛先に、新しいリンクをお送りします。そうでなければ、書類の画面で取り消してください。

    { $link }
    .subject = 復元後の書類の確認をお願いします
# $by (String) - who forwarded
# $to (String) - the new recipient's name and address, as a quotation
# $link (String) - where the document is
email-forwarded =
    「{ $by }」様が、確認と同意をほかの方に引き継ぎました。

    転送先（ご本人の記入）：
    { $to }

    転送先の方にも、同じ認証を求めます。お心当たりのない方の場合は、書類を取り消してください。

    { $link }
    .subject = 書類が転送されました
# $to (String) - the person and the address
# $why (String) - why the email was refused
# $link (String) - where the document is
email-undelivered =
    次の方へのメールが、相手のメールサーバーに受け取られませんでした（{ $why }）。

    { $to }

    メールアドレスを確かめてください。誤っていた場合は、書類を取り消し、書類の画面の「複製して下書きを作る」から宛先を直して送り直してください。

    { $link }
    .subject = メールが届きませんでした
# $recipient (String) - whose factor
# $at (String) - when it was set up
# $link (String) - where the document is
email-new-factor =
    「{ $recipient }」様宛ての書類が、{ $at } に設定された認証アプリ（または会社のアカウントとの連携）で開かれました。書類を送信した後に設定されたものです。
    このメールアドレスのメールを読める人であれば、設定できます。ご本人の設定かどうか、電話など、メール以外の方法でお確かめください。お心当たりのない方の場合は、書類を取り消してください。

    { $link }
    .subject = 書類の送信後に設定された認証アプリで書類が開かれました
# $recipient (String) - whose consent is disputed
# $link (String) - where the document is
email-disputed =
    「{ $recipient }」様のメールアドレスのメールを読める方から、この書類に同意したアカウント（またはそのログインの方法）は本人が設定したものではない、との申し出がありました。
    この書類には、すでに全員が同意しています。同意と電子署名は、取り消されません。

    電話など、メール以外の方法でご本人に確かめてください。ご本人の同意でなければ、書類を送り直すかどうかをご判断ください。

    { $link }
    .subject = 書類への同意について、身に覚えがないとの申し出がありました
# $recipient (String) - whose mail
# $link (String) - where the document is
email-report-taken-back =
    「{ $recipient }」様宛ての書類について、宛先が違うとの申し出が取り消されました。
    書類は引き続き、この方の確認を待っています。

    { $link }
    .subject = 宛先が違うとの申し出が取り消されました
# $recipient (String) - whose mail
# $link (String) - where the document is
email-wrong-recipient =
    「{ $recipient }」様宛てのメールの受取人から、宛先が違うとの申し出がありました。
    書類の内容は表示していません。宛先を確かめ、必要であれば書類を取り消して送り直してください。

    { $link }
    .subject = 宛先が違うとの申し出がありました

## To an account's owner

# $change (String) - what changed
# $link (String) - the page of the security settings
email-account-changed =
    { $change }

    ご自身の操作の場合、行っていただくことはありません。
    お心当たりがない場合は、すぐにログインして「セキュリティ」の設定を確かめ、サービスの運営者にご連絡ください。
    { $link }
    .subject = アカウントの設定が変わりました
# $change (String) - what changed
# $link (String) - where the reader can report it
# $until (String) - when the link ends
email-account-changed-report =
    { $change }

    ご自身の操作の場合、行っていただくことはありません。

    身に覚えがない場合は、{ $until } までに次のリンクからお知らせください。ログインは必要ありません。アカウントからログアウトし、パスワードを無効にして、同意を待っている書類を止めます。
    { $link }
# $link (String) - where a new password is asked for
email-account-reported =
    アカウントの操作に身に覚えがないとのお知らせを受け付けました。
    すべての端末でログアウトし、パスワードを無効にしました。同意を待っている書類は止めて、送信者に知らせました。認証アプリ（2要素認証）は、そのまま残っています。

    アカウントを使うには、次のページから新しいパスワードを設定してください。
    { $link }

    設定されている認証アプリがご自身のものでない場合は、組織の管理者かサービスの運営者に、リセットをご依頼ください。このメールアドレスのメールをほかの人が読めないか、お確かめください。
    .subject = 身に覚えがないとのお知らせを受け付けました
email-change-registered = このメールアドレスで、アカウントが作成されました。
    .subject = アカウントが作成されました
email-change-factor-enrolled = アカウントに認証アプリ（2要素認証）が設定されました。
email-change-factor-removed = アカウントの認証アプリ（2要素認証）が解除されました。
email-change-backup-code-used = アカウントのバックアップコードが使われ、それまでの認証アプリが解除されました。
email-change-password-reset = アカウントのパスワードが再設定されました。
email-change-idp-linked = アカウントが、会社のアカウント（IdP）と連携されました。
email-change-idp-unlinked = アカウントの、会社のアカウント（IdP）との連携が解除されました。
email-change-factor-reset = 管理者が、アカウントの認証アプリ（2要素認証）をリセットしました。次にログインしたときに設定し直してください。
email-change-role-assigned = 組織の管理者が、あなたの役割を変更しました。
email-change-organisation-left = 組織の管理者が、あなたを組織から外しました。受け取った書類は、これまでどおり閲覧できます。
email-change-account-disabled = サービスの運営者が、アカウントを停止しました。ログインはできません。送信した書類の手続きは続きます。
email-change-account-enabled = サービスの運営者が、アカウントの停止を解除しました。これまでどおりログインできます。
email-password-reset-by-visitor = ログイン画面で、パスワードの再設定が申し込まれました。
email-password-reset-by-admin = 組織の管理者が、パスワードの再設定のご案内を送りました。
# $why (String) - who asked for it
# $until (String) - when the link ends
# $link (String) - where the new password is set
email-password-reset =
    { $why }
    { $until } までに、次のリンクから新しいパスワードを設定してください。リンクは1回だけ使えます。2要素認証を設定している場合は、認証コードも必要です。

    { $link }

    お心当たりがない場合は、そのままにしてください。リンクを使わなければ、パスワードは変わりません。
    .subject = パスワードの再設定
# $link (String) - where the person signs in at the provider
email-no-password-to-reset =
    パスワードの再設定が申し込まれましたが、あなたの組織では、会社のアカウント（IdP）でのログインに統一しています。パスワードは設定できません。
    次のページから、会社のアカウントでログインしてください。

    { $link }
    .subject = ログインのご案内
email-foreign-account =
    あなた宛ての書類を、別のアカウントでログインした人が開こうとしました。書類は表示していません。
    ご自身の操作でない場合は、メールの転送やリンクの共有がないかご確認ください。
    .subject = 別のアカウントからのアクセスがありました
