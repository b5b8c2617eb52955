# A recipient's path: from the mailed link to the answer.

## Signed in to another account

recipient-wrong-account = 此文件是寄給其他人的
recipient-sent-to = 此文件已寄送至 { $address }。
recipient-signed-in-as = 您目前以 { $address } 登入，因此無法顯示。請切換至收件人的帳戶。
recipient-switch-account = 切換帳戶
recipient-nothing-to-do-with-me = 若與您無關，請關閉此頁面。

## On several pages

recipient-step = 步驟 { $number }/4
recipient-step-name = { $number ->
    [1] 信箱確認
    [2] 帳戶
    [3] 雙重驗證
   *[4] 確認與同意
}
recipient-sign-in = 登入
recipient-idp-sign-in = 使用 IdP 登入
recipient-only-by-idp = 依寄件人的指定，只有使用{ $name }的公司帳戶（IdP）登入的人員才能開啟此文件。使用密碼或驗證器應用程式無法開啟。
recipient-not-me = 我不是此收件人
recipient-send-code = 傳送確認碼
recipient-name = 姓名
recipient-email = 電子郵件地址
recipient-withdraw-consent = 撤回同意
recipient-decline = 不同意並拒絕
recipient-forward = 轉交給其他人
recipient-other-answers = 拒絕或轉交
recipient-once-more = 距上次驗證已有一段時間，因此需要再次確認您的身分。
recipient-pages = { $pages } 頁

## Where a mailed link leads

recipient-landing-title = 確認文件
recipient-landing = 您收到一份文件
recipient-sent-by = 此文件由 { $organisation } 的 { $sender } 寄送至 { $address }。
recipient-first-time-by-idp = 首次使用時，您接下來需要輸入一次透過郵件收到的確認碼。
recipient-no-company-account = 若您沒有公司帳戶或無法登入，請聯絡貴公司的系統負責人或寄件人。
recipient-about-idp = 什麼是使用公司帳戶登入（IdP）
recipient-is-requested = 寄件人設定了進階認證請求。確認您的身分後才會顯示文件內容。
recipient-is-demanded = 寄件人所屬的組織要求進階認證請求。確認您的身分後才會顯示文件內容。
recipient-is-asked = 寄件人要求確認您的身分（雙重驗證或IdP 驗證）。確認您的身分後才會顯示文件內容。
recipient-enrolment-coded = 此文件只能用輸入存取碼之後設定的驗證方式（驗證器應用程式、通行金鑰等），或傳送之前已設定的驗證方式開啟。
recipient-enrolment-before = 此文件只能用傳送之前已設定的驗證方式（驗證器應用程式、通行金鑰等）開啟。現在設定的驗證方式無法開啟。若沒有已設定的驗證方式，請聯絡寄件人。
recipient-of-company = { $name }的人員
recipient-by-company-account = 您可以使用公司帳戶（IdP）繼續，無需設定驗證器應用程式。
recipient-without-company-account = 不使用公司帳戶時
recipient-plan-mailbox = 確認信箱
recipient-plan-account = 建立帳戶（或登入）
recipient-plan-factor = 設定身分驗證（指紋、臉部或驗證器應用程式）
recipient-plan-answer = 確認文件並同意
recipient-what-you-need = 所需工具：支援指紋或臉部辨識的裝置，或驗證器應用程式（如 Google Authenticator）。大約需要3分鐘。{ -recipient-steps-and-questions }
-recipient-steps-and-questions = 步驟與常見問題
recipient-mailbox-before-factor = 在設定雙重驗證之前，需要確認您本人能夠接收該收件地址的郵件。我們將透過郵件傳送確認碼。
recipient-first-time = 首次使用
recipient-code-goes-to-address = 我們將向收件人的信箱傳送確認碼。請保持此頁面開啟，並輸入確認碼。
recipient-has-account = 已有帳戶
recipient-no-account-needed = 請確認內容後選擇同意或拒絕。無需註冊帳戶。
recipient-open-document = 開啟文件

## A link that has ended

recipient-new-link = 新連結
recipient-see-your-mail = 請查看您的郵件
recipient-new-link-sent = 新連結已傳送至收件人的信箱。請開啟收到的郵件。
recipient-new-link-missing = 若未收到，請查看垃圾郵件資料夾，並聯絡文件的寄件人。
recipient-expired-link = 此連結無法使用
recipient-why-expired = 連結已過期，或已寄送新的連結。請開啟最新郵件中的連結，或申請新的連結。
recipient-send-new-link = 傳送新連結
recipient-where-new-link-goes = 新連結只會傳送至寄件人指定的收件人信箱。
recipient-why-unusable = 連結已過期，或已傳送新的連結，或連結不完整，或文件的手續已結束。請先開啟最新郵件中的連結。
recipient-unusable-offer = 若無法開啟，可以傳送新的連結。若文件正在等待確認，新連結只會傳送至寄件人指定的收件人信箱。
recipient-unusable-asked = 若文件正在等待確認，新連結將送達收件人的信箱。請開啟收到的郵件。每小時最多傳送一次。
recipient-link-too-short = 連結的大部分缺失。請重新開啟郵件中的連結，並確認連結完整。若仍無法開啟，請聯絡寄件人重新傳送。

