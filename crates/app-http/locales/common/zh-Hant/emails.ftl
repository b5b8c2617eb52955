# Emails. What people typed stands between 「」 or as a quotation, never as words of the service.

## Around every email

email-greeting = { $name }，您好：
email-brand = 「{ $name }」
email-greeting-no-name = 您好：
email-footer = 此郵件由電子合約服務 Wariin 自動寄送。
    .address = 寄件組織：{ $organisation }（{ $address }）
    .help = 若此郵件與您無關，請參閱
    .reply = 回覆此郵件將送達文件的寄件人。
email-title-label = 標題
email-message-label = 寄件人的留言
email-reference-label = 查詢編號
email-reason-label = 拒絕的理由（由本人填寫）
email-forwarded-label = 轉交對象（由本人填寫）
email-undelivered-label = 未能送達的收件人
email-label = { $label }：
email-action-instead = 若無法開啟按鈕，請在瀏覽器中開啟以下網址。
email-open-document = 開啟文件頁面
email-subject-of = 【{ $organisation }】{ $subject }
email-subject-about = { $subject }（查詢編號 { $reference }）

## To a recipient whose turn has come

email-invitation = 「{ $organisation }」的「{ $sender }」寄送了一份文件給您，請您確認。
    .subject = 請確認文件
email-invitation-link = 確認文件
    .until = 連結有效期限
email-invitation-advanced-auth = 檢視及同意此文件需要雙重驗證（或 IdP 驗證）。請準備驗證器應用程式（如 Google Authenticator），或使用裝置的通行金鑰。操作步驟將於頁面上說明。
email-invitation-lapsed = 在您之前同意的人員已撤回其同意及填寫的內容，因此您的同意已失效。文件內容可能會有變動，請再次確認後選擇同意或拒絕。
    .subject = 【重新確認】請再次確認文件
email-invitation-again = 先前寄送的連結已失效，請使用本郵件中的連結。
    .subject = 【重新寄送】請確認文件

## To a person who is invited to an organisation

email-member-invitation = 「{ $organisation }」的「{ $by }」邀請您成為電子合約服務的成員。
    .action = 查看邀請並加入
    .until = 邀請有效期限
    .subject = 您收到了加入組織的邀請

## The newest published checkpoint, to admins

email-checkpoint = 現寄送稽核日誌的最新檢查點（經簽署的日誌頭）。請將本郵件保存在營運者無法更改的地方。
    .subject = 請保存：稽核日誌的檢查點
    .events = 事件數量
    .at = 公布時間
    .note = 憑保存的檢查點，可用命令 wariin audit verify --against 查明歷史是否被改寫。附件內容相同。

## A certificate that ends, to admins

email-certificate-ends = 本電子合約服務的一份憑證即將到期。請告知服務的營運者。
    .subject = 請處理：服務的憑證即將到期
    .which = 憑證
    .seal = 電子簽章的憑證（到期後無法為文件簽章）
    .timestamp = 時間戳記機構的憑證（到期後，在該機構更新之前無法為文件簽章）
    .tls = 網站的憑證（到期後瀏覽器將拒絕開啟頁面）
    .until = 到期時間
    .note = 可用命令 wariin doctor 查看剩餘天數。更換方法見文件 docs/operations/secrets.md。

## A stored file of a document is damaged, to admins

email-file-damaged = 此文件所保存的檔案已損毀或遺失。在還原之前，無法檢視、同意或簽署此文件。請告知服務的營運者。
    .subject = 請處理：文件的檔案已損毀
    .note = 可用命令 wariin files check 查明受損的檔案，並用 wariin files check --repair-from 從備份中還原。還原後，等待中的處理會自動繼續。

## The code that proves the mailbox

email-mailbox-code = 這是用於確認您電子郵件地址的代碼。
    .note =
        請於 { $until } 之前，在要求此代碼的瀏覽器頁面中輸入。
        請勿將此代碼告訴他人。文件的寄件人與本服務都不會向您索取。
    .subject = 您的確認碼

## A change of the address of an account

email-address-code-present = 已收到將您帳戶的電子郵件地址變更為 { $to } 的申請。這是用於確認目前地址的確認碼。如非本人操作，請勿輸入此確認碼，並請變更密碼。
    .subject = 變更電子郵件地址的確認碼
email-address-code-new = 這是將某帳戶的電子郵件地址變更為此地址的確認碼。如非本人操作，請忽略此郵件。
email-address-code-note =
    請於 { $until } 之前，在申請變更的同一瀏覽器畫面中輸入。
    請勿將此確認碼告訴他人。本服務不會向您索取。
email-address-taken = 有帳戶申請將電子郵件地址變更為此地址。此地址已有帳戶，因此無法變更。如是本人操作，請登入此地址的帳戶。如非本人操作，請忽略此郵件。
    .subject = 關於變更電子郵件地址

## The document is concluded

email-concluded = 所有人均已同意，文件已附加電子簽章並完成簽訂。
    .subject = 文件已簽訂
