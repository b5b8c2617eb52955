# What the service says when it does not do something: what happened, why, and what to do next.

## The way on from an error's page

error-go-home = トップへ戻る
error-go-documents = 書類の一覧へ
error-go-sign-in = ログイン
error-go-sign-in-page = ログイン画面へ
error-go-link-idp = パスワードでログインして連携する
error-go-connections = IdP接続へ戻る
error-go-set-up-factor = 2要素認証を設定する
error-go-idp = IdPでログイン

## Headings of more than one page

error-not-done = 処理できませんでした
error-not-possible = この操作はできません
error-wait = しばらくお待ちください
error-sign-in-again-heading = もう一度ログインしてください
error-strong-sign-in-needed = 2要素認証（またはIdP認証）が必要です

## Requests that are not taken

error-foreign-form = この操作は、このサービスの画面から行われたことを確認できなかったため、実行しませんでした。前の画面に戻り、再読み込みしてからもう一度お試しください。
    .title = 操作を確認できませんでした
error-foreign-host = このサービスは、このコンピューターの localhost からだけ開けます。
    .title = このアドレスでは開けません
error-too-large = 一度に送信できる大きさは、ファイル1件につき20MB、書類1件につき合計50MBまでです。前の画面に戻り、ファイルを小さくするか分けてから送信してください。
    .title = 送信された内容が大きすぎます
error-cut-off = 通信が途中で切れたため、内容を受け取れませんでした。もう一度送信してください。
    .title = 送信が完了しませんでした
error-body-too-slow = 送信が遅すぎたため、途中で終了しました（10秒間何も届かない、または必要な速さに満たない場合）。通信の状態のよい場所で、もう一度送信してください。
    .title = 送信が途中で終了しました
error-malformed = 送信された内容を読み取れませんでした。前の画面に戻り、再読み込みしてからお試しください。
    .title = 内容を読み取れませんでした
error-not-found = お探しのページはありません。メールのリンクを開いた方は、リンクが途中で切れていないかをご確認ください。ログインが必要なページの場合は、閲覧できるアカウントでログインしているかをご確認ください。
    .title = ページが見つかりません
error-not-found-signed-in = お探しのページや書類がないか、このアカウントでは閲覧できません。別のアカウントで送受信した書類は、そのアカウントでログインすると開けます。
# $seconds (Number) - how long to wait
error-too-many-tries = 短い時間に多くの操作がありました。{ $seconds }秒ほど待ってから、もう一度お試しください。
# $number (String) - the number under which the log has the fault
error-fault = サーバー側で問題が起きたため、処理を完了できませんでした。入力した内容に誤りはありません。少し待ってからもう一度お試しください。続く場合は、番号 { $number } を添えて運営者へご連絡ください。
    .title = 問題が起きました
# $number (String) - the number of the request, under which the log has it
error-number = お問い合わせ番号: { $number }
error-storage-full = サーバーの保存領域がいっぱいのため、保存できませんでした。入力した内容に誤りはありません。運営者が空きを作れば、そのまま使えるようになります。しばらくしてからもう一度お試しください。
    .title = 保存領域が足りません
error-storage-unavailable = データベースが応答しないため、処理を完了できませんでした。入力した内容に誤りはありません。10秒ほど待ってから、もう一度お試しください。続く場合は、運営者へご連絡ください。
    .title = 一時的に処理できません
error-files-unavailable = ファイルの保存先が応答しないため、処理を完了できませんでした。入力した内容に誤りはありません。10秒ほど待ってから、もう一度お試しください。続く場合は、運営者へご連絡ください。
    .title = 一時的に処理できません
error-too-slow = 処理に時間がかかっているため、待つのを打ち切りました。入力した内容に誤りはありません。10秒ほど待ってから、もう一度お試しください。
    .title = 時間内に完了できませんでした
error-busy = アクセスが集中しているため、処理を完了できませんでした。入力した内容に誤りはありません。10秒ほど待ってから、もう一度お試しください。
    .title = ただいま混み合っています
error-not-done-for-now = 処理を完了できませんでした。少し待ってから、もう一度お試しください。

