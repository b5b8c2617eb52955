# Help: for senders, and for those who manage an organisation. What it quotes in quotation marks are the
# labels of other pages.

## The advanced authentication request

help-request = 高度な認証リクエストとは
help-request-about = 送信者が設定すると、すべての宛先が、書類を閲覧し同意する前に2要素認証またはIdP認証を行います。他人が本人になりすまして同意することを難しくし、電子署名法第3条にいう固有性が認められる可能性を高めるための機能です。契約の効力そのものを保証するものではありません。
help-set-request-question = 設定するには
help-set-request-answer = 「02 送付先の設定」の「高度な認証リクエスト」にある「オプション」を押し、「高度な認証リクエストを設定する」を選びます。設定できたことは「04 送信内容の確認」で確かめられます。送信する前であれば、同じ場所の「高度な認証リクエストを取り消す」で外せます。
help-request-needs-question = 設定と送信に必要なもの
help-request-needs-answer = 送信者も、設定するときと送信するときに、2要素認証（またはIdP認証）でログインしている必要があります。この設定は、送信した後は誰も外せません。やり直すには、書類そのものを取り消して送り直します。
help-without-request-question = 設定しなかった契約は無効になりますか
help-without-request-answer = いいえ。設定しなかったことを理由に、契約が無効になることはありません。設定すると、本人が同意したことを、より確かに示せます。
help-exclusions-question = 一緒に使えないものはありますか
help-copies-question = 共有先の方にも認証を求めますか
help-copies-answer = いいえ。共有先の方には、締結したことだけをメールでお知らせします。閲覧や同意は求めません。高度な認証リクエストの書類では、題名も内容も送られません。
help-states-question = 宛先の方がどこまで進んだか確かめるには
help-states-answer = 書類の画面の「宛先」に、お一人ずつ状態が表示されます。「順番待ち」は前の方の同意を待っているところ、「送信待ち」は相手のメールサーバーがまだメールを受け取っていないところ（自動で再送します）、「未開封」はメールを送ったものの、まだ書類が開かれていないところ、「確認中」は書類を開いたところです。「要対応」と表示されたら、続けて書かれている内容をご確認ください。

## Sending

help-held-question = 「要対応：…ご本人か確かめてください」と表示されました
help-held-answer = 書類を送った後に、宛先の方の2要素認証が、バックアップコードなどで設定し直されました。他人がなりすましている可能性があるため、同意の受け付けを止めています。電話など、メール以外の方法でご本人に確かめてから、「同意を受け付ける」を押してください。書類を送った後に登録された認証方法で同意されたときは、「この同意を保留する」で締結を止められます（組織の設定で、自動で保留することもできます）。ご本人と確かめたら「保留を解除する」、ご本人でなければ「もう一度同意を求める」か、書類の取り消しを選んでください。
help-reminder-question = 宛先の方がまだ書類を見ていません
help-reminder-answer = 書類の画面の「リマインドを送る」で、新しいリンクをメールで送れます。以前のリンクは使えなくなります。前のリンクを送ってから1時間は送れません。
help-was-forwarded-question = 宛先の方が、ほかの方に転送しました
help-was-forwarded-answer = 転送されると、送信者にメールでお知らせします。書類の画面の「宛先」と「履歴」にも、誰に転送したかが表示されます。高度な認証リクエストやアクセスコードは、転送先の方にもそのまま求められます。転送先の方に同意してもらうつもりがないときは、「書類を取り消す」で取り消し、送り直してください。
help-set-access-code-question = アクセスコードを設定するには
help-set-access-code-answer = 宛先を追加・編集するときに「アクセスコード」を入力し、電話などメール以外の方法で宛先の方に伝えます。宛先の方は、書類を開く前に入力します。高度な認証リクエストと一緒に使えます。設定したコードは、画面にもメールにも表示されません。
help-preflight-question = 送信の前に、宛先の方に準備してもらうには
help-preflight-answer = 「02 送付先の設定」の「事前確認を送る」で、メールアドレスの確認と2要素認証の設定を宛先の方にお願いできます。書類のタイトルや内容は伝わりません。「準備完了」になるのは、宛先の方がメールで確認し、2要素認証またはIdP認証を終えて、準備ができたことを知らせたときです。それまでは、すでにアカウントをお持ちの方も「未完了」です。「不達」と「宛先違い」のときは、メールアドレスを直してからもう一度送ってください。メールを読めるだけの人に登録されないようにするには、アクセスコードも設定します。
help-template-question = 同じ内容の書類を何度も送るには
help-template-answer = 「04 送信内容の確認」の「テンプレートとして保存」で、ファイル、宛先、共有先、メッセージを保存できます。次からは「{ templates }」から書類を作成します。高度な認証リクエストの設定とアクセスコードは保存されないため、書類ごとに設定します。
help-name-idp-question = 宛先の会社のIdPを指定するには
help-name-idp-answer = 宛先を追加するときに「宛先の会社のIdPでログインした方だけが開けるようにする」を選びます。宛先のメールアドレスのドメインが、その会社のIdP接続で確認済みになっている場合に使えます。指定した宛先は、ほかの方法では書類を開けません。