email-concluded-attached = 已簽訂的 PDF 和合意締結證明書隨本郵件附上。
email-concluded-download = 您可以在下方頁面下載已簽訂的 PDF 和合意締結證明書。
    .action = 下載已簽訂的 PDF
email-concluded-in-copy = 您以副本對象的身分收到此通知。關於文件的內容，請洽詢寄件人。

## The document is cancelled

email-cancelled =
    「{ $sender }」取消了寄送給您的文件。
    先前寄送的連結已無法檢視。您無需進行任何操作。
    .subject = 文件已取消
email-cancelled-consented = 您已同意此文件，但它不會簽訂。

## To the former address of a recipient whose address the sender corrected

email-no-longer-asked =
    「{ $organisation }」的「{ $sender }」更正了寄送到此信箱的文件的收件人。
    先前寄送的連結已無法使用。您無需進行任何操作。
    .subject = 不再需要您檢視文件

## To those who had consented, when another recipient declined

email-declined-by-other =
    「{ $organisation }」的「{ $sender }」寄送給您的文件已遭其他收件人拒絕，因此不會簽訂。
    您無需進行任何操作。
    .subject = 您已同意的文件遭到拒絕

## To the sender

email-declined = 「{ $by }」拒絕了文件。
    .subject = 文件遭到拒絕
email-withdrawn =
    「{ $recipient }」撤回了先前的同意。文件仍在等待對方確認。
    在「{ $recipient }」再次同意之前，文件不會簽訂；對方也可能拒絕。
    .subject = 同意已被撤回
email-consent-held =
    「{ $recipient }」的同意，是透過文件傳送後設定的驗證方式作出的。按照組織的設定，在您確認之前，該同意被保留，文件尚未簽訂。

    請透過電話等郵件以外的方式向本人確認，然後在文件頁面上解除保留。若非本人，請重新徵求同意，或取消文件。
    .subject = 同意已被保留：請確認收件人的身分
email-deletion =
    由於保存期限結束，此文件將於{ $on }之後刪除。刪除後，將無法再取得檔案、合意締結證明書和證據包。

    如有需要，請在此之前下載並保存。
    .subject = 文件的保存期限即將結束
email-legal-hold =
    貴組織的「{ $by }」對您傳送的此文件設定了保存延續（訴訟保全）。在解除之前，即使保存期限結束，文件也不會被刪除。

    您無需辦理任何手續。原因可在文件頁面中查看。
    .subject = 文件已設定保存延續
email-legal-hold-released =
    貴組織的「{ $by }」解除了您傳送的此文件的保存延續（訴訟保全）。今後將依照組織的保存期限處理；如需刪除，會在30天前以郵件通知。

    您無需辦理任何手續。若您不清楚此事，請向組織的管理員確認。
    .subject = 文件的保存延續已解除
email-held =
    「{ $recipient }」的{ $why }。在確認沒有他人冒充之前，不接受「{ $recipient }」的同意。

    請透過電話等郵件以外的方式向本人確認，然後在文件頁面上恢復接受。若非本人操作，請取消文件。
    .subject = 請確認收件人的身分
email-restored =
    服務已從備份復原。備份之後的答覆以及您的取消操作都沒有留下紀錄。在您確認文件之前，已寄出的連結無法使用，也不接受同意。

    若文件仍需繼續，請在文件頁面上確認；系統會向輪到的收件人寄送新連結。否則請在該頁面取消文件。
    .subject = 請確認復原後的文件
email-forwarded = 「{ $by }」已將確認與同意轉交給其他人。
    .note = 新的收件人也需要進行同樣的驗證。若您不認識此人，請取消文件。
    .subject = 文件已轉交
email-undelivered = 對方的郵件伺服器未接收寄給以下人員的郵件（{ $why }）。
    .note = 請確認電子郵件地址。如有誤，請在文件頁面更正收件人（副本收件人以及已結束的文件無法更正）。
    .again = 可在文件頁面重新寄送簽訂完成的通知郵件。如該電子郵件地址無法使用，請以其他方式轉交已簽訂的PDF。
    .subject = 郵件未能送達
email-new-factor =
    寄給「{ $recipient }」的文件，已用您傳送文件之後設定的驗證方式開啟。{ $how }。設定時間：{ $at }。
    能閱讀該信箱郵件的人都可以設定。請用電話等郵件以外的方式向本人確認。如果不是本人，請撤銷該文件。
    .subject = 文件被以傳送後設定的驗證器開啟
email-new-address =
    寄給「{ $recipient }」的文件，已由在您傳送文件之後登記此信箱的帳戶開啟。{ $how }。驗證方式的設定時間：{ $at }。
    能閱讀該信箱郵件的人都可以將其登記為帳戶信箱。請用電話等郵件以外的方式向本人確認。如果不是本人，請撤銷該文件。
    .subject = 文件被在傳送後登記信箱的帳戶開啟
email-disputed =
    能閱讀「{ $recipient }」信箱的人回報：同意此文件的帳戶或其登入方式並非本人設定。
    全體收件人均已同意此文件。同意與電子簽章不會被撤銷。

    請透過電話等郵件以外的方式向本人確認。若非本人的同意，請判斷是否重新寄送文件。
    .subject = 有人對文件的同意提出異議
