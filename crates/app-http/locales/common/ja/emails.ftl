# Emails. What people typed stands between 「」 or as a quotation, never as words of the service.

## Around every email

# $name (String) - the addressee's name
email-greeting = { $name } 様
# $name (String) - the organisation at the head of an email, as it was typed
email-brand = 「{ $name }」
email-greeting-no-name = ご利用者 様
# $organisation (String) - the organisation that writes
# $address (String) - its postal address
email-footer = このメールは電子契約サービス Wariin から自動で送信しています。
    .address = 送信元：{ $organisation }（{ $address }）
    .help = お心当たりのない場合の手順
    .reply = このメールに返信すると、書類の送信者に届きます。
email-title-label = タイトル
email-message-label = 送信者からのメッセージ
email-reference-label = お問い合わせ番号
email-reason-label = 却下の理由（ご本人の記入）
email-forwarded-label = 転送先（ご本人の記入）
email-undelivered-label = 届かなかった宛先
# $label (String) - what follows, on the same line or the next
email-label = { $label }：
email-action-instead = ボタンを開けないときは、次のURLをブラウザーで開いてください。
email-open-document = 書類の画面を開く
# $organisation (String) - the sender's organisation
# $subject (String) - the subject
email-subject-of = 【{ $organisation }】{ $subject }
# $subject (String) - the subject
# $reference (String) - the document's reference number
email-subject-about = { $subject }（お問い合わせ番号 { $reference }）

## To a recipient whose turn has come

# $organisation (String) - the sender's organisation
# $sender (String) - the sender's name
email-invitation = 「{ $organisation }」の「{ $sender }」様から、確認していただく書類が届いています。
    .subject = 書類の確認をお願いします
email-invitation-link = 書類を確認する
    .until = リンクの有効期限
email-invitation-advanced-auth = この書類の閲覧と同意には、2要素認証（またはIdP認証）が必要です。認証アプリ（Google Authenticator など）をご用意いただくか、端末のパスキーをお使いください。手順は画面でご案内します。
email-invitation-lapsed = 先に同意した方が、入力した内容とともに同意を取り消しました。そのため、あなたの同意は無効になりました。書類の内容が変わることがありますので、もう一度ご確認のうえ、同意または却下してください。
    .subject = 【再確認】書類への同意をもう一度お願いします
email-invitation-again = 以前お送りしたリンクは使えません。このメールのリンクをお使いください。
    .subject = 【再送】書類の確認をお願いします

## To a person who is invited to an organisation

# $organisation (String) - the organisation
# $by (String) - who invites
email-member-invitation = 「{ $organisation }」の「{ $by }」様が、電子契約サービスのメンバーとしてあなたを招待しています。
    .action = 招待を確認して参加する
    .until = 招待の有効期限
    .subject = 組織への招待が届いています

## The newest published checkpoint, to admins

email-checkpoint = 監査ログの最新のチェックポイント（署名されたログの先頭）をお送りします。運営者が後から書き換えられない場所に、このメールごと保管してください。
    .subject = 【保管】監査ログのチェックポイント
    .events = イベントの数
    .at = 公開日時
    .note = 保管したチェックポイントから履歴が書き換えられていないかは、運営者が wariin audit verify --against で確認できます。同じ内容を添付ファイルにも入れています。

## A certificate that ends, to admins

email-certificate-ends = この電子契約サービスの証明書がまもなく期限切れになります。サービスの運用担当者にお知らせください。
    .subject = 【要対応】サービスの証明書がまもなく期限切れになります
    .which = 証明書
    .seal = 電子署名の証明書（期限が切れると、書類に電子署名を付けられなくなります）
    .timestamp = タイムスタンプ局の証明書（期限が切れると、タイムスタンプ局が更新するまで書類に電子署名を付けられなくなります）
    .tls = ウェブサイトの証明書（期限が切れると、ブラウザーでページを開けなくなります）
    .until = 有効期限
    .note = 残りの日数は wariin doctor で確認できます。更新の手順は docs/operations/secrets.md をご覧ください。

## A stored file of a document is damaged, to admins

email-file-damaged = この書類の保存されたファイルが破損しているか、見つかりません。元に戻るまで、この書類の表示、同意、電子署名の付与はできません。サービスの運営者にお知らせください。
    .subject = 【要対応】書類のファイルに問題があります
    .note = 運営者は wariin files check で該当するファイルを確認でき、wariin files check --repair-from でバックアップから復元できます。待っている処理は復元後に自動で再開します。

## The code that proves the mailbox