## The first page, for visitors without an account

recipient-home = 電子合約服務 Wariin
recipient-home-about = 這裡是電子合約服務，用於線上寄送、確認與同意文件。
recipient-home-asked = 收到文件確認請求的人
    .first = 請開啟收到的郵件中的連結。無法從此頁面開啟文件。
    .then = 若連結無法開啟，請確認連結完整。若找不到郵件，請查看垃圾郵件資料夾，並請文件的寄件人重新寄送。
    .help = 收件人的步驟與常見問題
recipient-home-account = 已有帳戶的人
    .about = 寄送文件或再次查看收到的文件，請登入。

## Not the recipient

recipient-wrong-told = 已告知寄件人
recipient-wrong-told-text = 已告知寄件人收件人有誤。此連結不再能開啟文件。您無需再進行任何操作。
recipient-wrong-text = 將告知寄件人收件人有誤，此連結將不再能開啟文件。不會顯示文件內容。
recipient-tell-wrong = 告知收件人有誤
recipient-not-me-word = 不是我
recipient-not-me-field = 確認
recipient-not-me-type = 請輸入「{ $word }」
recipient-take-back = 撤回告知
recipient-take-back-text = 如為誤操作，可以撤回。連結將恢復使用。
recipient-back = 返回上一頁

## Access code

recipient-access-code = 存取碼
recipient-access-code-enter = 輸入存取碼
recipient-document-from = 您收到來自 { $organisation } 的 { $sender } 的文件。
recipient-why-access-code = 寄件人為此文件設定了存取碼。輸入後即可進入下一步。若不清楚，請洽詢 { $sender }。
recipient-access-code-hint = 寄件人透過電話等其他方式告知您的存取碼。
recipient-access-code-help = 關於存取碼
recipient-access-code-wrong = 存取碼不正確。請依寄件人告知的內容輸入。
recipient-next = 下一步

## Confirmation code

recipient-code-enter = 輸入確認碼
recipient-why-code = 此步驟用於確認您本人能夠接收該收件地址的郵件。
recipient-code-sent = 確認碼已傳送至 { $address }。請不要關閉此頁面，並輸入確認碼。
recipient-code-check = 確認
recipient-code-missing = 若未收到，請同時查看垃圾郵件資料夾。
recipient-code-again = 傳送新的確認碼

## Account

recipient-register = 建立帳戶
recipient-why-register = 為了日後也能表明同意者是您本人，請建立您的帳戶。
recipient-email-fixed = 文件的收件人地址，無法變更。
recipient-password = 密碼
recipient-create-account = 建立帳戶
recipient-register-by-password = 使用密碼註冊
recipient-registered = 您已有帳戶
recipient-sign-in-to = 請登入 { $address } 的帳戶。
recipient-forgot-password = 忘記密碼
recipient-may-set-password = 您的信箱已確認，可以設定新密碼。雙重驗證的設定將保留，其他裝置上的登入將會結束。
recipient-new-password = 新密碼
recipient-set-password = 設定新密碼
recipient-other-person = 此帳戶屬於共用該信箱的另一人
recipient-own-address = 用您自己的電子郵件地址接收
recipient-own-address-why = 如果 { $address } 的帳戶屬於與您共用該信箱的另一人，您可以不使用那個帳戶，而用您自己的帳戶表示同意。
recipient-own-address-not = 請將下方的查詢編號告知 { $sender }，請其將收件人更正為您自己的電子郵件地址。新連結將傳送到該地址。

## The provider that the sender has named

recipient-idp-needed = 需要 IdP 驗證
recipient-authenticate-at = 請使用{ $name }的帳戶進行驗證
recipient-cannot-sign-in-at = 若無法登入，請洽詢{ $name }的系統負責人或文件的寄件人。

## A factor that was enrolled later than the sender accepts