## The proof from the identity provider (ID token evidence)

help-id-token-short = 本人確認の記録
help-id-token = { help-id-token-short }（IdPの電子署名）
help-id-token-about = 高度な認証リクエストの書類にIdP認証の方が同意すると、IdPが電子署名した本人確認の記録（IDトークン）が残ります。記録に含まれる値（nonce）は、書類・宛先・同意の手続きから計算されています。そのため「このIdPが、この人を、この書類への同意のために認証した」ことを、あとから誰でも計算し直せます。
help-id-token-download = 書類の画面で「本人確認の記録（JSON）」をダウンロードします。
# -help-verify-command (Element) - what is typed
help-id-token-verify = このサービスのプログラムがある端末で { -help-verify-command } を実行します。インターネットへの接続は必要ありません。
-help-verify-command = wariin idp verify-id-token ファイル名
help-id-token-outcome = 正しければ、その件数が表示されます。署名、nonce、書類のファイル・宛先・手続きの値のどれかが合わないときは、何番目の記録の何が合わないかが表示されます（表示は英語です）。
help-id-token-key = 記録に入っている公開鍵（key）がそのIdPのものであることは、IdPが公開している鍵と見比べて確かめます。IdPはふつう、鍵を数か月で入れ替えます。

## Organisation and members

help-organisation-short = 組織とメンバー
help-organisation = { help-organisation-short }（組織の管理者の方へ）
help-organisation-about = 「{ organisation }」の「メンバー」から、メールアドレスを入力して招待します。招待された方は、届いたメールのページを開き、同じメールアドレスに届く確認コードを入力して参加します。招待のページを知っているだけでは参加できません。
help-roles-question = 役割には何がありますか
help-roles-answer = メンバー、書類管理者、管理者の3つです。メンバーは、自分の書類を作成し、送信します。書類管理者は、それに加えて、組織の書類を閲覧できます。管理者は組織の設定とメンバーを管理しますが、ほかの人の書類は閲覧できません。自分の役割は、自分では変更できません。
help-manager-question = 書類管理者は何ができますか
help-manager-answer = 組織の全員が送信・受信した書類を「{ managed-documents }」で検索し、閲覧できます。一覧はCSVで、PDFはZIPで保存できます。2要素認証は求められませんが、同意や変更はできません。閲覧したことは書類の履歴に残り、送信者に見えます。ほかの人の下書きは表示されません。受信した書類は、宛先の方が認証を通った後に表示されます。
help-members-phone-question = メンバーがスマートフォンをなくしました
help-members-phone-answer = まず、ご本人がバックアップコードを使えるか確かめてください。使えない場合は、電話や対面でご本人と確かめたうえで、「メンバー」の「2要素認証をリセット」を押します。回答を待っている書類の送信者にも知らせが届きます。
help-member-left-question = メンバーが退職しました
help-member-left-answer = 「メンバー」の「組織から外す」を押すと、その方はすぐにログアウトされ、組織が送った書類を見られなくなります。下書きと先方確認中の書類は、操作した管理者が引き継ぎます。その方が個人として同意した書類は、ご本人のものとして残ります。

## The organisation's settings