# $until (String) - when it ends
email-mailbox-code = メールアドレスを確認するためのコードです。
    .note =
        コードを請求したブラウザーの画面に、{ $until } までに入力してください。
        このコードを他の人に伝えないでください。書類の送信者や当サービスがお尋ねすることはありません。
    .subject = 確認コードのお知らせ

## A change of the address of an account

# $to (String) - the new address
email-address-code-present = アカウントのメールアドレスを { $to } に変更する手続きを受け付けました。これは、いまのアドレスを確認するためのコードです。心当たりのないときは、このコードを入力せず、パスワードを変更してください。
    .subject = メールアドレス変更の確認コード
email-address-code-new = アカウントのメールアドレスを、このアドレスに変更するための確認コードです。心当たりのないときは、このメールを破棄してください。
# $until (String) - when the code ends
email-address-code-note =
    変更の手続きをしたブラウザーの画面に、{ $until } までに入力してください。
    このコードを他の人に伝えないでください。当サービスがお尋ねすることはありません。
email-address-taken = アカウントのメールアドレスを、このアドレスに変更する手続きがありました。このアドレスにはすでにアカウントがあるため、変更できません。ご自身の手続きのときは、このアドレスのアカウントにログインしてください。心当たりのないときは、このメールを破棄してください。
    .subject = メールアドレスの変更について

## The document is concluded

email-concluded = 全員の同意がそろい、電子署名を付与して締結しました。
    .subject = 書類が締結されました
email-concluded-attached = 締結済みPDFと合意締結証明書をこのメールに添付しています。
email-concluded-download = 締結済みPDFと合意締結証明書は下のページからダウンロードできます。
    .action = 締結済みPDFをダウンロードする
email-concluded-in-copy = 共有先の方へのお知らせです。書類の内容は、送信者にお問い合わせください。

## The document is cancelled

# $sender (String) - who cancelled it
email-cancelled =
    「{ $sender }」様が、お送りした書類を取り消しました。
    以前お送りしたリンクからは閲覧できません。行っていただく手続きはありません。
    .subject = 書類が取り消されました
email-cancelled-consented = 同意していただいた書類ですが、締結されることはありません。

## To the former address of a recipient whose address the sender corrected

# $organisation (String) - the sender's organisation
# $sender (String) - who corrected it
email-no-longer-asked =
    「{ $organisation }」の「{ $sender }」様が、このメールアドレスにお送りした書類の宛先を訂正しました。
    以前お送りしたリンクは使えません。行っていただく手続きはありません。
    .subject = このアドレスへのお願いはなくなりました

## To those who had consented, when another recipient declined

# $organisation (String) - the sender's organisation
# $sender (String) - the sender's name
email-declined-by-other =
    「{ $organisation }」の「{ $sender }」様から届いた書類は、ほかの宛先の方が却下したため、締結されないことになりました。
    行っていただく手続きはありません。
    .subject = 同意いただいた書類が却下されました

## To the sender

# $by (String) - who declined
email-declined = 「{ $by }」様が却下しました。
    .subject = 書類が却下されました
# $recipient (String) - who withdrew
email-withdrawn =
    「{ $recipient }」様が、一度した同意を取り消しました。書類は先方確認中のままです。
    「{ $recipient }」様がもう一度同意するか却下するまで、締結されません。
    .subject = 同意が取り消されました
# $recipient (String) - whose consent is held
email-consent-held =
    「{ $recipient }」様の同意は、書類の送信後に登録された認証方法によるものです。組織の設定により、確認がすむまで保留しています。書類はまだ締結されていません。

    電話など、メール以外の方法でご本人に確かめ、書類の画面で保留を解除してください。ご本人でなければ、もう一度同意を求めるか、書類を取り消してください。
    .subject = 同意を保留しています。本人確認をお願いします
# $on (String) - from when on it is deleted
email-deletion =
    保存期間が終わるため、この書類は{ $on }以降に削除されます。削除されると、ファイル、合意締結証明書、証跡パッケージは取り出せなくなります。

    必要な方は、それまでにダウンロードして保存してください。
    .subject = 書類の保存期間がまもなく終わります
# $by (String) - who held it
email-legal-hold =
    組織の「{ $by }」様が、お送りになったこの書類に「保存の継続」を設定しました。解除されるまで、保存期間が終わっても削除されません。

    行っていただく手続きはありません。理由は、書類の「保存と訂正」の画面に表示されます。
    .subject = 書類の保存の継続が設定されました
# $by (String) - who released it
email-legal-hold-released =
    組織の「{ $by }」様が、お送りになったこの書類の「保存の継続」を解除しました。これからは組織の保存期間に従います。期間が終わる場合は、削除の30日前にメールで予告します。

    行っていただく手続きはありません。お心当たりのない場合は、組織の管理者に確かめてください。
    .subject = 書類の保存の継続が解除されました
