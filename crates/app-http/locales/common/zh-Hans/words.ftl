# Words for values of the domain, on every page and in every email.

## A document's status

word-status-draft = 草稿
word-status-awaiting-consent = 等待对方确认
word-status-sealing = 等待对方确认（签订处理中）
word-status-concluded = 已签订
word-status-cancelled = 已取消
word-status-declined = 已拒绝
word-unknown = 未知

## Roles in an organisation

word-role-guest = 访客
word-role-member = 成员
word-role-manager = 文件管理员
word-role-admin = 管理员

## What happened to a recipient's way to sign in: a sentence after the person's name, without its full stop

word-hold-backup-code = 该账户使用了备用代码，其双重认证设置已解除
word-hold-admin-reset = 该账户的双重认证已被其所属组织的管理员重置
word-hold-left-organisation = 账户已被移出所属组织
word-hold-idp-unlinked = 账户与公司账户（IdP）的关联已被解除
word-mail-unknown-address = 该地址不存在或不接收邮件
word-mail-mailbox-full = 邮箱已满
word-mail-too-large = 邮件过大
word-mail-policy = 被对方邮件服务器的规则拒绝
word-mail-other = 被对方邮件服务器拒绝
word-hold-reported = 账户收到报告：账户或其登录方式并非本人设置
word-hold-restored = 服务已从备份恢复
word-hold-new-factor = 同意是通过文件发送后设置的认证方式作出的
word-hold-forwarded-by-new-factor = 文件是通过发送后设置的认证方式转发给此收件人的
word-hold-by-sender = 同意已被发件人保留

## How a person was authenticated

word-method-two-factor = 双重认证
word-method-passkey = 双重认证（通行密钥）
word-method-idp = IdP 认证
word-method-mailbox = 邮件验证
word-late-address = 该收件地址是在发送后登记到此账户的（仅验证码）
word-late-app = 身份验证器应用是在发送后设置的（仅验证码）
word-late-app-by-password = 身份验证器应用是在发送后设置的（仅密码，无验证码）
word-late-app-coded = 身份验证器应用是在发送后设置的（验证码和访问码）
word-late-passkey = 通行密钥是在发送后注册的（仅验证码）
word-late-passkey-by-password = 通行密钥是在发送后注册的（仅密码，无验证码）
word-late-passkey-coded = 通行密钥是在发送后注册的（验证码和访问码）
word-late-idp = 与 IdP 的关联是在发送后建立的（仅验证码）
word-late-idp-by-password = 与 IdP 的关联是在发送后建立的（仅密码，无验证码）
word-late-idp-coded = 与 IdP 的关联是在发送后建立的（验证码和访问码）

## What an advanced authentication request does not go together with

word-excluded-language = 有收件人设置了日语以外的语言，因此无法设置高级认证请求。将 { $recipient } 的语言（{ $language }）改为日语后即可设置。
word-exclusion-language = 语言不是日语的收件人：仅当所有收件人的语言均为日语时，文件才能使用此请求。组织的管理员可以解除此限制。
word-language-fixed = 由于已设置高级认证请求，语言固定为日语。

## The evidence of a concluded document

word-evidence = 证据包
word-evidence-explained = 包含文件、电子签名以及同意和身份验证记录的ZIP。无需连接本服务即可验证。