help-settings-short = 組織の設定
help-settings = { help-settings-short }（組織の管理者の方へ）
help-settings-about = 「{ organisation }」の「設定」で、メンバーの2要素認証を必須にするか、宛先に送るリンクの有効期間、同意時に再認証を求めるまでの時間、タイムゾーン、高度な認証リクエストと宛先の言語、締結完了メールへのPDFの添付を決められます。変更するには、2要素認証（またはIdP認証）でログインしている必要があります。
help-time-zone-question = 日時のタイムゾーンや言語を変えるには
help-time-zone-answer = 画面とメールの日時は、組織の設定の「タイムゾーン」で表示されます。組織の書類を受け取った宛先の方にも、同じタイムゾーンで表示されます。ご自分の画面の言語は、ページのいちばん下で選べます。宛先の方への画面とメールの言語は、宛先を追加・編集するときに「言語」で指定します。高度な認証リクエストは、宛先の言語がすべて日本語の書類に設定できます。ほかの言語でも使うには、組織の設定の「高度な認証リクエストと宛先の言語」を変えてください。

## Connecting an identity provider

help-connect-short = IdPを接続する
help-connect = { help-connect-short }（組織の管理者の方へ）
help-connect-about = 「セキュリティ」の「IdP接続の設定」から、OpenID Connectに対応したIdPを追加します。
# -help-connect-register-name (Element) - set in bold
help-connect-register = { -help-connect-register-name }：IdPの管理画面で、このサービスをWebアプリケーションとして登録し、IdPに表示された発行者・クライアントID・クライアントシークレットをこちらに入力します。追加すると表示されるリダイレクトURIを、IdPに登録します。
-help-connect-register-name = 登録
# -help-connect-domain-name (Element) - set in bold
help-connect-domain = { -help-connect-domain-name }：会社のメールのドメインを追加し、表示されたTXTレコードをDNSに登録して確認します。
-help-connect-domain-name = ドメイン
# -help-connect-test-name (Element) - set in bold
help-connect-test = { -help-connect-test-name }：「接続をテストする」を押して実際にログインし、IdPが返した内容を確かめます。
-help-connect-test-name = テスト
# -help-connect-enable-name (Element) - set in bold
help-connect-enable = { -help-connect-enable-name }：テストで、2要素認証と認証の日時（auth_time）、会社のメールアドレス（email）を確かめられると、有効にできます。
-help-connect-enable-name = 有効にする
# -help-entra-issuer (Element) - an address
# $common (Element) - what is not taken
# $organizations (Element) - what is not taken
# $context (Element) - an authentication context
# $auth_time (Element) - the name of a claim
# $email (Element) - the name of a claim
help-entra = 発行者は { -help-entra-issuer } です。{ $common } や { $organizations } は使えません。2要素認証は、条件付きアクセスの「認証コンテキスト」（例：{ $context }）を「認証の強さ（acr）で確認する」の値に指定します。そのコンテキストに、多要素認証を求めるポリシーを割り当ててください。「トークン構成」で { $auth_time } と { $email } を追加します。
-help-entra-issuer = https://login.microsoftonline.com/（テナントのID）/v2.0
# $issuer (Element) - an address
# -help-google-claim (Element) - a claim and its value
help-google = 発行者は { $issuer }、組織を見分ける項目は { -help-google-claim } です。Googleは、認証の日時と方法を通常は返しません。「2要素認証の確認方法」は「確認しない」にします（全員に2段階認証を強制している場合だけ選んでください）。ログインには使えますが、高度な認証リクエストの書類に同意する方は、認証アプリを併用してください。
-help-google-claim = hd=（会社のドメイン）
# -help-okta-issuer (Element) - an address
# $example (Element) - an address
# $value (Element) - the value of a claim
help-okta = 発行者は { -help-okta-issuer }（例：{ $example }）です。2要素認証は「認証の方法（amr）で確認する」の値 { $value } で確かめます。
-help-okta-issuer = https://（会社のドメイン）
# -help-keycloak-issuer (Element) - an address
# $acr (Element) - the name of a claim
# $amr (Element) - the name of a claim
help-keycloak = 発行者は { -help-keycloak-issuer } です。「クライアント認証」をオンにします。2要素認証は、段階認証（step-up）の { $acr } か、AMRマッパーの { $amr } で確認します。社内のアドレスにある場合は、サーバーの運営者による許可が必要です。
-help-keycloak-issuer = https://（ホスト名）/realms/（レルム名）
# $file (Element) - the path of a document
help-connect-more = IdPの画面のどこに何を入力するかは、このサービスに付属の文書（{ $file }）に詳しく書かれています。

## 入力項目