recipient-late-title = 此驗證方式無法開啟此文件
recipient-late-without-code = 您目前使用的驗證方式是在文件傳送之後、未輸入存取碼的情況下設定的。
# $by (String) - who demands it
recipient-late-why-code = { $by }只接受輸入存取碼之後設定的驗證方式，或傳送之前已設定的驗證方式。這樣，不知道存取碼而只能閱讀郵件的人，無法設定驗證方式來開啟文件。
recipient-late-after-sending = 您目前使用的驗證方式是在文件傳送之後設定的。
# $by (String) - who demands it
recipient-late-why-before = { $by }只接受傳送之前已設定的驗證方式。這樣，閱讀了文件郵件的人無法當場設定驗證方式來開啟文件。
recipient-late-by-sender = 寄件人
recipient-late-by-organisation = 寄件人所屬的組織
recipient-late-use-other = 可以用其他驗證方式開啟
recipient-late-use-this = 用以下驗證方式驗證後即可開啟文件：
recipient-late-enrol-anew = 重新設定驗證方式後即可開啟
recipient-late-enrol-now = 請再設定一種驗證方式。設定完成後，用新的驗證方式再次驗證。
recipient-late-enrol = 設定驗證方式
recipient-late-mailbox-first = 首先確認您本人能夠接收該收件地址的郵件。我們將透過郵件傳送確認碼。
recipient-late-link-first = 請在此瀏覽器中再次開啟文件郵件中的連結，並從那裡繼續。
recipient-late-ask-sender = 請聯絡寄件人
# $organisation (String) - the sender's organisation
# $sender (String) - the sender
recipient-late-ask-sender-how = 請將下方的洽詢編號告知{ $organisation }的{ $sender }。寄件人可以取消此文件並變更條件，或透過事前確認請您設定驗證方式之後，重新傳送。
recipient-no-earlier-factor = 此帳戶尚未設定驗證方式（驗證器應用程式或通行金鑰）。現在設定也無法開啟此文件。
recipient-factor-for-later = 設定驗證方式後，可用於之後傳送的文件。

## The document

recipient-sender = 寄件人：{ $organisation }　{ $sender }
recipient-sender-address = 寄件組織：{ $organisation }（{ $address }）
recipient-named-idp = 寄件人的指定：只有透過{ $name }的公司帳戶（IdP）驗證的人員才能開啟。
recipient-withdrawn = 您已撤回同意。我們將通知寄件人。
recipient-held = 由於您的驗證方式已變更，在寄件人確認是您本人之前，無法同意或轉交。我們已透過郵件通知寄件人。若有急需，請直接聯絡寄件人。
recipient-held-by-sender = 寄件人正在確認是您本人。確認完成之前，無法同意或轉交。若有急需，請直接聯絡寄件人。
recipient-consent-held = 您已於 { $at } 同意。寄件人正在確認是您本人。確認完成之前，文件不會簽訂。若有急需，請直接聯絡寄件人。
recipient-awaits-sender = 服務已從備份復原。在寄件人確認此文件之前，無法同意或轉交。我們已透過郵件通知寄件人。
recipient-held-help = 了解詳情
recipient-answer-it = 請確認內容，並選擇同意或拒絕。
recipient-codes-before = 手機遺失時使用的備用代碼尚未儲存。也可以在同意之後再儲存。
recipient-codes-after = 最後，請儲存備用代碼
recipient-codes-after-text = 手機遺失或更換時，可用它重新設定驗證器應用程式。完成後手續即告結束。
recipient-waiting = 您已於 { $at } 同意。所有人都同意後，我們將透過郵件通知您。您可以關閉此頁面。
recipient-sealing = 所有人均已同意。正在加上電子簽章。
recipient-refresh = 顯示最新狀態
recipient-concluded = 文件已簽訂。您可以開啟並儲存附有電子簽章的 PDF。
recipient-message = 寄件人的留言
recipient-concluded-pdf = 已簽訂的 PDF
recipient-certificate = 合意締結證明書
recipient-open-pdf = 開啟 PDF
recipient-agree = 同意文件內容

## Consent

recipient-consent-title = 確認同意
recipient-consent = 您同意文件內容嗎？
recipient-digest = 檔案識別值（SHA-256）
recipient-consent-anew = 此頁面已更新。請重新閱讀，然後按同意按鈕。
recipient-consent-by-idp = 將在{ $name }的登入頁面（IdP，{ $host }）確認同意者是您本人。點選按鈕後將轉至該頁面，確認完成後即完成同意。
recipient-no-authenticator = 無法使用驗證器應用程式時：{ -recipient-use-backup-code }
-recipient-use-backup-code = 使用備用代碼
recipient-no-idp = 無法使用公司的登入頁面時：{ -recipient-use-authenticator }
-recipient-use-authenticator = 使用驗證器應用程式的驗證碼進行驗證
-recipient-finish = 同意並完成確認
recipient-agree-and-finish = { -recipient-finish }
recipient-return = 返回
recipient-withdraw-help = 關於撤回同意
recipient-idp-consent-help = 為什麼需要再次登入
recipient-idp-once-more = 同意需要透過 IdP 進行驗證。請再次點選「{ -recipient-finish }」。
recipient-code-once-more = 距上次驗證已有一段時間。請輸入驗證碼並再次同意。
recipient-back-to-consent = 返回同意頁面