## Links and invitations

error-invalid-link = リンクの有効期限が切れたか、新しいリンクが送られています。最新のメールのリンクを開くか、送信者に再送をご依頼ください。
    .title = このリンクは使えません
error-link-required = 届いたメールのリンクを、このブラウザーでもう一度開いてください。
    .title = メールのリンクから開いてください
error-invitation-ended = この招待は、すでに使われたか、取り消されたか、有効期限が切れています。必要な場合は、組織の管理者に招待の送り直しをご依頼ください。
    .title = この招待は使えません
error-sign-in-to-join = このメールアドレスのアカウントはすでにあります。ログインしてから、招待のページをもう一度開いてください。
    .title = ログインしてから参加してください

## A document

# $status (String) - the document's status
error-not-editable = この書類は「{ $status }」のため、この操作はできません。
error-sender-must-be-strong = 高度な認証リクエストを設定して書類を送信するには、2要素認証（またはIdP認証）でのログインが必要です。認証を行ってから、もう一度送信してください。
error-excluded-heading = 高度な認証リクエストと一緒に使えません
error-not-your-turn = この書類への回答は、すでに済んでいるか、まだ順番が来ていません。
error-other-contents = 画面に表示された書類と、同意しようとしている書類が一致しませんでした。書類を開き直してください。
    .title = 表示された書類と異なります
error-other-turn = この画面を開いたあとに、同意が取り消されたか、新しいリンクが送られました。内容をもう一度確認し、同意するボタンを押してください。
    .title = 同意の画面が古くなっています
error-file-damaged = この書類のファイルが、保存先で失われたか変更されています。復元されるまで、表示も同意もできません。同意は記録されていません。送信者の画面に「要対応」と表示されています。送信者にお問い合わせください。
    .title = 書類のファイルに問題があります
# $at (String) - when it was deleted
# $document (String) - the document's id
error-deleted = この書類は、送信した組織の保存期間が終わったため、{ $at }に削除されました。ファイルや内容は残っていません。書類ID：{ $document }
    .title = 保存期間が終わり、削除されました
error-pages-not-shown = すべてのページを表示してから同意できます。同意は記録されていません。書類に戻り、最後まで表示してください。
    .title = まだ表示していないページがあります
# $count (Number) - how many fields
error-fields-missing = 必須の入力項目が{ $count }件、入力されていません。同意は記録されていません。書類に戻り、入力してください。
    .title = 入力していない項目があります
error-value = 入力した内容を受け付けられませんでした。書類に戻り、入力項目を確認してください。
    .title = 入力項目を確認してください
error-field-fault = このままでは送信できない入力項目があります。「03 入力項目の設定」で、印の付いた項目を直してください。
    .title = 入力項目を確認してください
error-changes-unconfirmed = 受け取ったときに変更した点が確認されていないファイルがあります。「01 書類の準備」で確認するか、そのファイルを外してください。
    .title = ファイルの変更点が確認されていません
error-consent-held = 送信者がご本人と確かめるまで、同意や転送はできません。お急ぎの場合は、送信者に直接ご連絡ください。
    .title = 送信者の確認を待っています
error-step-up-required = 前回の認証から時間がたっています。認証コードを入力して、もう一度同意してください。
    .title = もう一度認証してください
error-closed = 送信者が取り消したか、却下されたため、閲覧や回答はできません。行っていただく手続きはありません。ご不明な点は送信者へお問い合わせください。
    .title = この書類は終了しています
error-access-code-required = 送信者がアクセスコードを設定した書類です。届いたメールのリンクを開き、アクセスコードを入力してください。
    .title = アクセスコードが必要です
error-advanced-auth-required = 送信者が高度な認証リクエストを設定した書類です。認証を行うと閲覧できます。
error-named-idp-required = 送信者が、所属組織のIdPでの認証だけを認めている書類です。そのIdPでログインすると閲覧できます。
    .title = 指定されたIdPでの認証が必要です
