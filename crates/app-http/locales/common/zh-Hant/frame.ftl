# The frame around every page.
skip-to-content = 跳至正文
menu = 選單
sign-out = 登出
help = 說明
service-name = Wariin 電子合約
dev-mailbox-link = 信箱（試用）
security = 安全性
required = 必填
optional = 選填
check-what-you-typed = 請檢查輸入的內容