## Declining

recipient-decline-title = 拒絕文件
recipient-declined = 您已拒絕文件
recipient-declined-text = 已透過郵件將您的拒絕及理由告知寄件人。此文件的手續已結束。
recipient-decline-text = 若您拒絕「{ $title }」，此文件的手續將結束，其他收件人也無法再同意。此操作無法復原。
recipient-decline-reason = 拒絕的理由
recipient-decline-reason-hint = 將告知寄件人。最多可輸入 1,000 個字元。
recipient-decline-now = 拒絕
recipient-decline-not = 不拒絕並返回

## Forwarding

recipient-forward-title = 轉交文件
recipient-forwarded = 您已轉交文件
recipient-forwarded-text = 我們將向 { $to } 寄送郵件，請對方確認「{ $title }」。您已無法再查看此文件。我們也會通知寄件人。
recipient-all-done = 您的手續已全部完成。您可以關閉此頁面。
recipient-forward-confirm = 要轉交給此人嗎？
recipient-forward-confirm-text = 「{ $title }」的確認與同意將交由 { $to } 負責。{ -recipient-no-way-back }請再次確認電子郵件地址是否正確。
-recipient-no-way-back = 您將無法再查看此文件，且此操作無法復原。
recipient-forward-text = 「{ $title }」的確認與同意將交由代替您的人員負責。轉交後，{ -recipient-no-longer-shown }。寄件人會收到轉交的通知，轉交也會保留在歷程記錄中。
-recipient-no-longer-shown = 您將無法再查看此文件
recipient-forward-values = 您填寫的內容不會轉交，將被刪除，由接收轉交的人員重新填寫。
recipient-forward-gated = 接收轉交的人員在查看和同意之前，也需要進行雙重驗證（或 IdP 驗證）。
recipient-forward-help = 關於轉交
recipient-organisation = 公司或組織名稱
recipient-forward-to = { $name }（{ $email }）
recipient-forward-next = 前往確認
recipient-forward-now = 轉交
recipient-forward-not = 不轉交並返回
recipient-authenticate-again = 重新驗證

## Withdrawing consent

recipient-withdraw-title = 撤回同意
recipient-withdraw-text = 您將撤回對「{ $title }」的同意。我們會通知寄件人。撤回後，您仍可再次同意或拒絕。
recipient-withdraw-values = 您填寫的內容也會被撤回並從文件中刪除。若有人在您之後同意，其同意也將失效，並會再次請其同意。
recipient-withdraw-record = 同意與撤回都會保留在歷程記錄中。所有人都同意後，將無法撤回。
recipient-withdraw-not = 不撤回並返回

## Asked to prepare before a document is sent

recipient-preflight = 請為電子合約做好準備
recipient-preflight-from = { $organisation } 的 { $sender } 正準備向 { $address } 傳送電子合約文件。
recipient-preflight-by = { $organisation } 的 { $sender } 請您為電子合約做好準備。
recipient-preflight-nothing-sent = 文件尚未傳送。在此不會向您顯示文件，也不會請您同意任何內容。
recipient-preflight-asks = 為便於您在文件送達後立即確認，請先完成以下事項。
recipient-preflight-mailbox = 確認信箱
recipient-preflight-factor = 設定雙重驗證（驗證器應用程式或通行金鑰；已設定者請進行驗證）
recipient-preflight-by-idp = 使用公司帳戶（IdP）登入
recipient-preflight-tell = 告知已準備好
recipient-preflight-proved = 信箱已確認，請繼續。
recipient-preflight-go-on = 繼續
recipient-preflight-privacy = 寄件人只會得知「準備完成」，不會得知您是否已有帳戶或使用何種驗證方式。
recipient-preflight-until = 連結有效期限：{ $until }
recipient-preflight-last = 準備就緒
recipient-preflight-last-text = 最後，請告知寄件人您已準備好。
recipient-preflight-say = 告知寄件人已準備好
recipient-preflight-done = 已準備好，請等待文件送達。
recipient-preflight-done-text = 已告知寄件人「準備完成」。文件傳送後，您會收到郵件。
recipient-preflight-wrong = 將告知寄件人收件地址有誤，並使此連結失效。
recipient-preflight-wrong-told = 已告知寄件人收件地址有誤。您無需再進行任何操作。
recipient-deleted-from = 由於保存期限結束，此文件將於{ $from }之後刪除。請在此之前下載需要的檔案。
