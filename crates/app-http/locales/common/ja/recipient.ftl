# A recipient's path: from the mailed link to the answer.

## Signed in to another account

recipient-wrong-account = 別の方宛ての書類です
# $address (Element) - the recipient's address, masked
recipient-sent-to = この書類は { $address } 宛てに送られています。
# $address (Element) - who is signed in, masked
recipient-signed-in-as = 現在は { $address } でログインしているため、表示できません。宛先のアカウントに切り替えてください。
recipient-switch-account = アカウントを切り替える
recipient-nothing-to-do-with-me = 心当たりがない場合は、このページを閉じてください。

## On several pages

# $number (Number) - the step
recipient-step = 手順 { $number }/4
# $number (Number) - the step
recipient-step-name = { $number ->
    [1] メールの確認
    [2] アカウント
    [3] 2要素認証
   *[4] 確認と同意
}
recipient-sign-in = ログイン
recipient-idp-sign-in = IdPでログイン
# $name (Element) - the provider of the company account
recipient-only-by-idp = 送信者の指定により、この書類は{ $name }の会社アカウント（IdP）でログインした方だけが開けます。パスワードや認証アプリでは開けません。
recipient-not-me = この宛先は私ではありません
recipient-send-code = 確認コードを送る
recipient-name = 氏名
recipient-email = メールアドレス
recipient-withdraw-consent = 同意を取り消す
recipient-decline = 同意せずに却下する
recipient-forward = ほかの方に転送する
recipient-other-answers = 却下・転送
recipient-once-more = 前回の認証から時間がたっているため、もう一度ご本人を確認します。
# $pages (Number) - how many pages the file has
recipient-pages = { $pages }ページ

## Where a mailed link leads

recipient-landing-title = 書類の確認
recipient-landing = 書類が届いています
# $organisation (String) - the sender's organisation
# $sender (String) - the sender
# $address (Element) - the recipient's address, masked
recipient-sent-by = { $organisation }　{ $sender } 様が、{ $address } 宛てに送った書類です。
recipient-first-time-by-idp = 初めての方は、このあとメールに届く確認コードを一度だけ入力します。
recipient-no-company-account = 会社のアカウントがない、またはログインできないときは、会社のシステム担当者か、送信者にご連絡ください。
recipient-about-idp = 会社のアカウントでのログインとは（IdP）
recipient-is-requested = 送信者が高度な認証リクエストを設定しています。書類の内容は、ご本人を確認してから表示します。
recipient-is-demanded = 送信者の組織が、高度な認証リクエストを必須としています。書類の内容は、ご本人を確認してから表示します。
recipient-is-asked = 送信者が、あなたにご本人の確認（2要素認証またはIdP認証）を求めています。書類の内容は、ご本人を確認してから表示します。
recipient-enrolment-coded = この書類は、アクセスコードを入力してから登録した認証方法（認証アプリやパスキーなど）か、送信される前に登録した認証方法でだけ開けます。
recipient-enrolment-before = この書類は、送信される前に登録した認証方法（認証アプリやパスキーなど）でだけ開けます。いまから登録した認証方法では開けません。登録したものがないときは、送信者にご連絡ください。
# $name (String) - the provider of the company account
recipient-of-company = { $name }の方
recipient-by-company-account = 会社のアカウント（IdP）で続けられます。認証アプリの設定は必要ありません。
recipient-without-company-account = 会社のアカウントを使わない場合
recipient-plan-mailbox = メールの確認
recipient-plan-account = アカウントの作成（またはログイン）
recipient-plan-factor = 本人確認の設定（指紋・顔認証や認証アプリ）
recipient-plan-answer = 書類の確認と同意
# -recipient-steps-and-questions (Element) - the way to the help
recipient-what-you-need = 必要なもの：指紋・顔認証の使える端末、または認証アプリ（Google Authenticator など）。3分ほどで終わります。{ -recipient-steps-and-questions }
-recipient-steps-and-questions = 手順とよくある質問
recipient-mailbox-before-factor = 2要素認証を設定する前に、宛先のメールを受け取れるご本人であることを確認します。確認コードをメールで送ります。
recipient-first-time = はじめての方
recipient-code-goes-to-address = 宛先のメールアドレスに確認コードを送ります。この画面を開いたまま、コードを入力してください。
recipient-has-account = アカウントをお持ちの方
recipient-no-account-needed = 内容をご確認のうえ、同意または却下してください。アカウントの登録は必要ありません。
recipient-open-document = 書類を開く