error-enrolled-too-late = 送信者は、書類を送信する前に登録された認証方法だけを認めています。いまの認証方法は、送信後に登録されました。書類の画面をもう一度開くと、使える認証方法か、送信者への連絡のしかたが表示されます。
error-enrolled-without-code = 送信者は、アクセスコードを入力してから登録した認証方法か、送信前に登録した認証方法だけを認めています。いまの認証方法はどちらでもありません。書類の画面をもう一度開くと、次の手順が表示されます。
error-enrolled-by-password = この認証方法は、書類が送られた後に、メールの確認コードを使わず、パスワードだけで登録されました。メールを受け取ったご本人が登録したと確かめられないため、この書類への同意や辞退には使えません。ログアウトして、書類のメールのリンクをもう一度開き、「確認コードを送る」で届くコードを入力してからログインし、「セキュリティ」で認証方法を登録し直してください。その後、新しい認証方法でログインし直すと、回答できます。
    .title = この認証方法では、この書類に回答できません
# $intended (String) - the recipient's address, masked
error-wrong-account = この書類は { $intended } 宛てに送られています。その方のアカウントでログインし直してください。

## What is missing in a document, or too much

error-no-idp-for-address = この宛先の会社はIdPをこのサービスに接続していないため、IdPの指定ができません。指定のチェックを外すか、先方に接続を依頼してください。
error-forward-to-oneself = ご自身のメールアドレスです。転送先の方のメールアドレスを入力してください。
error-no-file = PDFファイルを選んでください。
error-too-many-fields = 入力項目は500件までです。
error-field-twice = 同じ入力項目が2つあるか、電子署名の表示欄が2つあります。画面を読み込み直してください。
error-no-such-field = その入力項目はありません。画面を読み込み直してください。
error-no-recipient = 宛先を1件以上追加してください。
error-no-access-code = アクセスコードのない宛先があります。認証手段の登録前にアクセスコードの入力を求める設定のため、「02 送付先の設定」でその宛先のアクセスコードを設定してください。
error-too-many-files = ファイルは100件までです。
error-files-too-large = ファイルは1件20MB、書類全体で50MBまでです。
error-too-many-recipients = 宛先は128件までです。
error-link-just-mailed = リンクを送ってから1時間たっていません。届いたメールをご確認いただき、時間をおいてからお試しください。
error-mail-limit = 送信者が24時間に送れるメールの数に達しました（1つのメールアドレスに3通、全部で300通まで）。明日もう一度お試しください。事前確認は、行わずに書類を送信することもできます。
error-passed-gate = この宛先はすでに書類を開いたか、回答しているため、訂正できません。別の方に送る場合は、書類を取り消して送り直してください。
error-no-such-recipient = その宛先はすでに削除されています。
error-no-such-file = そのファイルはすでに書類から外されています。
error-sealed-other-files = 署名したファイルが書類と一致しませんでした。

## A PDF that is not taken

