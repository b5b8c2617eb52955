# Accounts: signing in, security, the first account, invitations, and the mailbox of a trial.

## Signing in

account-sign-in = 登入
account-sign-in-why = 為確認文件是寄給您的，請使用收件電子郵件地址的帳戶登入。
account-email = 電子郵件地址
account-password = 密碼
account-first-time = 首次使用？
account-start-with-email = 從驗證電子郵件開始
account-sign-in-by-idp = 使用 IdP 登入
account-forgotten-password = 忘記密碼
account-reset-about = 請輸入您帳戶的電子郵件地址。我們會寄送用於設定新密碼的連結。
account-mail-reset = 寄送連結
account-reset-asked = 已受理。
account-reset-asked-about = 如果此地址有帳戶，您會收到郵件。連結在 30 分鐘內有效，只能使用一次。如果沒有收到，請查看垃圾郵件資料夾，並確認輸入的地址。每小時最多寄送 3 次，每天最多 10 次。
account-reset-help = 關於密碼
account-back-to-sign-in = 返回登入頁面
account-set-new-password = 設定新密碼
account-new-password = 新密碼
account-new-password-about = 設定後，您將在所有裝置上登出。雙重驗證的設定不變。
account-new-password-set = 已設定新密碼。請以新密碼登入。

## Signing in: the second factor

account-two-factor = 雙重驗證
account-two-factor-why = 寄件人設定了進階認證請求，因此需要透過只有您本人能使用的雙重驗證進行確認。
account-authenticate = 驗證
account-factor-code = 驗證碼
account-factor-code-hint = 驗證器應用程式中顯示的 6 位數字（與透過郵件收到的確認碼不同）。
account-factor-code-if-any = 僅在已設定雙重驗證時填寫：驗證器應用程式中顯示的 6 位數字。
account-without-app = 無法使用驗證器應用程式？
account-use-backup-code = 使用備用代碼
account-backup-code = 備用代碼
account-backup-code-hint = 設定雙重驗證時顯示的 16 位代碼中的任一個。
account-backup-code-replaces = 使用備用代碼後，目前的雙重驗證設定（驗證器應用程式和通行金鑰）將全部解除，接著將重新設定。
account-use-app-code = 使用驗證器應用程式的驗證碼
account-use-factor = 使用驗證器應用程式或通行金鑰
account-without-factor = 無法使用驗證器應用程式或通行金鑰？
account-by-app = 使用驗證器應用程式
account-by-device = 用此裝置驗證（通行金鑰）
account-sign-in-otherwise = 使用其他帳戶登入
account-wrong-code-help = 顯示驗證碼不正確時
account-lost-phone-help = 手機遺失時

## Signing in at an identity provider

account-idp-only = 此公司統一使用公司帳戶（IdP）登入。請點選下方按鈕繼續。
account-idp-address = 請輸入公司的電子郵件地址。接著將前往公司的登入頁面。
account-sign-in-by-password = 使用密碼登入
account-about-idp = 關於使用 IdP 登入
account-forward = 即將前往公司的登入頁面
account-forward-consent = 將透過公司的登入頁面（IdP）確認表示同意的是您本人。確認後，同意即告完成。
account-forward-sign-in = 使用公司帳戶（IdP）登入後，將返回本服務。
account-forward-to = 前往：{ $host }
account-forward-go = 前往登入頁面
account-forward-by-hand = 如未自動前往，請點選按鈕。
account-sign-in-again = 重新登入
account-to-security = 前往安全性設定
account-back-to-consent = 返回同意頁面
account-unknown-check = 不明

## Signing in at an identity provider for the first time

account-confirm-email = 驗證電子郵件
account-confirm-email-why = 由於是首次登入，需要確認是您本人。請在此頁面輸入傳送至 { $address } 的確認碼。下次登入時不再需要。
account-mailed-code = 確認碼
account-mailed-code-hint = 郵件中的 6 位數字，10 分鐘內有效。
account-own-factor-hint = 此帳戶已註冊的驗證器應用程式中的 6 位數字。
account-confirm = 確認
account-mail-late = 如未收到，請檢查垃圾郵件資料夾。如需重新傳送，
account-sign-in-anew = 請重新開始登入

## Security

