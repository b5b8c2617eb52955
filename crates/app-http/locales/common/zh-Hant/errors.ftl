# What the service says when it does not do something: what happened, why, and what to do next.

## The way on from an error's page

error-go-home = 返回首頁
error-go-documents = 前往文件清單
error-go-sign-in = 登入
error-go-sign-in-page = 前往登入頁面
error-go-link-idp = 以密碼登入並連結
error-go-connections = 返回 IdP 連線
error-go-set-up-factor = 設定雙重驗證
error-go-idp = 以 IdP 登入

## Headings of more than one page

error-not-done = 無法處理
error-not-possible = 無法進行此操作
error-wait = 請稍候
error-sign-in-again-heading = 請重新登入
error-strong-sign-in-needed = 需要雙重驗證（或 IdP 驗證）

## Requests that are not taken

error-foreign-form = 無法確認此操作來自本服務的頁面，因此未執行。請返回上一頁，重新整理後再試一次。
    .title = 無法確認操作
error-foreign-host = 本服務只能在這台電腦上透過 localhost 開啟。
    .title = 無法以此位址開啟
error-too-large = 單次可傳送的大小為：每個檔案最大 20 MB，每份文件合計最大 50 MB。請返回上一頁，縮小或分割檔案後再傳送。
    .title = 傳送的內容過大
error-cut-off = 連線中斷，未能收到全部內容。請重新傳送。
    .title = 傳送未完成
error-body-too-slow = 傳送過慢，接收已中止（10秒內沒有收到資料，或速度過低）。請在網路良好的地方重新傳送。
    .title = 傳送已中止
error-malformed = 無法讀取傳送的內容。請返回上一頁，重新整理後再試一次。
    .title = 無法讀取內容
error-not-found = 找不到您要檢視的頁面。若您是透過郵件中的連結開啟的，請確認連結完整。若頁面需要帳戶，請確認是否以有權檢視的帳戶登入。
    .title = 找不到頁面
error-not-found-signed-in = 頁面或文件不存在，或者您的帳戶無權檢視。其他帳戶收發的文件，請以該帳戶登入後開啟。
error-too-many-tries = 短時間內操作過多。請等待約 { $seconds } 秒後再試一次。
error-fault = 伺服器發生問題，未能完成處理。您輸入的內容沒有錯誤。請稍候再試。若問題持續，請聯絡營運者並告知編號 { $number }。
    .title = 發生問題
# $number (String) - the number of the request, under which the log has it
error-number = 洽詢編號：{ $number }
error-storage-full = 伺服器的儲存空間已滿，未能儲存。您輸入的內容沒有錯誤。營運者騰出空間後即可繼續使用。請稍後再試。
    .title = 儲存空間不足
error-storage-unavailable = 資料庫沒有回應，未能完成處理。您輸入的內容沒有錯誤。請等待約 10 秒後再試一次。若問題持續，請聯絡營運者。
    .title = 暫時無法處理
error-files-unavailable = 檔案儲存空間沒有回應，未能完成處理。您輸入的內容沒有錯誤。請等待約 10 秒後再試一次。若問題持續，請聯絡營運者。
    .title = 暫時無法處理
error-too-slow = 處理時間過長，未能及時完成。您輸入的內容沒有錯誤。請等待約 10 秒後再試一次。
    .title = 未能及時完成
error-busy = 目前存取過於集中，未能完成處理。您輸入的內容沒有錯誤。請等待約 10 秒後再試一次。
    .title = 服務目前忙碌
error-not-done-for-now = 未能完成處理。請稍候再試。

## Links and invitations

error-invalid-link = 連結已過期，或已寄送新的連結。請開啟最新郵件中的連結，或請寄件人重新寄送。
    .title = 此連結無法使用
error-link-required = 請在此瀏覽器中重新開啟郵件中的連結。
    .title = 請從郵件中的連結開啟
error-invitation-ended = 此邀請已被使用、已被取消或已過期。如有需要，請組織的管理員重新寄送邀請。
    .title = 此邀請無法使用
