# Words for values of the domain, on every page and in every email.

## A document's status

word-status-draft = 草稿
word-status-awaiting-consent = 等待對方確認
word-status-sealing = 等待對方確認（簽訂處理中）
word-status-concluded = 已簽訂
word-status-cancelled = 已取消
word-status-declined = 已拒絕
word-unknown = 不明

## Roles in an organisation

word-role-guest = 訪客
word-role-member = 成員
word-role-manager = 文件管理員
word-role-admin = 管理員

## What happened to a recipient's way to sign in: a sentence after the person's name, without its full stop

word-hold-backup-code = 該帳戶使用了備用代碼，其雙重驗證設定已解除
word-hold-admin-reset = 該帳戶的雙重驗證已被其所屬組織的管理員重設
word-hold-left-organisation = 帳戶已被移出所屬組織
word-hold-idp-unlinked = 帳戶與公司帳戶（IdP）的連結已被解除
word-mail-unknown-address = 該地址不存在或不接收郵件
word-mail-mailbox-full = 信箱已滿
word-mail-too-large = 郵件過大
word-mail-policy = 被對方郵件伺服器的規則拒絕
word-mail-other = 被對方郵件伺服器拒絕
word-hold-reported = 帳戶收到回報：帳戶或其登入方式並非本人設定
word-hold-restored = 服務已從備份復原
word-hold-new-factor = 同意是透過文件傳送後設定的驗證方式作出的
word-hold-forwarded-by-new-factor = 文件是透過傳送後設定的驗證方式轉寄給此收件人的
word-hold-by-sender = 同意已被寄件人保留

## How a person was authenticated

word-method-two-factor = 雙重驗證
word-method-passkey = 雙重驗證（通行金鑰）
word-method-idp = IdP 驗證
word-method-mailbox = 郵件驗證
word-late-address = 該收件地址是在傳送後登記到此帳戶的（僅驗證碼）
word-late-app = 驗證器應用程式是在傳送後設定的（僅驗證碼）
word-late-app-by-password = 驗證器應用程式是在傳送後設定的（僅密碼，無驗證碼）
word-late-app-coded = 驗證器應用程式是在傳送後設定的（驗證碼和存取碼）
word-late-passkey = 通行金鑰是在傳送後註冊的（僅驗證碼）
word-late-passkey-by-password = 通行金鑰是在傳送後註冊的（僅密碼，無驗證碼）
word-late-passkey-coded = 通行金鑰是在傳送後註冊的（驗證碼和存取碼）
word-late-idp = 與 IdP 的連結是在傳送後建立的（僅驗證碼）
word-late-idp-by-password = 與 IdP 的連結是在傳送後建立的（僅密碼，無驗證碼）
word-late-idp-coded = 與 IdP 的連結是在傳送後建立的（驗證碼和存取碼）

## What an advanced authentication request does not go together with

word-excluded-language = 有收件人設定了日文以外的語言，因此無法設定進階認證請求。將 { $recipient } 的語言（{ $language }）改為日文後即可設定。
word-exclusion-language = 語言不是日文的收件人：僅當所有收件人的語言均為日文時，文件才能使用此請求。組織的管理員可以解除此限制。
word-language-fixed = 由於已設定進階認證請求，語言固定為日文。

## The evidence of a concluded document

word-evidence = 證據包
word-evidence-explained = 包含檔案、電子簽名以及同意和身分驗證紀錄的ZIP。無需連線至本服務即可驗證。