# $name (String) - the file's name
error-pdf-not-pdf = 「{ $name }」はPDFではありません。PDFに変換してから選んでください。
# $name (String) - the file's name
error-pdf-damaged = 「{ $name }」は構造が壊れていて、内容を失わずに読み取ることができません。作成したソフトでPDFとして書き出し直すか、送信元からもう一度受け取ってください。
# $name (String) - the file's name
error-pdf-truncated = 「{ $name }」はファイルの終わりの部分がなく、途中までしか届いていません。送信元からもう一度受け取るか、ダウンロードし直してください。
# $name (String) - the file's name
error-pdf-signed-damaged = 「{ $name }」にはすでに署名があり、その署名を有効に保ったまま次の署名を加えることができない構造です。保存や印刷をし直すと今の署名が失われるため、署名者に、署名したPDFの作り直しを依頼してください。
# $name (String) - the file's name
error-pdf-password-needed = 「{ $name }」を開くにはパスワードが必要です。「PDFのパスワード」に入力し、PDFファイルをもう一度選んでください。
# $name (String) - the file's name
error-pdf-wrong-password = 「{ $name }」は、入力されたパスワードでは開けませんでした。パスワードを確かめて「PDFのパスワード」に入力し、PDFファイルをもう一度選んでください。
# $name (String) - the file's name
error-pdf-encrypted = 「{ $name }」は、電子証明書を使う方式など、パスワードでは開けない方式で暗号化されています。作成者に、暗号化していないPDFを依頼してください。
# $name (String) - the file's name
error-pdf-no-pages = 「{ $name }」にはページがありません。作成者に、内容のあるPDFを依頼してください。
# $name (String) - the file's name
error-pdf-too-many-pages = 「{ $name }」は2,000ページを超えています。分けてください。署名のあるファイルは分けると署名が失われるため、署名者に相談してください。
# $name (String) - the file's name
error-pdf-launch = 「{ $name }」にはすでに署名があり、プログラムを起動する動作が含まれています。署名を保ったまま取り除くことはできないため、署名者に、この動作を含まないPDFへの署名を依頼してください。
# $name (String) - the file's name
error-pdf-xfa = 「{ $name }」は、内容がページではなくXFAという形式のフォームだけに入っているため使えません。作成したソフト（Adobe Acrobatなど）で開いて「印刷」からPDFとして保存し、内容がそろっていることを確かめてから選んでください。
# $name (String) - the file's name
error-pdf-unfixed-form = 「{ $name }」は、閲覧ソフトによって入力欄の見え方が変わるフォームで、契約の内容を1つに決められません。作成したソフトで開いて「印刷」からPDFとして保存し、内容がそろっていることを確かめてから選んでください。
# $character (String) - the character and its code point
# $field (String) - the name of the form field
# $name (String) - the name of the file
error-pdf-missing-glyph = 「{ $name }」の入力欄「{ $field }」に、フォームのフォントにもこのサービスのフォントにもない文字「{ $character }」があり、正しく表示できません。作成したソフトで開いて「印刷」からPDFとして保存し、内容がそろっていることを確かめてから選んでください。
# $character (String) - the character and its code point
# $name (String) - the name of the file
error-pdf-missing-glyph-in-note = 「{ $name }」の注釈に、その注釈のフォントにもこのサービスのフォントにもない文字「{ $character }」があり、正しく表示できません。作成したソフトで開いて「印刷」からPDFとして保存し、内容がそろっていることを確かめてから選んでください。
# $name (String) - the file's name
error-pdf-layers = 「{ $name }」には、画面では見えて印刷では見えない（またはその逆の）レイヤーがあり、契約の内容を1つに決められません。作成したソフトで必要なレイヤーだけを表示して「印刷」からPDFとして保存し、内容がそろっていることを確かめてから選んでください。
# $name (String) - the file's name
error-pdf-media = 「{ $name }」には動画・音声・3Dが埋め込まれていて、紙面として残せないため使えません。作成したソフトで画像に置き換えるか、「印刷」からPDFとして保存してください。動画・音声・3Dは含まれなくなります。
# $name (String) - the file's name
# $filter (String) - the name of the filter, as it stands in the file
error-pdf-unknown-filter = 「{ $name }」のページは「{ $filter }」という未知の形式のデータを使っていて、正しく表示できません。作成したソフトで開いて「印刷」からPDFとして保存し、内容がそろっていることを確かめてから選んでください。
# $name (String) - the file's name
error-pdf-certified = 「{ $name }」には、以後の変更を一切認めない証明（認証署名）が付いているため、署名を追加できません。署名者に、署名の追加を認める設定での署名し直しか、署名のないPDFを依頼してください。
# $name (String) - the file's name
error-pdf-too-complex = 「{ $name }」は複雑すぎて確認できませんでした。署名のないファイルは、作成したソフトの「印刷」からPDFとして保存し直してください。署名のあるファイルは、保存し直すと署名が失われるため、署名者に相談してください。

## A field

