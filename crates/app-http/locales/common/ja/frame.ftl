# The frame around every page.
skip-to-content = 本文へ移動
menu = メニュー
sign-out = ログアウト
help = ヘルプ
service-name = Wariin 電子契約
dev-mailbox-link = メールボックス（試用）
security = セキュリティ
required = 必須
optional = 任意
check-what-you-typed = 入力内容を確認してください