account-app-why = 寄件人設定了進階認證請求，因此需要設定只有您本人能使用的雙重驗證進行確認。
account-factor-demanded = 您的組織要求使用雙重驗證（或 IdP 驗證）登入。請在下方進行設定或驗證，然後繼續。
account-factor-on = 已啟用
account-factor-since = 設定時間：{ $at }
account-backup-codes-left = 剩餘備用代碼：{ $left } 個
account-backup-codes-missing = 備用代碼尚未儲存。手機遺失時，需要用它重新設定驗證器應用程式。
account-backup-codes-show = 顯示備用代碼
account-backup-codes-anew = 更換備用代碼
account-backup-codes-anew-about = 更換後，現有的備用代碼將無法再使用。
account-backup-codes-kept = 已確認備用代碼已儲存。
account-type-factor-code = 輸入驗證碼
account-remove-factor = 解除雙重驗證
account-factor-for-document = 要檢視文件，需要設定雙重驗證。除密碼外，還需透過驗證器應用程式顯示的 6 位驗證碼確認是您本人。
account-factor-for-work = 除密碼外，還需透過驗證器應用程式顯示的 6 位驗證碼確認是您本人。設定和寄送進階認證請求，以及同意帶有該請求的文件時需要。
account-app-examples = 驗證器應用程式範例：Google Authenticator、Microsoft Authenticator、1Password 等
account-app-help = 關於驗證器應用程式
account-set-up-factor = 設定雙重驗證
account-factor-app = 驗證器應用程式
account-factor-name = 驗證器應用程式的名稱
account-factor-name-hint = 便於您辨別的名稱，例如「手機」「公司電腦」（可省略）。
account-add-factor = 新增驗證器應用程式
account-add-factor-about = 新增後（例如第二支手機），任一驗證器的驗證碼都可用於登入和同意。備用代碼維持不變。
account-passkey = 通行金鑰
account-passkey-sign-in = 使用通行金鑰登入
account-passkey-verify = 使用通行金鑰驗證
account-passkey-remove = 使用通行金鑰驗證並移除
account-passkey-consent = 使用通行金鑰驗證並同意
account-passkey-register = 使用通行金鑰註冊
account-passkey-forward = 使用通行金鑰驗證並轉交
account-passkey-new-password = 使用通行金鑰驗證並設定
account-passkey-add = 新增通行金鑰
account-passkey-about = 透過裝置的螢幕鎖定（指紋、臉部或 PIN）驗證。無需應用程式，也無需輸入驗證碼。
account-passkey-name = 通行金鑰的名稱
account-passkey-name-hint = 便於您區分的名稱，例如「手機」「公司電腦」（可省略）。
account-passkey-name-missing = 請輸入姓名。
account-passkey-cancelled = 未使用通行金鑰。請重試，或使用其他方式。
account-passkey-unsupported = 此瀏覽器或裝置無法在此使用通行金鑰。請使用其他方式。
account-passkey-failed = 無法驗證通行金鑰。請檢查網路連線後重試。
account-passkey-again = 重試
account-passkey-script = 要使用通行金鑰，請在瀏覽器中啟用 JavaScript。
account-remove-one-factor = 移除
account-factor-added = 已新增驗證器應用程式。
account-company-account = 公司帳戶（IdP）
account-linked = 已連結
account-linked-since = 已於 { $at } 連結 { $idp } 的 IdP。
account-unlink = 解除 IdP 連結
account-link-about = 您還可以使用 { $idp } 的公司帳戶登入，也可以用它代替驗證器應用程式。
account-link = 連結 IdP
account-connections = 公司的 IdP 連線（管理員）
account-connections-about = 連線公司或組織的身分驗證平台（如 Microsoft Entra ID）後，成員和文件的收件人即可使用它登入。
account-connections-open = IdP 連線設定
account-factor-enabled = 雙重驗證已啟用。
account-factor-removed = 雙重驗證已解除。
account-now-linked = 已連結 IdP。今後可以 IdP 登入。
account-factor-replaced = 備用代碼已確認，先前的雙重驗證已解除。請設定新的驗證器應用程式。

## Security: an authenticator is enrolled

account-enrolment = 設定雙重驗證
account-register-app = 註冊到驗證器應用程式
account-no-app-yet = 如果沒有驗證器應用程式，請先安裝（如 Google Authenticator。{ -account-what-is-an-app }）。
-account-what-is-an-app = 什麼是驗證器應用程式
account-scan = 請用另一台裝置上的驗證器應用程式掃描 QR 碼。
account-qr-code = 驗證器應用程式的 QR 碼
account-open-app = 在本裝置的驗證器應用程式中開啟
account-other-device = 使用其他裝置上的驗證器應用程式
account-setup-key = 設定金鑰
account-setup-key-about = 如無法掃描，請在驗證器應用程式的「輸入金鑰」中輸入這些字元。
account-type-shown-code = 輸入顯示的驗證碼
account-enable = 啟用
account-copy = 複製
account-copied = 已複製

## Security: the backup codes are shown

account-backup-codes = 備用代碼
account-backup-codes-about = 手機遺失時，可用這些代碼重新設定驗證器應用程式。{ -account-shown-once }請列印，或儲存到密碼管理應用程式等處。
-account-shown-once = 這些代碼僅顯示這一次。
account-backup-codes-saved = 我已儲存備用代碼
account-done = 完成
account-save-as-file = 儲存為檔案
account-print = 列印
account-backup-codes-file = Wariin 備用代碼（{ $email }）
account-save-backup-codes-first = 繼續之前，請先儲存代碼，並勾選「{ account-backup-codes-saved }」。