error-value-other-kind = この項目に入力できる内容ではありません。
error-value-number = 数字で入力してください（例：1,000）。
error-value-date = 日付を入力してください（例：2026年11月27日）。
error-value-postal-code = 郵便番号を7桁で入力してください（例：150-0001）。
error-value-phone = 電話番号を入力してください（例：03-1234-5678）。
error-value-no-such-option = 選択肢から選んでください。
error-value-strokes = 署名を読み取れませんでした。もう一度書いてください。
error-value-other-stamp = 組織に登録された印影ではありません。
# $character (String) - the character that no font has
error-value-missing-glyph = 「{ $character }」は印字できない文字です。別の文字に置き換えてください。
error-value-does-not-fit = 欄に収まりません。短くしてください。
error-stamp-not-png = 印影の画像はPNGファイルにしてください。
error-stamp-too-large = 印影の画像は1MB以下、縦横2,000ピクセル以下にしてください。
error-stamp-empty = 画像がすべて透明です。印影が見える画像を選んでください。
error-logo-unreadable = ロゴは、PNGまたはSVGの画像ファイルにしてください。
error-logo-too-large = ロゴの画像は1MB以下、PNGは縦横2,000ピクセル以下の、こみいっていないものにしてください。
error-logo-has-text = SVGに文字が含まれています。文字をアウトライン（パス）に変換してから、もう一度選んでください。
error-logo-has-more = SVGに画像やスクリプトが含まれています。図形だけのSVGか、PNGにしてください。
error-logo-empty = 画像に見えるものがありません。ロゴが見える画像を選んでください。
error-printer-away = 入力した内容をいま確認できません。少し待ってから、もう一度お試しください。
error-value-image = 印影の画像を読み取れませんでした。
# $label (String) - the field's label
error-field-empty = { $label }を入力してください。
# $label (String) - the field's label
# $limit (Number) - how many characters are taken
error-field-too-long = { $label }は{ $limit }文字以内で入力してください。
# $label (String) - the field's label
# $least (Number) - how many characters are needed
error-field-too-short = { $label }は{ $least }文字以上で入力してください。
# $label (String) - the field's label
error-field-forbidden-character = { $label }に使えない文字（制御文字やWebページのアドレスなど）が含まれています。削除してください。
# $label (String) - the field's label
error-field-malformed = { $label }の形式が正しくありません。
error-field-email = メールアドレスの形式が正しくありません。name@example.co.jp のように半角で入力してください。
error-field-password = 同じ文字だけのパスワードは使えません。別のパスワードにしてください。
error-field-link-life = リンクの有効期間は、1〜60の数字で入力してください。
error-field-step-up-age = 再認証を求めるまでの時間は、1〜60の数字で入力してください。
error-field-amount = 取引金額は 550000 のように、円単位の数字で入力してください。
# $label (String) - the field
error-field-date = { $label }は、実在する日付を 2026-04-01 のように入力してください。

## Signing in, codes and the second factor

