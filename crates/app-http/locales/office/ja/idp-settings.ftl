# Connecting the organisation's identity provider.

-idp-guide = 接続の手引き
-idp-security-settings = セキュリティ設定へ

# Between two domains.
idp-comma = 、
idp-cancel = やめる

## The connections

idp-connections = IdP接続
# -idp-guide (Element) - the link to the help
idp-what-this-is = 会社のアカウント（Microsoft Entra ID、Google Workspace、Okta、Keycloak など）でログインできるように、OpenID Connectで接続します。{ -idp-guide }
# -idp-security-settings (Element) - the link to the security settings
idp-needs-strong-sign-in = IdP接続の追加と変更には、2要素認証（またはIdP認証）でのログインが必要です。{ -idp-security-settings }
idp-none = まだIdPが接続されていません。
idp-on = 有効
idp-off = 無効

## A new connection

idp-add = IdPを追加
# -idp-guide (Element) - the link to the help
idp-how-to-add = 手順は4つです。IdPの管理画面を開き、このサービスをWebアプリケーションとして登録してから、IdPに表示された値を入力します。リダイレクトURIを先に求められたら、仮の値で登録し、次の画面に表示される値に差し替えてください。{ -idp-guide }
idp-add-now = 追加する

## What an admin enters

idp-name = 表示名
idp-name-hint = ログインや同意の画面に出る名前です。会社名・組織名にします。
idp-issuer = 発行者（issuer）
idp-issuer-hint = https:// から始まるURLです。末尾の「/」の有無まで、IdPの設定と同じにします。
idp-client = クライアントID
idp-secret = クライアントシークレット
idp-secret-hint = 暗号化して保存し、画面には二度と表示しません。
idp-tenant = 組織を見分ける項目（クレーム）
idp-tenant-hint = Google Workspaceなど、発行者のURLが他社と共通のIdPで必要です。例：hd=example.co.jp
idp-hosts = ほかに使うホスト
idp-hosts-hint = IdPのログイン画面やトークンのURLが、発行者とは別のホストにあるとき（Amazon Cognitoなど）だけ入力します。例：会社.auth.ap-northeast-1.amazoncognito.com。複数あるときは空白で区切ります（5つまで）。クライアントシークレットはこのホストにも送られます。
# $hosts (String) - the hosts
idp-other-hosts = このIdPの設定情報は、発行者とは別のホストを使います：{ $hosts }　IdPの文書で正しいことを確かめてから、このまま保存し、もう一度テストしてください。覚えのないホストなら、発行者のURLを見直してください。
idp-creates-members = アカウントがない社員も、初回ログイン時にメンバーとして追加する

## How strength is proven

idp-rule = 2要素認証の確認方法
idp-rule-hint = IdPで2要素認証が行われたことを、何で確認するかを選びます。確認できないログインは、パスワードだけのログインとして扱います。
idp-rule-amr = 認証の方法（amr）で確認する：次の値をすべて含む
idp-rule-acr = 認証の強さ（acr）で確認する：次の値のどれかに一致する
idp-rule-trust = 確認しない（このIdPのログインをすべて信頼する）
idp-rule-trust-hint = IdPで全員に2要素認証を強制している場合だけ選んでください。
idp-rule-values = 確認する値
idp-rule-values-hint = 例：mfa。複数あるときは空白で区切ります。「確認しない」を選んだときは使いません。
idp-rule-values-wrong = 値を半角で、1個から20個まで、空白で区切って入力してください。
idp-rule-missing = 2要素認証の確認方法を選んでください。

## A connection: what happened

idp-added = 接続を追加しました。続けて、下の手順を上から順に済ませてください。
idp-changed = 設定を保存しました。
idp-secret-replaced = クライアントシークレットを入れ替えました。もう一度テストしてください。
idp-domain-proven = ドメインを確認しました。
idp-tested = テストのログインが完了しました。結果を確認してください。
idp-switched-on = この接続でのログインを有効にしました。
idp-switched-off = この接続でのログインを無効にしました。
idp-made-required = この接続でのログインを必須にしました。
idp-made-optional = パスワードでのログインも認めるようにしました。
idp-secret-wrong = クライアントシークレットを半角で入力してください。
idp-domain-wrong = ドメインは example.co.jp のように、メールアドレスの @ より後ろを半角で入力してください。

## A connection: its addresses

idp-not-on-yet = 設定中
idp-copy = コピー
idp-addresses = 1. IdPに登録するURL
idp-addresses-hint = IdPの管理画面に、次のURLを貼り付けてください。
idp-redirect-uri = リダイレクトURI
idp-logout-uri = バックチャネルログアウトURI（任意）

## A connection: its domains

idp-domains = 2. メールのドメイン
idp-domains-hint = 確認の済んだドメインのメールアドレスだけが、このIdPでログインできます。
idp-proven = 確認済み
idp-unproven = 未確認
idp-record-hint = DNSに次のTXTレコードを登録してから「確認する」を押してください。反映に時間がかかることがあります。サーバーの運営者がコマンドで承認することもできます。
idp-record-name = 名前
idp-record-value = 値
idp-check-domain = 確認する
idp-remove-domain = 外す
# $domain (String) - which
idp-remove-this-domain = { $domain }を外す
idp-new-domain = 追加するドメイン
idp-add-domain = ドメインを追加