# $recipient (String) - whose consent is held
# $why (String) - what happened to the recipient's way to sign in
email-held =
    「{ $recipient }」様の{ $why }。ほかの人が本人になりすましていないことを確かめるまで、「{ $recipient }」様の同意を受け付けません。

    電話など、メール以外の方法でご本人に確かめ、書類の画面で受け付けてください。ご本人の操作でなければ、書類を取り消してください。
    .subject = 宛先の方の本人確認をお願いします
email-restored =
    サービスがバックアップから復元されました。バックアップより後の回答や取り消しは、記録が残っていません。書類を確認していただくまで、宛先に届いているリンクは使えず、同意も受け付けません。

    このまま進めてよい書類であれば、書類の画面で確認してください。順番の来ている宛先に、新しいリンクをお送りします。そうでなければ、書類の画面で取り消してください。
    .subject = 復元後の書類の確認をお願いします
# $by (String) - who forwarded
email-forwarded = 「{ $by }」様が、確認と同意をほかの方に引き継ぎました。
    .note = 転送先の方にも、同じ認証を求めます。お心当たりのない方の場合は、書類を取り消してください。
    .subject = 書類が転送されました
# $why (String) - why the email was refused
email-undelivered = 次の方へのメールが、相手のメールサーバーに受け取られませんでした（{ $why }）。
    .note = メールアドレスを確かめてください。誤っていた場合は、書類の画面で宛先を訂正してください（共有先と、終わった書類の宛先は訂正できません）。
    .again = 書類の画面から、締結をお知らせするメール（完了メール）を再送できます。アドレスが使えない場合は、締結済みPDFを別の方法でお渡しください。
    .subject = メールが届きませんでした
# $recipient (String) - whose factor
# $how (String) - what it is, and behind which codes it was set up
# $at (String) - when it was set up
email-new-factor =
    「{ $recipient }」様宛ての書類が、書類を送信した後に登録された認証方法で開かれました。{ $how }。{ $at } に登録されたものです。
    このメールアドレスのメールを読める人であれば、設定できます。ご本人の設定かどうか、電話など、メール以外の方法でお確かめください。お心当たりのない方の場合は、書類を取り消してください。
    .subject = 書類の送信後に登録された認証方法で書類が開かれました
# $recipient (String) - the recipient
# $how (String) - how that account signs in, and what class it has
# $at (String) - when that was set up
email-new-address =
    「{ $recipient }」様宛ての書類が、書類の送信後にこのメールアドレスを登録したアカウントで開かれました。{ $how }。認証方法は { $at } に登録されたものです。
    このメールアドレスのメールを読める人であれば、アカウントのアドレスにできます。ご本人かどうか、電話など、メール以外の方法でお確かめください。お心当たりのない方の場合は、書類を取り消してください。
    .subject = 書類の送信後にアドレスを登録したアカウントで書類が開かれました
# $recipient (String) - whose consent is disputed
email-disputed =
    「{ $recipient }」様のメールアドレスのメールを読める方から、この書類に同意したアカウント（またはそのログインの方法）は本人が設定したものではない、との申し出がありました。
    この書類には、すでに全員が同意しています。同意と電子署名は、取り消されません。

    電話など、メール以外の方法でご本人に確かめてください。ご本人の同意でなければ、書類を送り直すかどうかをご判断ください。
    .subject = 書類への同意について、身に覚えがないとの申し出がありました
# $recipient (String) - whose mail
email-report-taken-back =
    「{ $recipient }」様宛ての書類について、宛先が違うとの申し出が取り消されました。
    書類は引き続き、この方の確認を待っています。
    .subject = 宛先が違うとの申し出が取り消されました
# $recipient (String) - whose mail
email-wrong-recipient =
    「{ $recipient }」様宛てのメールの受取人から、宛先が違うとの申し出がありました。
    書類の内容は表示していません。宛先を確かめ、必要であれば書類を取り消して送り直してください。
    .subject = 宛先が違うとの申し出がありました

## To an account's owner

# $change (String) - what changed
email-account-changed =
    { $change }

    ご自身の操作の場合、行っていただくことはありません。
    お心当たりがない場合は、すぐにログインして「セキュリティ」の設定を確かめ、サービスの運営者にご連絡ください。
    .action = セキュリティの設定を開く
    .subject = アカウントの設定が変わりました