## A link that has ended

recipient-new-link = 新しいリンク
recipient-see-your-mail = メールをご確認ください
recipient-new-link-sent = 新しいリンクを、宛先のメールアドレスに送りました。届いたメールを開いてください。
recipient-new-link-missing = 届かないときは、迷惑メールのフォルダーをご確認のうえ、書類の送信者にご連絡ください。
recipient-expired-link = このリンクは使えません
recipient-why-expired = リンクの有効期限が切れたか、新しいリンクが送られています。最新のメールのリンクを開くか、新しいリンクを請求してください。
recipient-send-new-link = 新しいリンクを送る
recipient-where-new-link-goes = 新しいリンクは、送信者が指定した宛先のメールアドレスにだけ届きます。
recipient-why-unusable = リンクの有効期限が切れたか、新しいリンクが送られたか、リンクが途中で切れたか、書類の手続きが終わっています。まず、最新のメールのリンクを開いてください。
recipient-unusable-offer = 開けないときは、新しいリンクを送れます。確認を待っている書類であれば、送信者が指定した宛先のメールアドレスにだけ届きます。
recipient-unusable-asked = 確認を待っている書類であれば、新しいリンクが、宛先のメールアドレスに届きます。届いたメールを開いてください。送るのは1時間に1回までです。
recipient-link-too-short = リンクの大部分が欠けています。メールのリンクを、途中で切れないようにもう一度開いてください。開けないときは、送信者に再送（リマインド）をご依頼ください。

## The first page, for visitors without an account

recipient-home = 電子契約サービス Wariin
recipient-home-about = ここは、書類をインターネットで送り、確認と同意をいただくための電子契約サービスです。
recipient-home-asked = 書類の確認を依頼された方
    .first = 届いたメールのリンクを開いてください。この画面からは書類を開けません。
    .then = リンクが開けないときは、リンクが途中で切れていないかをご確認ください。メールが見つからないときは、迷惑メールのフォルダーを確かめ、書類の送信者にリマインドをご依頼ください。
    .help = 宛先の方の手順とよくある質問
recipient-home-account = アカウントをお持ちの方
    .about = 書類を送る方、受け取った書類をもう一度見る方は、ログインしてください。

## Not the recipient

recipient-wrong-told = 送信者に伝えました
recipient-wrong-told-text = 宛先が違うことを送信者に伝えました。このリンクでは書類を開けません。行っていただく手続きはもうありません。
recipient-wrong-text = 宛先が違うことを送信者に伝え、このリンクで書類を開けなくします。書類の内容は表示されません。
recipient-tell-wrong = 宛先が違うと伝える
recipient-not-me-word = 違います
recipient-not-me-field = 確認
# $word (String) - the word to be typed
recipient-not-me-type = 「{ $word }」と入力してください
recipient-take-back = 申し出を取り消す
recipient-take-back-text = 誤ってお伝えになった場合は、取り消せます。リンクが再び使えるようになります。
recipient-back = 前の画面に戻る

## Access code

recipient-access-code = アクセスコード
recipient-access-code-enter = アクセスコードの入力
# $organisation (String) - the sender's organisation
# $sender (String) - the sender
recipient-document-from = { $organisation }　{ $sender } 様から書類が届いています。
# $sender (String) - the sender
recipient-why-access-code = 送信者が、この書類にアクセスコードを設定しています。入力すると、次の手順に進みます。分からないときは、{ $sender } 様にお問い合わせください。
recipient-access-code-hint = 送信者から、電話など別の方法で伝えられたコードです。
recipient-access-code-help = アクセスコードについて
recipient-access-code-wrong = アクセスコードが正しくありません。送信者から伝えられたとおりに入力してください。
recipient-next = 次へ

## Confirmation code

recipient-code-enter = 確認コードの入力
recipient-why-code = 宛先のメールを受け取れるご本人であることを確認します。
# $address (Element) - the recipient's address, masked
recipient-code-sent = { $address } に確認コードを送りました。この画面を閉じずに入力してください。
recipient-code-check = 確認する
recipient-code-missing = 届かないときは、迷惑メールフォルダーもご確認ください。
recipient-code-again = 新しいコードを送る

## Account