error-sign-in-to-join = 此電子郵件地址的帳戶已存在。請登入後重新開啟邀請頁面。
    .title = 請登入後加入

## A document

error-not-editable = 此文件的狀態為「{ $status }」，因此無法進行此操作。
error-sender-must-be-strong = 要寄送設有進階認證請求的文件，需要以雙重驗證（或 IdP 驗證）登入。請完成驗證後重新寄送。
error-excluded-heading = 無法與進階認證請求同時使用
error-not-your-turn = 您已答覆此文件，或尚未輪到您。
error-other-contents = 頁面上顯示的文件與您要同意的文件不一致。請重新開啟文件。
    .title = 與顯示的文件不同
error-other-turn = 開啟此頁面之後，同意已被撤回，或傳送了新的連結。請再次確認內容，然後按下同意按鈕。
    .title = 同意頁面已過期
error-file-damaged = 此檔案在儲存位置遺失或遭到變更。復原之前，無法顯示，也無法同意。您的同意沒有被記錄。寄件人的頁面上已顯示此問題，請聯絡寄件人。
    .title = 檔案已損壞
error-deleted = 由於傳送此文件的組織的保存期限已到，此文件已於{ $at }刪除。檔案和內容均已不存在。文件ID：{ $document }
    .title = 保存期限已到，文件已刪除
error-pages-not-shown = 顯示全部頁面後才能同意。您的同意沒有被記錄。請返回檔案並顯示全部頁面。
    .title = 還有尚未顯示的頁面
error-fields-missing = 有 { $count } 個必填項目尚未填寫。您的同意沒有被記錄。請返回檔案填寫。
    .title = 有尚未填寫的項目
error-value = 填寫的內容未被接受。請返回檔案檢查填寫項目。
    .title = 請檢查填寫項目
error-field-fault = 有填寫項目無法依現狀寄出。請在「03 設定填寫項目」中修改有標記的項目。
    .title = 請檢查填寫項目
error-changes-unconfirmed = 有檔案在接收時所作的變更尚未確認。請在步驟 01 中確認，或移除該檔案。
    .title = 檔案的變更尚未確認
error-consent-held = 在寄件人確認是您本人之前，無法同意或轉交。如有急事，請直接聯絡寄件人。
    .title = 正在等待寄件人確認
error-step-up-required = 距離上次驗證已過了一段時間。請輸入驗證碼，再次同意。
    .title = 請重新驗證
error-closed = 寄件人已取消此文件，或文件已遭拒絕，因此無法檢視或答覆。您無需進行任何操作。如有疑問，請洽詢寄件人。
    .title = 此文件已終止
error-access-code-required = 寄件人為此文件設定了存取碼。請開啟郵件中的連結，輸入存取碼。
    .title = 需要存取碼
error-advanced-auth-required = 寄件人為此文件設定了進階認證請求。完成驗證後即可檢視。
error-named-idp-required = 此文件的寄件人只接受您所屬組織的 IdP 驗證。以該 IdP 登入後即可檢視。
    .title = 需要以指定的 IdP 驗證
error-enrolled-too-late = 寄件人只接受在文件傳送之前已設定的驗證方式。您目前的驗證方式是在傳送之後設定的。請再次開啟文件頁面，查看可用的驗證方式或聯絡寄件人的方法。
error-enrolled-without-code = 寄件人只接受輸入存取碼之後設定的驗證方式，或傳送之前已設定的驗證方式。您目前的驗證方式兩者都不是。請再次開啟文件頁面，查看下一步。
error-enrolled-by-password = 此驗證方式是在文件傳送之後、僅憑密碼設定的，沒有使用郵件中的確認碼。由於無法確認是由收到郵件的本人設定的，因此不能用於同意或拒絕此文件。請先登出，再次開啟文件郵件中的連結，傳送並輸入確認碼後登入，然後在「安全性」中重新設定驗證方式。然後用新的驗證方式重新登入，即可答覆。
    .title = 無法用此驗證方式答覆此文件
error-wrong-account = 此文件已寄送至 { $intended }。請改用該收件人的帳戶登入。