error-bad-credentials = メールアドレスまたはパスワードが正しくありません。続けて誤ったときは、1分ほど待ってからお試しください。
error-wrong-password = 現在のパスワードが正しくありません。続けて誤ったときは、1分ほど待ってからお試しください。
error-address-same = いまのアドレスと同じです。別のアドレスを入力してください。
error-address-served-by-idp = このアドレスの会社では、会社のアカウント（IdP）でのログインに統一しています。会社の管理者に依頼し、IdPでログインしてください。
error-no-code = コードを入力してください。
error-wrong-code = コードが正しくありません。最新のコードを入力してください。
error-code-replayed = この認証コードはすでに使われています。アプリに次のコードが表示されてから入力してください。
# $until (String) - when tries are taken again
error-throttled = 誤りが続いたため、{ $until } まで受け付けを止めています。正しいコードでも、それまでお待ちください。
error-locked = 誤りが続いたため、この認証アプリは使えなくなりました。バックアップコードを使って設定し直してください。
error-code-of-other-session = この確認コードは別のブラウザーで請求されたものです。このブラウザーで新しいコードを送ってください。
error-code-expired = 確認コードの有効期限が切れたか、すでに使われています。新しいコードを送ってください。
# $limit (Number) - how many codes are mailed a day
error-too-many-codes = 確認コードは送ったばかりか、本日の上限（{ $limit }回）に達しています。届いたメールを確認し、少し待ってからお試しください。
# $seconds (Number) - how long to wait
error-codes-just-mailed = 確認コードは送ったばかりです。届いたメールを確認し、届かないときは{ $seconds }秒ほど待ってからお試しください。
# $limit (Number) - how many are mailed a day
error-codes-of-browser = このブラウザーで請求できる確認コードは、1日に{ $limit }回までです。届いたメールを確認するか、明日もう一度お試しください。
# $limit (Number) - how many are mailed a day
error-codes-of-network = お使いのネットワークから請求できる確認コードが、1日の上限（{ $limit }回）に達しています。上限の後は1時間に1回送れます。届いたメールを確認し、時間をおいてお試しください。
# $limit (Number) - how many are mailed a day
error-codes-of-mailbox = このメールアドレスに送れる確認コードが、1日の上限（{ $limit }回）に達しています。届いたメールを確認し、1時間以上おいてからお試しください。
error-mailbox-not-proven = あなた宛ての書類があります。届いたメールのリンクを開き、確認コードでメールアドレスを確認してから、もう一度お試しください。締結済みの書類だけのときは、「パスワードを忘れた場合」から新しいパスワードを設定しても確認できます。
error-account-exists = このメールアドレスのアカウントはすでにあります。ログインしてください。
error-guest-title = 書類の送信はできません
error-guest = このアカウントはゲストです。受け取った書類の確認・同意・保管ができますが、書類の送信、テンプレートの作成、組織の管理はできません。送信が必要な場合は、所属する組織の管理者に招待を依頼してください。招待のメールから参加すると、送信できるようになります。
error-factor-demanded = あなたの組織では、2要素認証（またはIdP認証）でのログインが必要です。
error-no-factor = 2要素認証が設定されていません。
error-backup-codes-replaced = このバックアップコードは、新しいものに取り替えられています。もう一度表示して、新しいコードを保存してください。
error-too-many-factors = 認証アプリとパスキーは、1つのアカウントに合わせて10個まで登録できます。使っていないものを解除してから、追加してください。
error-no-enrolment = 設定の途中の情報が見つかりません。このブラウザーで、設定を最初からやり直してください。
error-passkey-ceremony = パスキーの認証が時間切れになったか、別の画面で始めたものでした。もう一度お試しください。
error-passkey-unknown = このパスキーは登録されていないか、解除されています。別のパスキーを選ぶか、ほかの方法をお使いください。
error-passkey-unverified = 端末での本人確認（指紋、顔、PIN）が行われませんでした。画面ロックのある端末か、PINを設定したセキュリティキーをお使いください。
error-passkey-refused = パスキーを確認できませんでした。もう一度お試しになるか、ほかの方法をお使いください。
error-passkey-counter = このパスキーは、複製されたおそれがあるため使えません。ほかの方法でログインし、このパスキーを解除してください。
error-passkey-taken = このパスキーは、すでに登録されています。
error-passkey-unavailable = このサービスのアドレスでは、パスキーを使えません。ほかの方法をお使いください。
error-sign-in-again = ログインの方法を変えるには、5分以内のログイン（2要素認証を設定している場合は認証コードも）が必要です。もう一度ログインしてから、お試しください。
error-no-password = このアカウントにはパスワードもパスキーもないため、IdP連携を解除するとログインできなくなります。先に「セキュリティ」でパスキーを追加するか、パスワードを設定してください。

## Signing in with an identity provider

error-no-idp = このメールアドレスの会社は、IdPでのログインに対応していません。パスワードでログインしてください。
error-unknown-authorization = このログインの手続きは、すでに使われたか、期限が切れています。もう一度ログインしてください。書類の確認中だった方は、メールのリンクをもう一度開いてください。
error-authorization-expired = IdPでのログインに時間がかかったため、やり直しが必要です。もう一度ログインしてください。
error-foreign-authorization = ログインを始めたときと、ブラウザーまたはログイン中のアカウントが変わっています。このブラウザーで、もう一度ログインしてください。書類の確認中だった方は、メールのリンクをもう一度開いてください。
error-first-login-code = 確認コードの有効期限が切れたか、誤りが続いたため使えなくなりました。IdPでのログインからやり直してください。
error-idp-denied = IdPがログインを認めませんでした。IdPの画面で取りやめた場合は、もう一度お試しください。続くときは、組織のシステム担当者に、このサービスの利用が許可されているかご確認ください。
error-link-first = 一度パスワードでログインし、「IdPと連携する」を押すと、次からIdPでログインできます。
    .title = このメールアドレスは登録済みです