recipient-register = アカウントの作成
recipient-why-register = 同意した方がご本人であることを後からも示せるように、あなたのアカウントを作成します。
recipient-email-fixed = 書類の宛先です。変更できません。
recipient-password = パスワード
recipient-create-account = アカウントを作成
recipient-register-by-password = パスワードで登録する
recipient-registered = アカウントはすでにあります
# $address (Element) - the address of the account
recipient-sign-in-to = { $address } のアカウントにログインしてください。
recipient-forgot-password = パスワードをお忘れの方
recipient-may-set-password = メールアドレスの確認が済んでいるので、新しいパスワードを設定できます。2要素認証の設定はそのまま残り、他の端末のログインは終了します。
recipient-new-password = 新しいパスワード
recipient-set-password = 新しいパスワードを設定する
recipient-other-person = このアカウントが、アドレスを共有している別の方のものである場合
recipient-own-address = ご自分のメールアドレスで受け取る
# $address (Element) - the address of the account
recipient-own-address-why = { $address } のアカウントが、アドレスを共有している別の方のものであるときは、その方のアカウントを使わずに、ご自分のアカウントで同意できます。
# $sender (String) - the sender
recipient-own-address-not = { $sender } 様に、下のお問い合わせ番号を伝えて、宛先をあなたのメールアドレスに訂正するよう依頼してください。新しいリンクが、あなたのメールアドレスに届きます。

## The provider that the sender has named

recipient-idp-needed = IdPでの認証が必要です
# $name (String) - the provider of the company account
recipient-authenticate-at = { $name }のアカウントで認証してください
# $name (String) - the provider of the company account
recipient-cannot-sign-in-at = ログインできない場合は、{ $name }のシステム担当者か、書類の送信者にご相談ください。

## A factor that was enrolled later than the sender accepts

recipient-late-title = この認証方法では、この書類を開けません
recipient-late-without-code = いまお使いの認証方法は、書類が送られた後に、アクセスコードを入力せずに登録されました。
# $by (String) - who demands it
recipient-late-why-code = { $by }は、アクセスコードを入力してから登録した認証方法か、送信前に登録した認証方法だけを認めています。アクセスコードを知らない方が、メールを読んで登録した認証方法では開けないようにするためです。
recipient-late-after-sending = いまお使いの認証方法は、書類が送られた後に登録されました。
# $by (String) - who demands it
recipient-late-why-before = { $by }は、送信前に登録した認証方法だけを認めています。書類のメールを読んだ方が、その場で登録した認証方法では開けないようにするためです。
recipient-late-by-sender = 送信者
recipient-late-by-organisation = 送信者の組織
recipient-late-use-other = 別の認証方法で開けます
recipient-late-use-this = 次の認証方法で認証すると、書類を開けます。
recipient-late-enrol-anew = 認証方法を登録し直すと開けます
recipient-late-enrol-now = 認証方法をもう1つ登録してください。登録が済んだら、新しい認証方法でもう一度認証します。
recipient-late-enrol = 認証方法を登録する
recipient-late-mailbox-first = まず、宛先のメールを受け取れるご本人であることを確認します。確認コードをメールで送ります。
recipient-late-link-first = このブラウザーで、書類のメールのリンクをもう一度開き、そこから進んでください。
recipient-late-ask-sender = 送信者にご連絡ください
# $organisation (String) - the sender's organisation
# $sender (String) - the sender
recipient-late-ask-sender-how = { $organisation }　{ $sender } 様に、下のお問い合わせ番号をお伝えください。送信者は、この書類を取り消して条件を変えるか、事前確認で認証方法の登録をお願いしてから、送り直せます。
recipient-no-earlier-factor = このアカウントには、認証方法（認証アプリやパスキー）がまだ登録されていません。いま登録しても、この書類は開けません。
recipient-factor-for-later = 認証方法を登録しておくと、次に送られる書類から使えます。

## The document