## What is missing in a document, or too much

error-no-idp-for-address = 此收件人的公司尚未將 IdP 連接到本服務，因此無法指定 IdP。請取消勾選，或請對方進行連接。
error-forward-to-oneself = 這是您本人的電子郵件地址。請輸入轉交對象的電子郵件地址。
error-no-file = 請選擇 PDF 檔案。
error-too-many-fields = 填寫項目最多 500 個。
error-field-twice = 有兩個相同的填寫項目，或有兩個電子簽章顯示欄。請重新載入頁面。
error-no-such-field = 沒有該填寫項目。請重新載入頁面。
error-no-recipient = 請至少新增一位收件人。
error-no-access-code = 有收件人未設定存取碼。此處要求先輸入存取碼才能登記認證方式，請在「02 設定收件人」中為該收件人設定存取碼。
error-too-many-files = 檔案最多 100 個。
error-files-too-large = 每個檔案最大 20 MB，整份文件最大 50 MB。
error-too-many-recipients = 收件人最多 128 位。
error-link-just-mailed = 距離上次寄送連結不到 1 小時。請查看收到的郵件，或稍後再試。
error-mail-limit = 寄件人 24 小時內可傳送的郵件已達上限（每個電子郵件地址最多 3 封，合計最多 300 封）。請明天再試；也可以不經事前確認直接傳送文件。
error-passed-gate = 此收件人已開啟文件或已答覆，無法更正。如需傳送給其他人，請取消文件後重新傳送。
error-no-such-recipient = 此收件人已被刪除。
error-no-such-file = 該檔案已從文件中移除。
error-sealed-other-files = 簽署的檔案與文件不一致。

## A PDF that is not taken

error-pdf-not-pdf = 「{ $name }」不是 PDF。請轉換為 PDF 後再選擇。
error-pdf-damaged = 「{ $name }」的結構已損壞，無法在不遺失內容的情況下讀取。請以製作它的軟體重新匯出為 PDF，或請傳送方重新傳送。
error-pdf-truncated = 「{ $name }」缺少檔案結尾，只收到了一部分。請傳送方重新傳送，或重新下載。
error-pdf-signed-damaged = 「{ $name }」已有簽章，其結構無法在保持該簽章有效的同時再加入簽章。重新儲存或列印會失去現有簽章，請簽署者重新製作簽章的 PDF。
error-pdf-password-needed = 開啟「{ $name }」需要密碼。請輸入 PDF 的密碼，並重新選擇 PDF 檔案。
error-pdf-wrong-password = 輸入的密碼無法開啟「{ $name }」。請確認密碼後重新輸入，並重新選擇 PDF 檔案。
error-pdf-encrypted = 「{ $name }」使用憑證等無法以密碼開啟的方式加密。請向製作者索取未加密的 PDF。
error-pdf-no-pages = 「{ $name }」沒有頁面。請向製作者索取有內容的 PDF。
error-pdf-too-many-pages = 「{ $name }」超過 2,000 頁。請分割。已簽章的檔案分割後會失去簽章，請洽簽署者。
error-pdf-launch = 「{ $name }」已有簽章，並包含啟動程式的動作。無法在保留簽章的同時移除，請簽署者在不含該動作的 PDF 上簽章。
error-pdf-xfa = 「{ $name }」的內容不在頁面中，而只在 XFA 表單裡，因此無法使用。請以製作它的軟體（如 Adobe Acrobat）開啟，透過「列印」儲存為 PDF，確認內容完整後再選擇。
error-pdf-unfixed-form = 「{ $name }」是填寫欄的顯示因閱讀器而異的表單，無法確定合約內容。請以製作它的軟體開啟，透過「列印」儲存為 PDF，確認內容完整後再選擇。
error-pdf-missing-glyph = 「{ $name }」的填寫欄「{ $field }」中有表單字型和本服務字型都沒有的字元「{ $character }」，無法正確顯示。請以製作它的軟體開啟，透過「列印」儲存為 PDF，確認內容完整後再選擇。
error-pdf-missing-glyph-in-note = 「{ $name }」的註解中有註解字型和本服務字型都沒有的字元「{ $character }」，無法正確顯示。請以製作它的軟體開啟，透過「列印」儲存為 PDF，確認內容完整後再選擇。
error-pdf-layers = 「{ $name }」含有螢幕上可見而列印時不可見（或相反）的圖層，無法確定合約內容。請在製作它的軟體中只顯示需要的圖層，透過「列印」儲存為 PDF，確認內容完整後再選擇。
error-pdf-media = 「{ $name }」嵌入了影片、聲音或 3D，無法作為頁面保留。請在製作它的軟體中替換為圖片，或透過「列印」儲存為 PDF。影片、聲音和 3D 將不包含在內。
error-pdf-unknown-filter = 「{ $name }」的頁面使用未知格式「{ $filter }」的資料，無法正確顯示。請以製作它的軟體開啟，透過「列印」儲存為 PDF，確認內容完整後再選擇。
error-pdf-certified = 「{ $name }」帶有禁止此後任何變更的認證簽章，無法加入簽章。請簽署者以允許追加簽章的設定重新簽章，或索取沒有簽章的 PDF。
error-pdf-too-complex = 「{ $name }」過於複雜，無法檢查。未簽章的檔案請以製作它的軟體透過「列印」重新儲存為 PDF。已簽章的檔案重新儲存會失去簽章，請洽簽署者。

