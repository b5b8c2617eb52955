# Help: for recipients of a document, and for signing in at a company's identity provider. What it quotes in
# quotation marks are the labels of other pages.

## For recipients of a document

help-recipient = 書類が届いた方へ
help-search = キーワードで探す
help-none-found = 見つかりませんでした。別の言葉でお試しください。
help-recipient-about = メールのリンクを開くと、送信者を確認するページが表示されます。高度な認証リクエストが設定された書類では、次の順に進みます。
# -help-step-email-name (Element) - set in bold
help-step-email = { -help-step-email-name }：宛先のメールアドレスに届く6桁のコードを、リンクを開いたブラウザーに入力します。
-help-step-email-name = 確認コード
# -help-step-account-name (Element) - set in bold
help-step-account = { -help-step-account-name }：氏名とパスワードを登録します。すでにお持ちの方はログインします。
-help-step-account-name = アカウント
# -help-step-factor-name (Element) - set in bold
# -help-by-company-account (Element) - leads to what follows below
help-step-factor = { -help-step-factor-name }：認証アプリを登録し、表示された6桁のコードを入力します。会社のアカウントでログインする方には必要ありません（{ -help-by-company-account }）。
-help-step-factor-name = 2要素認証
-help-by-company-account = 会社のアカウントでのログイン
# -help-step-answer-name (Element) - set in bold
help-step-answer = { -help-step-answer-name }：書類を読み、同意または却下します。
-help-step-answer-name = 確認と同意
help-app-question = 認証アプリとは何ですか
help-app-answer = 30秒ごとに変わる6桁の数字を表示するアプリです。Google Authenticator、Microsoft Authenticator、1Password などをスマートフォンやパソコンに入れて使います。どのアプリでもかまいません。
help-wrong-code-question = コードが正しくないと表示されます
help-wrong-code-answer = 新しい数字に変わってから入力してください。一度使ったコードは使えません。続くときは、端末の時刻が正しいか（自動設定か）をご確認ください。
help-lost-phone-question = スマートフォンをなくしました
help-lost-phone-answer = 認証コードの画面で「{ account-use-backup-code }」を選び、設定時に保存したコードを入力すると、新しい認証アプリを設定できます。そのとき回答を待っている書類については、送信者にお知らせし、送信者がご本人と確かめるまで同意を受け付けません。
help-no-backup-code-question = バックアップコードも分かりません
help-no-backup-code-answer = 会社などの組織でこのサービスをお使いの場合は、組織の管理者に「2要素認証のリセット」を依頼してください。そうでない場合は、書類の送信者に電話などで連絡し、どうするかをご相談ください。送信者は、書類を取り消して、別の宛先に送り直せます。
help-password-question = パスワードを忘れました
help-password-answer = ログイン画面の「パスワードをお忘れの方」から、新しいパスワードを設定するためのリンクをメールで受け取れます。書類のメールのリンクを開き、「確認コードを送る」から進んで、設定することもできます。2要素認証はそのまま必要です。
help-invalid-link-question = 「このリンクは使えません」と表示されます
help-invalid-link-answer = リンクの期限が切れたか、新しいリンクが送られています。「新しいリンクを送る」が表示されたら、押すと宛先のメールアドレスに新しいリンクが届きます。アカウントをお持ちの方は、ログインして「{ received }」からも開けます。
help-access-code-question = アクセスコードとは何ですか
help-access-code-answer = 送信者が、電話などメール以外の方法で伝える、6文字以上のコードです。入力するまで、次の手順に進めません。分からないときは送信者にお問い合わせください。誤りが続くと、しばらく受け付けを止めます。書類がなくなることはありません。
help-forward-question = ほかの人に対応してもらいたいときは
help-forward-answer = 書類の画面の「ほかの方に転送する」から、代わりに確認と同意をする方に引き継げます。転送先の方にも同じ認証を求めます。アクセスコードが設定されている書類では、転送先の方も同じコードを入力します。転送すると、あなたは書類を閲覧できなくなります。メールやリンクを渡しても、ほかの方は認証を通れません。
help-fields-question = 書類に入力する欄があります
help-fields-answer = 書類の上の枠を押すと、入力する欄が開きます。入力するたびに保存され、印字されるとおりに書類の上に表示されます。書類の下の一覧からも入力できます。必須の欄をすべて入力すると、同意できるようになります。同意するまで、入力した内容はほかの方には表示されません。
help-withdraw-question = 同意を取り消したいときは
help-withdraw-answer = 全員の同意がそろう前であれば、書類の画面の「同意を取り消す」から取り消せます。送信者にお知らせし、同意したことと取り消したことは、どちらも履歴に残ります。
help-unknown-document-question = 心当たりのない書類が届きました
help-unknown-document-answer = リンクを開いたページの「この宛先は私ではありません」から送信者に伝えられます。書類の内容は表示されません。
help-language-question = 画面の言語を変えたいときは
help-language-answer = ページのいちばん下で、日本語、英語、中国語（簡体字・繁体字）から選べます。選べる言語が表示されない書類は、日本語だけで表示されます（高度な認証リクエストが設定された書類など）。書類の画面の日時は、送信者の組織が選んだタイムゾーンで表示されます。