error-not-a-member = この組織では、アカウントのない方はログインできません。組織の管理者に、アカウントの作成をご依頼ください。
error-other-address = IdPのメールアドレスが、ログイン中のアカウントのメールアドレスと異なります。ご自分のIdPのアカウントでログインしたかをご確認ください。同じ方の場合は、組織のシステム担当者に、IdPが返すメールアドレスをご相談ください。
error-identity-taken = このIdPのアカウントは、別のアカウントと連携されているか、あなたのアカウントが別のIdPのアカウントと連携されています。先に連携を解除してください。
error-idp-required = あなたの組織では、IdPでのログインが必要です。下のボタンからログインしてください。
error-report-link-ended = お知らせのリンクは、操作のあった日から30日間使えます。期限が過ぎている場合は、新しいパスワードを設定し、サービスの運営者にご連絡ください。
error-reset-link-ended = パスワードを設定するためのリンクは、30分間、1回だけ使えます。もう一度、リンクを送ってください。
error-account-disabled = このアカウントは停止されています。サービスの運営者にご連絡ください。
    .title = このアカウントは使えません
error-idp-login-failed = IdPでログインできませんでした
error-idp-unreachable = 会社のログイン画面（IdP）が応答していません。数分待ってから、もう一度お試しください。続くときは、会社のシステム担当者にご連絡ください。
    .title = ログイン先につながりませんでした
error-idp-forbidden = この発行者（または、それが示す接続先）には、安全のため接続できません。httpsのURLで、公開されたアドレスであることをご確認ください。社内のIdPの場合は、サーバーの運営者が WARIIN_IDP_PRIVATE_ORIGINS で許可すると接続できます。
error-idp-misconfigured = IdPとの接続の設定に誤りがあります。組織の管理者に、IdP接続のテストをご依頼ください。
error-idp-untrusted = IdPの応答を確かめられなかったため、ログインを中止しました。もう一度お試しください。続くときは、組織の管理者にご連絡ください。
error-idp-switched-off = このIdPでのログインは、いま無効になっています。組織の管理者にご確認ください。
error-idp-other-organisation = 別の組織のIdPでログインされました。ご自分の組織のアカウントでログインしてください。
error-idp-no-auth-time = IdPが認証の日時（auth_time）を示さなかったため、ご本人の確認ができませんでした。組織のシステム担当者に、IdPの設定をご相談ください。
error-idp-stale = IdPでの認証が古いため、受け付けられません。IdPの画面で、もう一度認証してください。
error-idp-not-renewed = IdPは、求めても認証し直しませんでした（prompt=login でも max_age でも、認証の日時 auth_time が新しくなりません）。同意のときに本人を確認できないため、このIdPは有効にできません。IdPの再認証とセッションの設定を見直してから、もう一度テストしてください。
error-idp-future = IdPの時刻がずれているため、受け付けられません。組織のシステム担当者にご連絡ください。
error-idp-weak = 会社のログイン画面（IdP）で2要素認証が行われたことを確認できませんでした。2要素認証を行ってログインしてください。続くときは、会社のシステム担当者にご相談ください。
error-idp-wrong-account = ログイン中の方とは別の方が、会社のログイン画面で認証されました。同意はまだ完了していません。同意の画面に戻り、ご自分のアカウントを選び直してください。
    .title = 別の方のアカウントで認証されました
error-idp-no-address = IdPからメールアドレスを受け取れなかったため、アカウントを確かめられませんでした。組織のシステム担当者に、emailを返す設定をご依頼ください。
error-idp-address-unverified = IdPでメールアドレスが確認されていないため、ログインできません。IdPの画面でメールアドレスの確認を済ませてください。
error-idp-foreign-domain = 会社のログイン画面から届いたメールアドレスは、この会社のものとして登録されていません。会社のアカウントを選び直すか、会社の管理者にご相談ください。
    .title = このメールアドレスではログインできません