## A field

error-value-other-kind = 此項目不能填寫該內容。
error-value-number = 請填寫數字（例如 1,000）。
error-value-date = 請填寫日期（例如 2026-11-27）。
error-value-postal-code = 請填寫 7 位郵遞區號（例如 150-0001）。
error-value-phone = 請填寫電話號碼（例如 03-1234-5678）。
error-value-no-such-option = 請從選項中選擇。
error-value-strokes = 無法讀取簽名。請重新書寫。
error-value-other-stamp = 這不是貴組織的印章圖像。
error-value-missing-glyph = 無法列印「{ $character }」。請改用其他字元。
error-value-does-not-fit = 內容超出欄位。請縮短。
error-stamp-not-png = 印章圖像須為 PNG 檔案。
error-stamp-too-large = 印章圖像最大 1 MB，寬高最多 2,000 像素。
error-stamp-empty = 圖像完全透明。請選擇能看到印章的圖像。
error-logo-unreadable = 標誌必須是 PNG 或 SVG 圖片檔。
error-logo-too-large = 標誌圖片不得超過 1 MB，PNG 的寬和高不得超過 2,000 像素，且不能過於複雜。
error-logo-has-text = SVG 中含有文字。請將文字轉換為外框（路徑）後重新選擇。
error-logo-has-more = SVG 中含有圖片或指令碼。請使用只含圖形的 SVG，或使用 PNG。
error-logo-empty = 圖片中沒有可見內容。請選擇能看到標誌的圖片。
error-printer-away = 目前無法檢查填寫的內容。請稍後再試。
error-value-image = 無法讀取印章圖像。
error-field-empty = 請填寫「{ $label }」。
error-field-too-long = 「{ $label }」最多 { $limit } 個字元。
error-field-too-short = 「{ $label }」至少需要 { $least } 個字元。
error-field-forbidden-character = 「{ $label }」包含不能使用的內容（控制字元、網頁位址等）。請刪除。
error-field-malformed = 「{ $label }」的格式不正確。
error-field-email = 電子郵件地址的格式不正確。請以半形字元輸入，例如 name@example.com。
error-field-password = 密碼不能全部是同一個字元。請換一個密碼。
error-field-link-life = 連結的有效期限請輸入 1 至 60 的數字。
error-field-step-up-age = 要求重新驗證前的時間請輸入 1 至 60 的數字。
error-field-amount = 交易金額請以日圓為單位輸入數字，例如 550000。
error-field-date = 「{ $label }」請輸入實際存在的日期，例如 2026-04-01。

## Signing in, codes and the second factor