## Signing in with a company account

help-idp = { -help-by-company-account }（IdP認証）
help-idp-about = 勤め先がアカウントの管理に使っているサービス（Microsoft Entra ID、Google Workspace、Okta など。IdPといいます）でログインする方法です。「{ account-sign-in-by-idp }」が表示されたら、押すと会社のログイン画面に移り、ログインが済むとこのサービスに戻ります。会社のパスワードがこのサービスに伝わることはありません。
help-idp-code-question = 確認コードを求められました
help-idp-code-answer = 初めてのログインでは、書類のリンクからメールの確認を済ませた直後を除き、会社のメールアドレスに届く6桁のコードを入力します。会社のアカウントとこのサービスのアカウントを、間違いなく同じ方のものとして結び付けるためです。次からは必要ありません。認証アプリを設定している方には、そのコードも求めることがあります。
help-idp-registered-question = 「このメールアドレスは登録済みです」と表示されます
help-idp-registered-answer = パスワードでログインできるアカウントをすでにお持ちです。一度パスワードでログインし、「{ security }」の「{ account-link }」を押すと、次からIdPでログインできます。
help-idp-consent-question = 同意するときに、もう一度ログインを求められました
help-idp-consent-answer = 高度な認証リクエストの書類では、同意するその時に、会社のログイン画面でご本人であることを確認します。直前にログインした方も同じです。
help-idp-named-question = 会社のアカウントでしか開けないと表示されます
help-idp-named-answer = 送信者が、宛先の会社のIdPでログインした方だけが開けるように指定した書類です。パスワードや認証アプリでは開けません。ログインできないときは、会社のシステム担当者か、送信者にご連絡ください。
help-idp-unreachable-question = 「ログイン先につながりませんでした」と表示されます
help-idp-unreachable-answer = 会社のログイン画面の側で障害が起きています。数分待ってから、もう一度お試しください。書類はそのまま残っています。

## Pictures of the screens: what stands below each, and its text for readers who cannot see it

help-picture-landing = 手順 1/4：メールのリンクを開いた画面です。はじめての方は「{ recipient-send-code }」を押します。
    .alt = 書類が届いたことを知らせる画面。送信者と宛先、4つの手順、「{ recipient-send-code }」のボタンが並んでいる。
help-picture-enrol = 手順 3/4：認証アプリを登録する画面です。スマートフォンで見ているときは「{ account-open-app }」を押します。QRコードとキーの部分は、見本に置き換えています。
    .alt = 2要素認証の設定の画面。「{ account-open-app }」のボタン、QRコード、セットアップキー、認証コードの入力欄が並んでいる。
help-picture-consent = 手順 4/4：書類を確認する画面です。PDFを読んでから「{ recipient-agree }」を押します。
    .alt = 書類の画面。契約書のページが表示され、下に「{ recipient-agree }」のボタンがある。