help-uploads-question = PDFを選ぶと「使う前に確認してください」と表示されました
help-uploads-answer = 受け取ったPDFをそのままでは契約書にできないとき、添付ファイルやほかのファイルへのリンク、暗号化や編集・印刷の制限を外したり、表示のない入力フォームに表示を作成したりします。何をしたかは「01 書類の準備」のファイルの下に表示されます。契約の内容に関わるものは、ページと一覧を確かめて「内容を確認して使う」を押すまで送信できません。元のままの内容が必要なときは「このファイルを外す」を押し、PDFを作り直してください。確認したことは書類の履歴に残ります。
help-uploads-password = 開くときにパスワードが必要なPDFは、「パスワード付きのPDFを使う」を開いてパスワードを入力します。パスワードは一度だけ使い、保存しません。
help-fields-question = 書類の上に入力欄や押印欄を置くには？
help-fields-answer = 「03 入力項目の設定」で、入力する方（宛先または送信者）と種類を選び、ページの上の置きたい場所を押します。置いた項目は、ドラッグやキーボードで動かし、大きさや必須かどうかを設定できます。宛先の項目はその方が同意する前に、送信者の項目は「04 送信内容の確認」で入力します。1つの書類に500件まで置けます。ほかの方の項目と重なる場所、ページの外、署名済みで届いたPDFには置けません。テンプレートと複製には、項目の位置と設定が引き継がれ、入力した内容は引き継がれません。
help-field-form-question = 記入欄のあるPDF（フォーム）を使うには？
help-field-form-answer = 「01 書類の準備」でそのままアップロードしてください。フォームはページの一部になり、未記入の欄は「03 入力項目の設定」の「入力項目として取り込む」で、同じ位置の入力項目になります。記入済みの欄は、記入された内容がそのまま残ります。ラジオボタンは、ボタンごとに「チェック」になります。1つだけを選んでもらう場合は、代わりに「選択」の入力項目を置いてください。
help-field-tags-question = 文書内のタグから入力項目を作るには？
help-field-tags-answer = PDFにする前の文書に、次のようなタグを書いておきます。「03 入力項目の設定」の「文書内のタグから入力項目を作る」を押すと、タグの位置に入力項目が置かれます。
help-field-tags-form = タグは「種類:入力する方:ラベル」の順に書きます。種類は、テキスト・チェック・日付・選択・押印・署名・電子署名です。入力する方は「送信者」または「宛先1」（送付先の順番）です。ラベルは省けます。選択では、ラベルの次に選択肢を「/」で区切って書きます。最後に「任意」または「必須」と書けます。
help-field-tags-more = タグは1行に収めて書きます。入力項目を作ると、タグの文字はページから取り除かれます。ほかの文字を動かさずに取り除けないタグは残り、その場所をお知らせします。入力項目は、タグの左端から、文字の入力欄はタグの長さで置かれます。もう一度押しても、同じ項目は二重には作られません。

## Pictures of the screens: what stands below each, and its text for readers who cannot see it

help-picture-request = 「02 送付先の設定」の「オプション」を開いたところです。
    .alt = 手順02の画面。宛先の一覧の下に「高度な認証リクエスト」の欄があり、「オプション」のメニューに「高度な認証リクエストを設定する」が表示されている。
help-picture-review = 「04 送信内容の確認」の「高度な認証リクエスト」が「設定あり」になっていることを確かめてから送信します。
    .alt = 手順04の画面。書類の情報の最後に、高度な認証リクエスト「設定あり」の行がある。
help-picture-states = 書類の画面の「宛先」です。お一人ずつ、いまの状態が右に表示されます。
    .alt = 宛先が3人並び、1人目は同意済み、2人目は未開封、3人目は順番待ちと表示されている。
help-picture-members = 「{ organisation }」の「メンバー」です。役割の変更、2要素認証のリセット、組織から外す操作ができます。
    .alt = メンバーの一覧。お一人ずつ、2要素認証が設定済みかどうか、役割、「2要素認証をリセット」「組織から外す」のボタンが表示されている。
help-picture-organisation = 「{ organisation }」の「設定」です。
    .alt = 組織の設定の画面。メンバーの2要素認証、リンクの有効期間、再認証を求めるまでの時間、タイムゾーン、高度な認証リクエストと宛先の言語の欄が並んでいる。