email-report-taken-back =
    寄給「{ $recipient }」的郵件的接收者已撤回收件人有誤的告知。
    該文件將繼續等待此收件人確認。
    .subject = 收件人有誤的告知已撤回
email-wrong-recipient =
    寄給「{ $recipient }」的郵件，其接收者表示收件人有誤。
    文件內容未顯示。請核對收件人，必要時取消文件並重新寄送。
    .subject = 有人表示收件人有誤

## To an account's owner

email-account-changed =
    { $change }

    若為您本人操作，則無需進行任何操作。
    若非本人操作，請立即登入，檢查「安全性」設定，並聯絡服務的營運者。
    .action = 開啟安全性設定
    .subject = 您的帳戶設定已變更
email-account-changed-report =
    { $change }

    若為您本人操作，則無需進行任何操作。

    若非本人操作，請在 { $until } 之前透過下方連結告知。無需登入。帳戶將在所有裝置上登出，密碼失效，等待同意的文件將被停止。
    .action = 告知並非本人操作
email-account-reported =
    已收到回報：您的帳戶上有並非本人的操作。
    帳戶已在所有裝置上登出，密碼已失效。等待您同意的文件已停止，並已告知寄件人。驗證器應用程式（雙重驗證）保持不變。

    如需使用帳戶，請在下方頁面設定新密碼。
    .action = 設定新密碼
    .note = 若已登錄的驗證器應用程式或通行金鑰不是您的，請聯絡組織的管理員或服務的營運者重設。請確認沒有他人能閱讀此信箱的郵件。如果您回報的是電子郵件地址的變更，帳戶已被停用。如需恢復，請聯絡服務的營運者。
    .subject = 已收到關於您帳戶的回報
email-change-registered = 已使用此郵件地址建立帳戶。
    .subject = 帳戶已建立
email-change-factor-enrolled = 您的帳戶已設定驗證器應用程式（雙重驗證）。
email-change-passkey-enrolled = 您的帳戶已新增通行金鑰（雙重驗證）。
email-change-factor-removed = 您帳戶的一種雙重驗證方式（驗證器應用程式或通行金鑰）已解除。
email-change-backup-code-used = 您帳戶的備用代碼已被使用，先前的驗證器應用程式和通行金鑰已解除。
email-change-backup-codes-replaced = 您帳戶的備用代碼已重新產生，以前的備用代碼不再有效。
email-change-password-reset = 您帳戶的密碼已重新設定。
email-change-password-changed = 您帳戶的密碼已變更。
email-change-address-changed = 您帳戶的電子郵件地址已變更。
email-change-idp-linked = 您的帳戶已與公司帳戶（IdP）連結。
email-change-idp-unlinked = 您的帳戶與公司帳戶（IdP）的連結已解除。
email-change-factor-reset = 管理員重設了您帳戶的雙重驗證。請於下次登入時重新設定。
email-change-role-assigned = 組織的管理員變更了您的角色。
email-change-organisation-left = 組織的管理員已將您移出組織。您收到的文件仍可照常檢視。
email-change-account-disabled = 服務的營運者停用了您的帳戶。您無法登入。您已寄送的文件會繼續辦理。
email-change-account-enabled = 服務的營運者重新啟用了您的帳戶。您可以照常登入。
email-password-reset-by-visitor = 有人在登入頁面申請為您的帳戶設定新密碼。
email-password-reset-by-admin = 您組織的管理員為您寄送了設定新密碼的連結。
email-password-reset =
    { $why }
    請在 { $until } 之前，透過下方連結設定新密碼。連結只能使用一次。如果您已設定雙重驗證，還需要輸入驗證碼。
    .action = 設定新密碼
    .note = 如果您不知情，無需任何操作。不使用此連結，密碼就不會改變。
    .subject = 設定新密碼
email-no-password-to-reset =
    有人申請為您的帳戶設定新密碼，但您的組織只使用公司帳戶（IdP）登入，因此無法設定密碼。
    請在下方頁面以公司帳戶登入。
    .action = 以公司帳戶登入
    .subject = 登入方法
email-foreign-account =
    有人以其他帳戶登入，試圖開啟寄給您的文件。文件未顯示。
    若非您本人操作，請檢查郵件是否遭轉寄或連結是否被分享。
    .subject = 有其他帳戶嘗試存取

## To a recipient who is asked to prepare before a document is sent

email-preflight = 「{ $organisation }」的「{ $sender }」正準備向此信箱傳送電子合約文件。文件尚未傳送。
    .subject = 請為電子合約做好準備
email-preflight-asks = 在文件送達之前，請確認此信箱，並設定雙重驗證（驗證器應用程式或通行金鑰）。頁面會逐步引導您。
email-preflight-link = 開始準備
    .until = 連結有效期限
email-preflight-not-me = 如果與您無關，請在連結頁面上選擇「我不是此收件人」告知寄件人。