## A connection: its test

idp-test = 3. テスト
# $verdict (Element) - whether it could be verified
idp-test-verdict = 2要素認証の確認：{ $verdict }
idp-test-strong = できました
idp-test-not-strong = できませんでした
# $at (String) - when
idp-test-at = { $at } のテスト
idp-test-not-strong-hint = IdPで2要素認証を行ってテストし直すか、下の「IdPが返した内容」を見て、「2要素認証の確認方法」を見直してください。
idp-test-claims = IdPが返した内容
idp-test-iss = 発行者（iss）
idp-test-acr = 認証の強さ（acr）
idp-test-amr = 認証の方法（amr）
idp-test-auth-time = 認証した日時（auth_time）
idp-test-renewal = 認証し直させる方法
idp-test-stuck = ログインを何度も求められる、またはIdPのエラー画面から戻れないとき
idp-test-stuck-hint = IdPが、認証し直しの求め方に対応していないことがあります。ほかの方法でテストしてください。うまくいった方法を、この接続で使います。
idp-test-by-prompt = prompt=login だけでテストする
idp-test-by-max-age = max_age だけでテストする
idp-test-nothing = （なし）
idp-test-no-auth-time = 認証した日時（auth_time）がないため、このIdPのログインでは、高度な認証リクエストの書類に同意できません。IdPで auth_time を返すように設定するか、同意する人が認証アプリを併用してください。
idp-test-no-address = 確認済みドメインのメールアドレス（email）が返されませんでした。初めてログインする人を確かめられないため、IdPで email を返すように設定してください。
idp-test-hint = 実際にログインして、IdPが何を返すかを確認します。会社のログイン画面に移り、終わるとここに戻ります。IdPが求めに応じて認証し直すことを確かめるため、続けて2回以上ログインします。
idp-test-now = 接続をテストする
idp-test-again = もう一度テストする

## A connection: switching it on

idp-in-use = 4. 利用状況
idp-switching-on = 4. 有効にする
# $badge (Element) - that it is mandatory
idp-is-required = 確認済みドメインの人は、このIdPでログインできます。{ $badge } パスワードではログインできません。
idp-required-badge = IdP必須
idp-is-optional = 確認済みドメインの人は、このIdPでログインできます。パスワードでもログインできます。
idp-make-optional = パスワードでのログインも認める
idp-make-required = IdPでのログインを必須にする
-idp-sign-in-again = IdPでログインし直す
# -idp-sign-in-again (Element) - the link to signing in
idp-sign-in-with-it-first = IdPでのログインを必須にするには、締め出しを防ぐため、このIdPでログインし直してください。{ -idp-sign-in-again }
idp-switch-off = 無効にする
idp-is-ready = 準備ができました。有効にすると、確認済みドメインの人が、このIdPでログインできるようになります。
# $hosts (String) - the hosts
idp-ready-hosts = 発行者のほかに、次のホストにも接続します（クライアントシークレットも送られます）：{ $hosts }
idp-switch-on = 有効にする

## A connection: its settings

idp-change-settings = 接続の設定を変更する
idp-change-hint = 発行者・ほかのホスト・クライアントID・組織を見分ける項目を変えると、もう一度テストするまで無効になります。
idp-save-settings = 設定を保存
idp-new-secret = 新しいクライアントシークレット
idp-replace-secret = シークレットを更新
idp-remove = この接続を削除する

## Before something is taken away

idp-require-heading = IdPでのログインを必須にしますか
# $domains (Element) - the domains whose people are concerned
# $connection (String) - the connection's name
idp-require-what-happens = { $domains } の方は、パスワードではログインできなくなり、{ $connection }のIdPでだけログインできます。パスワードでいまログインしている方は、ログアウトされます。
# $connection (String) - its name
idp-off-heading = 「{ $connection }」を無効にしますか
# $connection (String) - its name
idp-off-what-happens = { $connection }のIdPではログインできなくなり、このIdPでログインしている方はログアウトされます。このIdPを指定した書類も開けなくなります。パスワードのない方は、ログインできなくなります。
# $domain (String) - which
idp-without-heading = 「{ $domain }」を外しますか
# $domain (String) - which
idp-without-what-happens = { $domain } のメールアドレスの方は、このIdPでログインできなくなり、送信者がこのIdPを指定することもできなくなります。確認済みのドメインがなくなると、接続は無効になります。
idp-removal = IdP接続の削除
# $connection (String) - its name
idp-remove-heading = 「{ $connection }」を削除しますか
idp-remove-what-happens = このIdPでログインしている人はログアウトされ、連携もすべて解除されます。このIdPでの認証だけを求めている送信済みの書類は、宛先の方が開けなくなります。
idp-remove-now = 削除する