error-bad-credentials = 電子郵件地址或密碼不正確。若連續出錯，請等待約 1 分鐘後再試。
error-wrong-password = 目前的密碼不正確。若連續出錯，請等待約 1 分鐘後再試。
error-address-same = 與目前的地址相同。請輸入其他地址。
error-address-served-by-idp = 此地址所屬公司統一使用公司帳戶（IdP）登入。請聯絡公司管理員，並使用 IdP 登入。
error-no-code = 請輸入代碼。
error-wrong-code = 代碼不正確。請輸入最新的代碼。
error-code-replayed = 此驗證碼已被使用。請等應用程式顯示下一個驗證碼後再輸入。
error-throttled = 由於連續出錯，在 { $until } 之前停止受理，即使代碼正確也請等到那時。
error-locked = 由於連續出錯，此驗證器應用程式已無法使用。請使用備用代碼重新設定。
error-code-of-other-session = 此確認碼是在其他瀏覽器中要求的。請在此瀏覽器中寄送新的確認碼。
error-code-expired = 確認碼已過期或已被使用。請寄送新的確認碼。
error-too-many-codes = 剛剛寄送過確認碼，或已達到今天的上限（{ $limit } 次）。請查看收到的郵件，或稍候再試。
# $seconds (Number) - how long to wait
error-codes-just-mailed = 剛剛寄送過確認碼。請查看收到的郵件；如未收到，請等待約 { $seconds } 秒後再試。
# $limit (Number) - how many are mailed a day
error-codes-of-browser = 同一瀏覽器每天最多可請求 { $limit } 次確認碼。請查看收到的郵件，或明天再試。
# $limit (Number) - how many are mailed a day
error-codes-of-network = 您所在的網路今天請求確認碼已達上限（{ $limit } 次），此後每小時可寄送一次。請查看收到的郵件，稍後再試。
# $limit (Number) - how many are mailed a day
error-codes-of-mailbox = 寄往該電子郵件地址的確認碼今天已達上限（{ $limit } 次）。請查看收到的郵件，並在一小時以後再試。
error-mailbox-not-proven = 有一份寄給您的文件。請開啟郵件中的連結，以確認碼確認電子郵件地址後再試一次。如果您的文件均已簽訂，也可以透過「忘記密碼」設定新密碼來確認。
error-account-exists = 此電子郵件地址的帳戶已存在。請登入。
error-guest-title = 您無法傳送文件
error-guest = 您的帳戶是訪客帳戶：可以查看、同意並保存收到的文件，但不能傳送文件、建立範本或管理組織。如需傳送，請向您所屬組織的管理員申請邀請；接受邀請後即可傳送。
error-factor-demanded = 您的組織要求以雙重驗證（或 IdP 驗證）登入。
error-no-factor = 尚未設定雙重驗證。
error-backup-codes-replaced = 這些備用代碼已被新的代碼取代。請重新顯示，並儲存新的代碼。
error-too-many-factors = 每個帳戶最多可註冊共 10 個驗證器應用程式和通行金鑰。請先移除不再使用的，再新增。
error-no-enrolment = 找不到設定過程中的資訊。請在此瀏覽器中從頭開始設定。
error-passkey-ceremony = 通行金鑰驗證已逾時，或是在其他頁面開始的。請重試。
error-passkey-unknown = 此通行金鑰未註冊或已移除。請選擇其他通行金鑰，或使用其他方式。
error-passkey-unverified = 裝置未透過指紋、臉部或 PIN 進行本人驗證。請使用設有螢幕鎖定的裝置，或設有 PIN 的安全金鑰。
error-passkey-refused = 無法驗證通行金鑰。請重試，或使用其他方式。
error-passkey-counter = 此通行金鑰可能已被複製，無法使用。請以其他方式登入並移除它。
error-passkey-taken = 此通行金鑰已註冊。
error-passkey-unavailable = 此服務的位址無法使用通行金鑰。請使用其他方式。
error-sign-in-again = 要變更登入方式，需要在 5 分鐘之內登入過（設有雙重驗證時還需要驗證碼）。請重新登入後再試。
error-no-password = 此帳戶既沒有密碼也沒有通行金鑰，解除 IdP 連結後將無法登入。請先在「安全性」中新增通行金鑰，或設定密碼。