# $change (String) - what changed
# $until (String) - when the link ends
email-account-changed-report =
    { $change }

    ご自身の操作の場合、行っていただくことはありません。

    身に覚えがない場合は、{ $until } までに下のリンクからお知らせください。ログインは必要ありません。アカウントからログアウトし、パスワードを無効にして、同意を待っている書類を止めます。
    .action = 身に覚えがないと知らせる
email-account-reported =
    アカウントの操作に身に覚えがないとのお知らせを受け付けました。
    すべての端末でログアウトし、パスワードを無効にしました。同意を待っている書類は止めて、送信者に知らせました。認証アプリ（2要素認証）は、そのまま残っています。

    アカウントを使うには、下のページから新しいパスワードを設定してください。
    .action = 新しいパスワードを設定する
    .note = 登録されている認証アプリやパスキーがご自身のものでない場合は、組織の管理者かサービスの運営者に、リセットをご依頼ください。このメールアドレスのメールをほかの人が読めないか、お確かめください。メールアドレスの変更についてのお知らせだった場合、アカウントは停止されています。再開するには、サービスの運営者にご連絡ください。
    .subject = 身に覚えがないとのお知らせを受け付けました
email-change-registered = このメールアドレスで、アカウントが作成されました。
    .subject = アカウントが作成されました
email-change-factor-enrolled = アカウントに認証アプリ（2要素認証）が設定されました。
email-change-passkey-enrolled = アカウントにパスキー（2要素認証）が追加されました。
email-change-factor-removed = アカウントの2要素認証の方法（認証アプリまたはパスキー）が解除されました。
email-change-backup-code-used = アカウントのバックアップコードが使われ、それまでの認証アプリとパスキーが解除されました。
email-change-backup-codes-replaced = アカウントのバックアップコードが新しく作り直されました。以前のバックアップコードは使えません。
email-change-password-reset = アカウントのパスワードが再設定されました。
email-change-password-changed = アカウントのパスワードが変更されました。
email-change-address-changed = アカウントのメールアドレスが変更されました。
email-change-idp-linked = アカウントが、会社のアカウント（IdP）と連携されました。
email-change-idp-unlinked = アカウントの、会社のアカウント（IdP）との連携が解除されました。
email-change-factor-reset = 管理者が、アカウントの2要素認証をリセットしました。次にログインしたときに設定し直してください。
email-change-role-assigned = 組織の管理者が、あなたの役割を変更しました。
email-change-organisation-left = 組織の管理者が、あなたを組織から外しました。受け取った書類は、これまでどおり閲覧できます。
email-change-account-disabled = サービスの運営者が、アカウントを停止しました。ログインはできません。送信した書類の手続きは続きます。
email-change-account-enabled = サービスの運営者が、アカウントの停止を解除しました。これまでどおりログインできます。
email-password-reset-by-visitor = ログイン画面で、パスワードの再設定が申し込まれました。
email-password-reset-by-admin = 組織の管理者が、パスワードの再設定のご案内を送りました。
# $why (String) - who asked for it
# $until (String) - when the link ends
email-password-reset =
    { $why }
    { $until } までに、下のリンクから新しいパスワードを設定してください。リンクは1回だけ使えます。2要素認証を設定している場合は、認証コードも必要です。
    .action = 新しいパスワードを設定する
    .note = お心当たりがない場合は、そのままにしてください。リンクを使わなければ、パスワードは変わりません。
    .subject = パスワードの再設定
email-no-password-to-reset =
    パスワードの再設定が申し込まれましたが、あなたの組織では、会社のアカウント（IdP）でのログインに統一しています。パスワードは設定できません。
    下のページから、会社のアカウントでログインしてください。
    .action = 会社のアカウントでログインする
    .subject = ログインのご案内
email-foreign-account =
    あなた宛ての書類を、別のアカウントでログインした人が開こうとしました。書類は表示していません。
    ご自身の操作でない場合は、メールの転送やリンクの共有がないかご確認ください。
    .subject = 別のアカウントからのアクセスがありました

## To a recipient who is asked to prepare before a document is sent

# $organisation (String) - the sender's organisation
# $sender (String) - the sender's name
email-preflight = 「{ $organisation }」の「{ $sender }」様が、電子契約の書類をこのメールアドレスに送る準備をしています。書類はまだ送られていません。
    .subject = 電子契約の準備をお願いします
email-preflight-asks = 書類が届く前に、このメールアドレスの確認と、2要素認証（認証アプリまたはパスキー）の設定をお願いします。手順は画面でご案内します。
email-preflight-link = 準備を始める
    .until = リンクの有効期限
email-preflight-not-me = お心当たりがないときは、リンク先の「この宛先は私ではありません」から送信者にお知らせください。
