# The frame around every page.
skip-to-content = 跳到正文
menu = 菜单
sign-out = 退出登录
help = 帮助
service-name = Wariin 电子合同
dev-mailbox-link = 邮箱（试用）
security = 安全
required = 必填
optional = 选填
check-what-you-typed = 请检查输入的内容