## Signing in with an identity provider

error-no-idp = 此電子郵件地址所屬的公司不支援以 IdP 登入。請以密碼登入。
error-unknown-authorization = 此登入流程已被使用或已過期。請重新登入。若您正在確認文件，請重新開啟郵件中的連結。
error-authorization-expired = 以 IdP 登入花費的時間過長。請重新登入。
error-foreign-authorization = 與開始登入時相比，瀏覽器或登入的帳戶已改變。請在此瀏覽器中重新登入。若您正在確認文件，請重新開啟郵件中的連結。
error-first-login-code = 確認碼已過期，或因連續出錯而無法使用。請從以 IdP 登入重新開始。
error-idp-denied = IdP 未允許登入。若您在 IdP 頁面上中途取消，請再試一次。若問題持續，請向組織的系統負責人確認是否允許使用本服務。
error-link-first = 請先以密碼登入一次，並選擇與 IdP 連結，之後即可以 IdP 登入。
    .title = 此電子郵件地址已註冊
error-not-a-member = 在此組織中，沒有帳戶的人無法登入。請組織的管理員建立帳戶。
error-other-address = IdP 的電子郵件地址與登入中的帳戶不同。請確認您是否以自己的 IdP 帳戶登入。若確實是您本人，請向組織的系統負責人洽詢 IdP 傳回的電子郵件地址。
error-identity-taken = 此 IdP 帳戶已與其他帳戶連結，或者您的帳戶已與其他 IdP 帳戶連結。請先解除連結。
error-idp-required = 您的組織要求以 IdP 登入。請透過下方的按鈕登入。
error-report-link-ended = 用於回報操作的連結在操作後的 30 天內有效。若已過期，請設定新密碼，並聯絡服務的營運者。
error-reset-link-ended = 用於設定密碼的連結在 30 分鐘內有效，只能使用一次。請重新寄送連結。
error-account-disabled = 此帳戶已被停用。請聯絡服務的營運者。
    .title = 此帳戶無法使用
error-idp-login-failed = 無法以 IdP 登入
error-idp-unreachable = 公司的登入頁面（IdP）沒有回應。請等待幾分鐘後再試一次。若問題持續，請聯絡公司的系統負責人。
    .title = 無法連線至登入頁面
error-idp-forbidden = 基於安全考量，無法連線至此發行者（或其指向的位址）。請確認它是 https 網址，且位址是公開的。若是公司內部的 IdP，伺服器的營運者可透過 WARIIN_IDP_PRIVATE_ORIGINS 允許連線。
error-idp-misconfigured = 與 IdP 的連線設定有誤。請組織的管理員測試 IdP 連線。
error-idp-untrusted = 無法驗證 IdP 的回應，因此中止了登入。請再試一次。若問題持續，請聯絡組織的管理員。
error-idp-switched-off = 此 IdP 登入目前已停用。請洽詢組織的管理員。
error-idp-other-organisation = 您以其他組織的 IdP 登入了。請以您所屬組織的帳戶登入。
error-idp-no-auth-time = IdP 未提供驗證時間（auth_time），因此無法確認是您本人。請向組織的系統負責人洽詢 IdP 的設定。
error-idp-stale = 在 IdP 的驗證時間過久，無法接受。請在 IdP 頁面上重新驗證。
error-idp-not-renewed = IdP 未依要求重新驗證（無論 prompt=login 或 max_age，驗證時間 auth_time 都沒有更新）。由於同意時無法確認本人，此 IdP 不能啟用。請檢查 IdP 的重新驗證與工作階段設定，然後再次測試。
error-idp-future = IdP 的時間有偏差，無法接受。請聯絡組織的系統負責人。
error-idp-weak = 無法確認在公司的登入頁面（IdP）上進行了雙重驗證。請使用雙重驗證登入。若問題持續，請洽詢公司的系統負責人。
error-idp-wrong-account = 在公司登入頁面上驗證的人與登入中的人不同。同意尚未完成。請返回同意頁面，重新選擇您自己的帳戶。
    .title = 以其他人的帳戶進行了驗證