## Security: taken away again

account-remove-factor-about = 解除後將僅使用密碼登入，並且無法設定或寄送進階認證請求，也無法同意帶有該請求的文件。其他裝置上的登入將全部結束。
account-remove-one-of-factors-about = 移除後，將無法再用此方式登入或同意，其他方式不受影響。請用您目前可用的方式確認是您本人。
account-remove-named-factor = 移除「{ $name }」
account-keep-factor = 不解除並返回
account-unlinking = 解除 IdP 連結
account-unlink-question = 要解除 IdP 連結嗎？
account-unlink-about = 解除後將無法以 IdP 登入。您將在所有裝置上登出，請使用密碼或通行金鑰重新登入。
account-keep-link = 不解除

## The first account

account-setup = 開始使用
account-setup-about = 將建立此伺服器的第一個組織和您的帳戶。
account-organisation = 組織名稱
account-organisation-hint = 公司或團體的名稱，將顯示為文件的寄送方。
account-name = 姓名
account-new-password-hint = 至少 12 個字元，字元種類不限。
account-setup-token = 設定權杖
account-setup-token-hint = 顯示在伺服器啟動時的記錄中。
account-setup-token-wrong = 設定權杖不正確。請查看啟動時的記錄。
account-create = 建立帳戶

## Invited to an organisation

account-invitation = 加入組織的邀請
account-invitation-about = { $organisation } 邀請 { $address } 以{ $role }的身分加入。Wariin 是用於寄送合約並取得同意的電子合約服務。
account-invitation-wrong-account = 您目前使用其他帳戶（{ $address }）登入。如果您就是受邀人，請先登出再繼續。
account-invitation-code-about = 我們將向受邀的電子郵件地址傳送確認碼。請在下一頁輸入。
account-send-code = 傳送確認碼
account-nothing-to-do-with-me = 若與您無關，請直接關閉此頁面。
account-joining = 加入組織
account-joining-about = 您將加入 { $organisation }。請輸入傳送至 { $address } 的確認碼。{ $is_new ->
    [true] 姓名和密碼將用於您今後登入的帳戶。
   *[false] {""}
}
account-error-and-password = { $error }請再次輸入密碼。
account-join = 加入
account-join-mail-late = 如未收到郵件，請檢查垃圾郵件資料夾。{ -account-send-code-again }
-account-send-code-again = 重新傳送確認碼

## The mailbox of a trial

account-mailbox = 信箱
account-mailbox-about = 由於未設定郵件伺服器（WARIIN_SMTP_URL），本應寄送的郵件儲存在此伺服器上並在此顯示。不能用於正式環境。此頁面只能從這台電腦開啟。如要以收件人身分試用，請在其他瀏覽器或無痕視窗中開啟連結。
account-mailbox-empty = 還沒有郵件。
account-mail-to = 收件人：{ $address }

## A change that the owner of the account did not make

account-report = 回報並非本人的操作
account-report-about = 您的帳戶發生了以下操作。若非您本人操作，請在此頁面回報。
account-report-effect-sign-in = 帳戶將在所有裝置上登出，密碼失效。
account-report-effect-documents = 等待該帳戶同意的文件將被停止，並告知寄件人。此操作之後給出的同意，只要尚未全員同意，就會被撤回。
account-report-effect-disabled = 帳戶將被停用。在服務的營運者確認並恢復之前，任何電子郵件地址都無法登入。
account-report-effect-factor = 驗證器應用程式（雙重驗證）保持不變。
account-report-own = 若為您本人操作，請直接關閉此頁面。
account-report-send = 回報並非本人操作
account-report-before = 此變更先前已回報
account-report-before-about = 再次回報不會改變帳戶的狀態，即使帳戶之後已重新啟用也是如此。如果還有其他並非本人操作的變更，請透過告知該變更之郵件中的連結回報。
account-report-done = 已收到您的回報
account-report-done-about = 帳戶已登出，密碼已失效。等待同意的文件已停止，並已告知寄件人。
account-report-next = 接下來的步驟
account-report-next-mailbox = 請確認沒有他人能閱讀此信箱的郵件，並變更信箱的密碼。
account-report-next-password = 若您使用該帳戶，請設定新密碼。
account-report-next-factor = 若驗證器應用程式不是您的，則無法設定新密碼。請聯絡組織的管理員或服務的營運者重設。
account-report-next-disabled = 如果您回報的是電子郵件地址的變更，帳戶已被停用。如需恢復，請聯絡服務的營運者。
account-report-next-sender = 如需繼續辦理文件，請透過郵件以外的方式聯絡寄件人。寄件人可以恢復接受，或寄送到其他地址。