# $organisation (String) - the sender's organisation
# $sender (String) - the sender
recipient-sender = 送信者：{ $organisation }　{ $sender } 様
# $organisation (String) - the sender's organisation
# $address (String) - its postal address
recipient-sender-address = 送信元：{ $organisation }（{ $address }）
# $name (String) - the provider of the company account
recipient-named-idp = 送信者の指定：{ $name }の会社アカウント（IdP）で認証した方だけが開けます。
recipient-withdrawn = 同意を取り消しました。送信者にお知らせします。
recipient-held = 認証の方法が変わったため、送信者がご本人と確かめるまで、同意や転送はできません。送信者にはメールでお知らせしています。お急ぎの場合は、送信者に直接ご連絡ください。
recipient-held-by-sender = 送信者が、ご本人であることを確かめています。確認がすむまで、同意や転送はできません。お急ぎの場合は、送信者に直接ご連絡ください。
# $at (String) - when the recipient consented
recipient-consent-held = { $at } に同意しました。送信者が、ご本人であることを確かめています。確認がすむまで、締結は保留されます。お急ぎの場合は、送信者に直接ご連絡ください。
recipient-awaits-sender = サービスがバックアップから復元されたため、送信者がこの書類を確認するまで、同意や転送はできません。送信者にはメールでお知らせしています。
recipient-held-help = くわしく
recipient-answer-it = 内容を確認し、同意または却下してください。
recipient-codes-before = スマートフォンをなくしたときに使うバックアップコードが、まだ保存されていません。同意のあとでもかまいません。
recipient-codes-after = 最後に、バックアップコードを保存してください
recipient-codes-after-text = スマートフォンをなくしたときや機種を変えたときに、認証アプリを設定し直せます。これで手続きは終わりです。
# $at (String) - when the recipient consented
recipient-waiting = { $at } に同意しました。全員の同意がそろうと、メールでお知らせします。この画面は閉じてかまいません。
recipient-sealing = 全員の同意がそろいました。電子署名を付与しています。
recipient-refresh = 最新の状態を表示
recipient-concluded = 締結されました。電子署名の付いたPDFを保存できます。
recipient-message = 送信者からのメッセージ
recipient-concluded-pdf = 締結済みPDF
recipient-certificate = 合意締結証明書
recipient-open-pdf = PDFを開く
recipient-agree = 書類の内容に同意する

## Consent

recipient-consent-title = 同意の確認
recipient-consent = 書類の内容に同意しますか
recipient-digest = ファイルの識別値（SHA-256）
recipient-consent-anew = このページは更新されました。内容をもう一度確認し、同意するボタンを押してください。
# $name (Element) - the provider of the company account
# $host (Element) - where it is
recipient-consent-by-idp = 同意する方がご本人であることを、{ $name }のログイン画面（IdP、{ $host }）で確認します。ボタンを押すとその画面に移り、確認が済むと同意が完了します。
# -recipient-use-backup-code (Element) - the way to it
recipient-no-authenticator = 認証アプリを使えない場合は { -recipient-use-backup-code }
-recipient-use-backup-code = バックアップコードを使う
# -recipient-use-authenticator (Element) - the way to it
recipient-no-idp = 会社のログイン画面を使えない場合は { -recipient-use-authenticator }
-recipient-use-authenticator = 認証アプリのコードで認証する
-recipient-finish = 同意して確認完了
recipient-agree-and-finish = { -recipient-finish }
recipient-return = 戻る
recipient-withdraw-help = 同意の取り消しについて
recipient-idp-consent-help = もう一度ログインする理由
recipient-idp-once-more = 同意には、IdPでの認証が必要です。もう一度「{ -recipient-finish }」を押してください。
recipient-code-once-more = 前回の認証から時間がたっています。認証コードを入力して、もう一度同意してください。
recipient-back-to-consent = 同意の画面に戻る

## Declining

recipient-decline-title = 書類の却下
recipient-declined = 書類を却下しました
recipient-declined-text = 却下したことと理由を、送信者にメールで伝えました。この書類の手続きは終了しました。
# $title (String) - the title of the document
recipient-decline-text = 「{ $title }」を却下すると、この書類の手続きは終了し、他の宛先も同意できなくなります。元に戻すことはできません。
recipient-decline-reason = 却下の理由
recipient-decline-reason-hint = 送信者に伝わります。1,000文字まで入力できます。
recipient-decline-now = 却下する
recipient-decline-not = 却下せずに戻る

## Forwarding