## A connection to an identity provider

# $check (String) - where the test came to a stop
# $advice (String) - what an admin can do
error-idp-test-failed = IdPとのやり取りのうち、次のところで止まりました：{ $check }　{ $advice }
    .title = 接続のテストに失敗しました
error-idp-test-hosts = IdPの設定情報が、接続を認めていないホストを示しています。「接続をテストする」をもう一度押すと、必要なホストを提示します。
error-idp-test-compare = IdPの設定と、この接続の設定を見比べてください。
error-admins-only = この操作は、組織の管理者だけが行えます。
error-connection-weak-sign-in = IdP接続の変更には、2要素認証（またはIdP認証）でのログインが必要です。
error-connection-tenant-needed = この発行者は多くの組織で使われるため、「組織を見分ける項目」（hd=example.co.jp など）が必要です。
error-connection-not-tested = 有効にするには、先に「接続をテストする」を済ませてください。
error-connection-not-strong = テストのログインで、2要素認証が行われたことを確認できていません。IdPの設定か、「2要素認証の確認方法」を見直してください。
error-connection-no-domain = 有効にするには、確認済みのドメインが1つ以上必要です。
error-connection-no-such-domain = そのドメインは、この接続に登録されていません。
error-connection-too-many-domains = ドメインは50件までです。
error-connection-too-many = IdP接続は10件までです。
error-connection-no-secret = クライアントシークレットがありません。「接続の設定を変更する」で入力してください。発行者を変えると、シークレットは消えます。
error-connection-no-address = テストで、確認済みドメインのメールアドレス（email）が返されませんでした。IdPでemailを返すように設定し、もう一度テストしてください。
error-connection-domain-taken = そのドメインは、別のIdP接続で確認済みです。
error-connection-no-record = TXTレコードが見つかりませんでした。名前と値を確かめ、反映を待ってから、もう一度お試しください。
error-connection-switched-off = 先に、この接続を有効にしてください。
error-connection-not-signed-in-with-it = 締め出しを防ぐため、このIdPでログインしてから設定してください。
error-dns = DNSサーバーが応答しないため、ドメインを確認できませんでした。少し待ってから、もう一度お試しください。

## An organisation

error-organisation-weak-sign-in = この操作には、2要素認証（またはIdP認証）でのログインが必要です。「セキュリティ」から認証してください。
error-organisation-oneself = 自分自身に対しては行えません。ほかの管理者に依頼してください。
error-organisation-last-admin = 最後の管理者のため、変更できません。先に、ほかのメンバーを管理者にしてください。
error-organisation-member-gone = このメンバーは、もうこの組織にいません。
error-organisation-member-already = このメールアドレスの方は、すでにメンバーです。
error-organisation-invited-already = このメールアドレスは招待中です。届いていないときは「送り直す」を押してください。
error-organisation-too-many-invitations = 招待中の件数が上限（200件）に達しています。使われていない招待を取り消してください。
error-organisation-invitation-ended = この招待は、すでに使われたか、取り消されています。
error-organisation-just-mailed = 送ってから10分たっていないか、1日に送れる件数（200件）に達しています。届いたメールを確認していただき、時間をおいてからお試しください。
# $least (Number) - how many years at the least
error-organisation-retention-too-short = 電子帳簿保存法の対象とする場合は、{ $least }年以上にしてください。法律で{ $least }年間の保存が求められています。設定は変更されていません。
error-organisation-own-in-use = このアカウントには、別の組織の書類またはメンバーがあるため参加できません。別のメールアドレスで招待を受けてください。
error-too-many-templates = テンプレートは1,000件までです。使わないテンプレートを削除してください。
error-template-not-yours = テンプレートの変更と削除は、保存した方か組織の管理者だけが行えます。
error-too-many-exported = 書類が多いため、まとめて取り出せません。500件以内になるように絞り込んでください。
