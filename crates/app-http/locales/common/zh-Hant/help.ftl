# Help: for recipients of a document, and for signing in at a company's identity provider. What it quotes in
# quotation marks are the labels of other pages.

## For recipients of a document

help-recipient = 致收到文件的人士
help-search = 以關鍵字尋找
help-none-found = 找不到。請換個字詞再試。
help-recipient-about = 開啟郵件中的連結後，會顯示用於確認寄件人的頁面。如果文件設定了進階認證請求，請依下列順序進行。
help-step-email = { -help-step-email-name }：在開啟連結的瀏覽器中，輸入傳送至收件電子郵件地址的 6 位數字。
-help-step-email-name = 確認碼
help-step-account = { -help-step-account-name }：登記姓名和密碼。已有帳戶者，請直接登入。
-help-step-account-name = 帳戶
help-step-factor = { -help-step-factor-name }：註冊驗證器應用程式，並輸入其顯示的 6 位驗證碼。使用公司帳戶登入者，無需此步驟（{ -help-by-company-account }）。
-help-step-factor-name = 雙重驗證
-help-by-company-account = 使用公司帳戶登入
help-step-answer = { -help-step-answer-name }：閱讀文件，然後同意或拒絕。
-help-step-answer-name = 確認與同意
help-app-question = 什麼是驗證器應用程式？
help-app-answer = 這是顯示每 30 秒變化一次的 6 位數字的應用程式。請在手機或電腦上安裝 Google Authenticator、Microsoft Authenticator、1Password 等應用程式使用，任何一種均可。
help-wrong-code-question = 顯示驗證碼不正確
help-wrong-code-answer = 請等數字更新後再輸入。已使用過的驗證碼不能再次使用。如仍然如此，請檢查裝置的時間是否正確（是否為自動設定）。
help-lost-phone-question = 手機遺失了
help-lost-phone-answer = 在輸入驗證碼的頁面選擇「{ account-use-backup-code }」，輸入設定時儲存的代碼，即可設定新的驗證器應用程式。對於當時正在等待您答覆的文件，我們會通知寄件人；在寄件人確認是您本人之前，不受理同意。
help-no-backup-code-question = 也不知道備用代碼
help-no-backup-code-answer = 如果您在公司等組織中使用本服務，請委託組織的管理員重設雙重驗證。否則請透過電話等方式聯絡文件的寄件人，商量處理方式。寄件人可以取消文件，並重新傳送至其他收件地址。
help-password-question = 忘記了密碼
help-password-answer = 在登入頁面點選「忘記密碼」，即可透過郵件收到用於設定新密碼的連結。也可以開啟文件郵件中的連結，從「傳送確認碼」繼續，驗證電子郵件地址後即可設定新密碼。雙重驗證仍然需要。
help-invalid-link-question = 顯示「此連結無法使用」
help-invalid-link-answer = 連結已過有效期限，或者已傳送新的連結。如果顯示「傳送新連結」，點選後新的連結會傳送至收件電子郵件地址。如果您有帳戶，也可以登入後從「{ received }」開啟。
help-access-code-question = 什麼是存取碼？
help-access-code-answer = 由寄件人透過電話等郵件以外的方式告知的代碼，至少 6 個字元。在輸入之前無法進入下一步。如不清楚，請洽詢寄件人。連續輸入錯誤時，將暫停受理一段時間。文件不會遺失。
help-forward-question = 希望由其他人處理
help-forward-answer = 透過文件頁面的「轉交給其他人」，可以交由他人代您確認和同意。被轉交的人也需要通過同樣的認證；如果文件設有存取碼，也需輸入相同的存取碼。轉交後，您將無法再檢視文件。即使把郵件或連結交給別人，對方也無法通過認證。
help-fields-question = 文件中有需要填寫的欄位
help-fields-answer = 點選頁面上的方框即可填寫。填寫的內容會立即儲存，並依列印效果顯示在頁面上；也可以在頁面下方的清單中填寫。必填項目全部填寫後即可同意。在您同意之前，其他人看不到您填寫的內容。
help-withdraw-question = 想要撤回同意
help-withdraw-answer = 在所有人都同意之前，可以透過文件頁面的「撤回同意」來撤回。我們會通知寄件人，同意和撤回都會保留在歷程記錄中。
help-unknown-document-question = 收到了與自己無關的文件
help-unknown-document-answer = 可在連結開啟的頁面中，透過「我不是此收件人」告知寄件人。不會顯示文件內容。
help-language-question = 想要變更頁面語言
help-language-answer = 可在頁面最下方選擇日文、英文、簡體中文或繁體中文。如果沒有顯示可選語言，則該文件僅以日文顯示（例如設定了進階認證請求的文件）。文件頁面的日期和時間依寄件人組織選擇的時區顯示。

## Signing in with a company account

help-idp = { -help-by-company-account }（IdP 驗證）
help-idp-about = 這是透過您所在公司用來管理帳戶的服務（Microsoft Entra ID、Google Workspace、Okta 等，稱為 IdP）登入的方法。看到「{ account-sign-in-by-idp }」時，點選後會前往公司的登入頁面，登入完成後返回本服務。公司的密碼不會傳給本服務。
help-idp-code-question = 被要求輸入確認碼
help-idp-code-answer = 首次登入時，除非剛剛從文件的連結完成了電子郵件驗證，否則需要輸入傳送至公司電子郵件地址的 6 位數字。這是為了確保公司帳戶與本服務的帳戶確實屬於同一人。下次登入時不再需要。如果您設定了驗證器應用程式，可能還會要求輸入其驗證碼。
help-idp-registered-question = 顯示「此電子郵件地址已註冊」
help-idp-registered-answer = 您已有可用密碼登入的帳戶。請先用密碼登入，在「{ security }」中點選「{ account-link }」，之後即可以 IdP 登入。
help-idp-consent-question = 同意時被要求再次登入
help-idp-consent-answer = 對於帶有進階認證請求的文件，在您同意的當時，會透過公司的登入頁面確認是您本人。即使剛剛登入過也是如此。
help-idp-named-question = 顯示只能用公司帳戶開啟
help-idp-named-answer = 寄件人指定了只有以收件人公司的 IdP 登入的人才能開啟此文件。使用密碼或驗證器應用程式無法開啟。如果無法登入，請聯絡公司的系統負責人或寄件人。
help-idp-unreachable-question = 顯示「無法連線至登入頁面」
help-idp-unreachable-answer = 公司的登入頁面一側發生了故障。請等待幾分鐘後重試。文件會原樣保留。

## Pictures of the screens: what stands below each, and its text for readers who cannot see it

help-picture-landing = 步驟 1/4：開啟郵件連結後的頁面。首次使用者，請點選「{ recipient-send-code }」。（圖片為日文頁面。）
    .alt = 通知您收到文件的頁面。依序顯示寄件人與收件人、四個步驟，以及「{ recipient-send-code }」按鈕。
help-picture-enrol = 步驟 3/4：註冊驗證器應用程式的頁面。用手機檢視時，請點選「{ account-open-app }」。圖中的 QR Code 和金鑰已替換為範例。
    .alt = 設定雙重驗證的頁面。依序顯示「{ account-open-app }」按鈕、QR Code、設定金鑰和驗證碼輸入欄位。
help-picture-consent = 步驟 4/4：確認文件的頁面。請閱讀 PDF 後點選「{ recipient-agree }」。
    .alt = 文件頁面。顯示合約的各頁，下方有「{ recipient-agree }」按鈕。
