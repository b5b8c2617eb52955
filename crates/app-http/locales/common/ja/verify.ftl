# 書類の検証: what a file is worth, for every visitor who holds it.

verify-title = 書類の検証
verify-explained = 電子署名付きPDF、合意締結証明書、証跡パッケージ（ZIP）を確認できます。ほかのサービスで署名されたPDFも対象です。ログインは不要です。
verify-file = PDFまたは証跡パッケージ（ZIP）
verify-file-hint = 50MBまでのファイル1件。ここにドロップすることもできます。
verify-button = 検証する
verify-again = 別のファイルを検証する
verify-privacy = ファイルはサーバー上の隔離されたプロセスで確認し、保存しません。ファイルを持っていない方に、書類の内容や有無を伝えることはありません。
verify-elsewhere = より大きなファイルや、このサービスを使わない検証には、コマンド「wariin verify」「wariin evidence verify」をお手元のコンピューターでお使いください。
verify-result = 検証結果

## What it comes to

verify-pdf-good = このPDFの電子署名は有効です。署名された内容は変更されておらず、署名が許す追加だけが行われています。
verify-pdf-failed = このPDFは署名の後に変更されているか、電子署名に誤りがあります。このファイルを信頼しないでください。
verify-pdf-indeterminate = 誤った電子署名はありませんが、すべてが有効とは言い切れません。理由は下の各項目をご覧ください。
verify-pdf-unsigned = このPDFには電子署名がありません。誰が作成したか、変更されたかどうかは確認できません。
verify-pdf-unreadable = このファイルは、PDFまたは証跡パッケージとして読めません。破損、途中で切れている、パスワードで保護されている、別の種類のファイルである、などが考えられます。ファイルを入手し直してからお試しください。
verify-pack-good = この証跡パッケージについて、確認できる項目はすべて一致しました。
verify-pack-failed = この証跡パッケージには、変更されたか、本来含まれないものがあります。このファイルを信頼しないでください。
verify-pack-indeterminate = この証跡パッケージに誤りはありませんが、一部を判断できません。
verify-pack-unreadable = このZIPは、証跡パッケージとして読めません。破損、途中で切れている、別の種類のファイルである、などが考えられます。ファイルを入手し直してからお試しください。

## Whether this service concluded it

# $at (String) - when
verify-concluded-here = このサービスで{ $at }に締結されました。このファイルは、そのときにこのサービスが発行したものと完全に同じです。
verify-not-concluded-here = このサービスで締結されたファイルではありません。このサービスが締結時に発行したファイルではないか、その後に変更されています。ほかのサービスのファイルは、そのサービスで確認してください。
# $at (String) - when
verify-packed-here = このサービスで{ $at }に締結されました。この証跡パッケージには、このサービスの鍵による署名があります。
verify-not-packed-here = このサービスで締結された証跡パッケージではありません。このままの内容に、このサービスの鍵による署名はありません。

## The parties

verify-parties = 電子署名に記載された当事者
verify-parties-explained = 電子署名とその署名者を信頼できる場合にだけ、信頼できる内容です。
# $at (String) - when
# $how (String) - how the person was authenticated
# $name (String) - the person
verify-party = { $name }（{ $at }に同意、{ $how }）
# $at (String) - when
# $how (String) - how the person was authenticated
# $name (String) - the person
# $organisation (String) - the sender's organisation
verify-sender = { $organisation } { $name }（{ $at }に送信、{ $how }）
verify-by-app = 2要素認証（認証アプリ）
# $issuer (String) - the identity provider
verify-by-idp = IdP認証（{ $issuer }）
verify-by-password = パスワード認証

## Signatures

# $number (Number) - its place in the file
verify-signature = 電子署名 { $number }
# $number (Number) - its place in the file
verify-timestamp = タイムスタンプ { $number }
verify-standing = 結果
verify-standing-intact = 有効（署名された範囲は変更されていません）
verify-standing-broken = 無効（誤りがあるか、その後にファイルが変更されています）
verify-standing-unjudged = ここでは判断できません
verify-signer = 署名者
# $signer (String) - the subject of the certificate
verify-signer-own = { $signer }（このサービスの証明書）
# $signer (String) - the subject of the certificate
verify-signer-other = { $signer }（このサービスの証明書ではありません。信頼できるかどうかはご自身でご判断ください）
verify-time = 日時
# $at (String) - when
# $by (String) - the authority
verify-stamped = { $at }（{ $by } のタイムスタンプ）
# $at (String) - when
verify-claimed = { $at }（署名者の申告。タイムスタンプによる裏付けはありません）
verify-no-time = 記載なし
verify-added = その後の追加
verify-added-nothing = なし
verify-added-signatures = 電子署名・タイムスタンプ・その検証情報（許された追加です）
# $count (Number) - how many
verify-added-filled = フォームの{ $count }項目への入力（許された追加です）
# $count (Number) - how many
verify-added-bytes = ファイルの末尾の{ $count }バイト（表示には影響しません）
# $count (Number) - how many
verify-added-changes = 署名が許さない変更が{ $count }件
verify-added-unreadable = 判別できません
verify-verdict = ETSI EN 319 102-1 による判定

## Details

verify-checks = パッケージの確認項目
verify-digest = このファイルのSHA-256

## What is not verified

verify-too-large = ここで検証できるのは50MBまでのファイルです。より大きなファイルは、コマンド「wariin verify」または「wariin evidence verify」をお手元のコンピューターでお使いください。
    .title = ファイルが大きすぎます
verify-no-file = ファイルが選択されていないか、空のファイルです。PDFまたは証跡パッケージ（ZIP）を選んでから、もう一度お試しください。
    .title = 検証するファイルがありません
verify-too-complex = このファイルの確認に、1件あたりの上限を超える時間またはメモリーが必要だったため、結果を示せません。コマンド「wariin verify」または「wariin evidence verify」をお手元のコンピューターでお使いください。
    .title = ここでは検証できませんでした