recipient-forward-title = 書類の転送
recipient-forwarded = 書類を転送しました
# $title (String) - the title of the document
# $to (String) - the person it is forwarded to
recipient-forwarded-text = 「{ $title }」の確認をお願いするメールを、{ $to }に送ります。あなたはこの書類を閲覧できなくなりました。送信者にもお知らせします。
recipient-all-done = 行っていただく手続きは以上です。この画面は閉じてかまいません。
recipient-forward-confirm = この方に転送しますか
# $title (String) - the title of the document
# $to (Element) - the person it is forwarded to
# -recipient-no-way-back (Element) - in strong words
recipient-forward-confirm-text = 「{ $title }」の確認と同意を、{ $to }に引き継ぎます。{ -recipient-no-way-back }メールアドレスに間違いがないか、もう一度お確かめください。
-recipient-no-way-back = あなたはこの書類を閲覧できなくなり、元に戻すことはできません。
# $title (String) - the title of the document
# -recipient-no-longer-shown (Element) - in strong words
recipient-forward-text = 「{ $title }」の確認と同意を、あなたの代わりに行う方に引き継ぎます。転送すると、{ -recipient-no-longer-shown }。転送したことは送信者に伝わり、履歴に残ります。
-recipient-no-longer-shown = あなたはこの書類を閲覧できなくなります
recipient-forward-values = 入力した内容は引き継がれず、消えます。転送先の方が、あらためて入力します。
recipient-forward-gated = 転送先の方にも、閲覧と同意の前に2要素認証（またはIdP認証）を求めます。
recipient-forward-help = 転送について
recipient-organisation = 会社名・組織名
# $name (String) - who it is
# $email (String) - the address
recipient-forward-to = { $name } 様（{ $email }）
recipient-forward-next = 確認へ進む
recipient-forward-now = 転送する
recipient-forward-not = 転送せずに戻る
recipient-authenticate-again = もう一度認証する

## Withdrawing consent

recipient-withdraw-title = 同意の取り消し
# $title (String) - the title of the document
recipient-withdraw-text = 「{ $title }」への同意を取り消します。送信者にお知らせします。取り消したあとも、もう一度同意することも、却下することもできます。
recipient-withdraw-values = 入力した内容も取り消され、書類から消えます。あなたのあとに同意した方がいる場合は、その方の同意も無効になり、もう一度お願いすることになります。
recipient-withdraw-record = 同意したことと取り消したことは、どちらも履歴に残ります。全員の同意がそろった後は、取り消せません。
recipient-withdraw-not = 取り消さずに戻る

## Asked to prepare before a document is sent

recipient-preflight = 電子契約の準備のお願い
# $organisation (String) - the sender's organisation
# $sender (String) - the sender
# $address (Element) - the recipient's address, masked
recipient-preflight-from = { $organisation }　{ $sender } 様が、{ $address } 宛てに電子契約の書類を送る準備をしています。
# $organisation (String) - the sender's organisation
# $sender (String) - the sender
recipient-preflight-by = { $organisation }　{ $sender } 様から、電子契約の準備のお願いが届いています。
recipient-preflight-nothing-sent = 書類はまだ送られていません。ここで書類を見たり、同意したりすることはありません。
recipient-preflight-asks = 書類が届いたときにすぐ確認できるよう、先に次のことをお願いします。
recipient-preflight-mailbox = メールの確認
recipient-preflight-factor = 2要素認証の設定（認証アプリまたはパスキー。設定済みの方は認証）
recipient-preflight-by-idp = 会社のアカウント（IdP）でのログイン
recipient-preflight-tell = 準備ができたことの連絡
recipient-preflight-proved = メールの確認が終わりました。続けてください。
recipient-preflight-go-on = 続ける
recipient-preflight-privacy = 送信者に伝わるのは「準備完了」ということだけです。アカウントの有無や認証の方法は伝わりません。
# $until (String) - when the link ends
recipient-preflight-until = リンクの有効期限：{ $until }
recipient-preflight-last = 準備ができました
recipient-preflight-last-text = 最後に、準備ができたことを送信者に知らせてください。
recipient-preflight-say = 準備完了を送信者に知らせる
recipient-preflight-done = 準備ができました。書類が届くのをお待ちください。
recipient-preflight-done-text = 送信者に「準備完了」とお知らせしました。書類が送られると、メールが届きます。
recipient-preflight-wrong = 宛先が違うことを送信者に伝え、このリンクを使えなくします。
recipient-preflight-wrong-told = 宛先が違うことを送信者に伝えました。行っていただく手続きはもうありません。
# $from (String) - from when on it is deleted
recipient-deleted-from = この書類は、保存期間が終わるため{ $from }以降に削除されます。必要なファイルは、それまでにダウンロードしてください。