error-idp-no-address = 未能從 IdP 收到電子郵件地址，因此無法確認帳戶。請組織的系統負責人設定傳回 email。
error-idp-address-unverified = 您的電子郵件地址尚未在 IdP 得到確認，因此無法登入。請在 IdP 頁面上完成電子郵件地址的確認。
error-idp-foreign-domain = 公司登入頁面提供的電子郵件地址未登記為該公司的地址。請重新選擇公司的帳戶，或洽詢公司的管理員。
    .title = 無法以此電子郵件地址登入

## A connection to an identity provider

error-idp-test-failed = 與 IdP 的互動在此處中止：{ $check } { $advice }
    .title = 連線測試失敗
error-idp-test-hosts = IdP 的設定資訊指向此連線未允許的主機。請再次測試，頁面會顯示所需的主機。
error-idp-test-compare = 請對照 IdP 的設定與此連線的設定。
error-admins-only = 只有組織的管理員可以進行此操作。
error-connection-weak-sign-in = 要變更 IdP 連線，需要以雙重驗證（或 IdP 驗證）登入。
error-connection-tenant-needed = 此發行者由多個組織共用，因此需要用於識別組織的項目（例如 hd=example.co.jp）。
error-connection-not-tested = 啟用之前，請先測試連線。
error-connection-not-strong = 測試登入時未能確認進行了雙重驗證。請檢查 IdP 的設定，或雙重驗證的確認方法。
error-connection-no-domain = 啟用需要至少一個已確認的網域。
error-connection-no-such-domain = 該網域未登記在此連線中。
error-connection-too-many-domains = 網域最多 50 個。
error-connection-too-many = IdP 連線最多 10 個。
error-connection-no-secret = 沒有用戶端密鑰。請在連線的設定中輸入。變更發行者後，密鑰會被刪除。
error-connection-no-address = 測試時未傳回已確認網域的電子郵件地址（email）。請將 IdP 設定為傳回 email，然後重新測試。
error-connection-domain-taken = 該網域已在其他 IdP 連線中確認。
error-connection-no-record = 找不到 TXT 記錄。請檢查名稱與值，等待生效後再試一次。
error-connection-switched-off = 請先啟用此連線。
error-connection-not-signed-in-with-it = 為避免無法登入，請以此 IdP 登入後再設定。
error-dns = DNS 伺服器沒有回應，無法確認網域。請稍候再試。

## An organisation

error-organisation-weak-sign-in = 此操作需要以雙重驗證（或 IdP 驗證）登入。請在「安全性」中進行驗證。
error-organisation-oneself = 不能對自己進行此操作。請委託其他管理員。
error-organisation-last-admin = 這是最後一位管理員，無法變更。請先將其他成員設為管理員。
error-organisation-member-gone = 此成員已不在該組織中。
error-organisation-member-already = 此電子郵件地址的使用者已是成員。
error-organisation-invited-already = 此電子郵件地址已在邀請中。若未收到，請重新寄送邀請。
error-organisation-too-many-invitations = 邀請中的數量已達上限（200 個）。請取消未使用的邀請。
error-organisation-invitation-ended = 此邀請已被使用或已被取消。
error-organisation-just-mailed = 距離上次寄送不到 10 分鐘，或已達到每天可寄送的數量（200 封）。請對方查看收到的郵件，或稍後再試。
error-organisation-retention-too-short = 依日本《電子帳簿保存法》保存時，請設為{ $least }年以上。法律要求至少保存{ $least }年。設定未變更。
error-organisation-own-in-use = 此帳戶在其他組織中有文件或成員，因此無法加入。請以其他電子郵件地址接受邀請。
error-too-many-templates = 範本最多 1,000 個。請刪除不用的範本。
error-template-not-yours = 只有儲存範本的人或組織的管理員可以變更與刪除範本。
error-too-many-exported = 文件過多，無法一次匯出。請篩選至 500 份以內。
