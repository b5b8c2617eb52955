# 書類の検証: what a file is worth, for every visitor who holds it.

verify-title = 驗證文件
verify-explained = 可驗證已簽名的PDF、合意締結證明書和證據包（ZIP），其他服務簽名的PDF也可以。無需登入。
verify-file = PDF或證據包（ZIP）
verify-file-hint = 一個檔案，最大50MB。也可以將檔案拖放到這裡。
verify-button = 驗證
verify-again = 驗證其他檔案
verify-privacy = 檔案在本伺服器上的隔離程序中檢查，不會保存。對於不持有檔案的人，本服務不會透露任何文件資訊。
verify-elsewhere = 更大的檔案，或不使用本服務的驗證：可在您自己的電腦上使用指令「wariin verify」和「wariin evidence verify」。
verify-result = 結果

## What it comes to

verify-pdf-good = 此PDF的電子簽名完好。簽名的內容未被變更，之後僅加入了簽名允許的內容。
verify-pdf-failed = 此PDF在簽名後被變更，或其中的簽名有誤。請勿信賴此檔案。
verify-pdf-indeterminate = 此PDF沒有錯誤的簽名，但無法斷定全部有效。原因見下方各項。
verify-pdf-unsigned = 此PDF沒有電子簽名，因此無法判斷由誰製作以及是否被變更。
verify-pdf-unreadable = 此檔案無法作為PDF或證據包讀取。可能已損壞、不完整、受密碼保護或屬於其他類型。請重新取得檔案後再試。
verify-pack-good = 此證據包中可檢查的項目全部一致。
verify-pack-failed = 此證據包中有內容被變更或不屬於其中。請勿信賴此檔案。
verify-pack-indeterminate = 此證據包沒有錯誤，但並非全部內容都能判斷。
verify-pack-unreadable = 此ZIP無法作為證據包讀取。可能已損壞、不完整或屬於其他類型。請重新取得檔案後再試。

## Whether this service concluded it

# $at (String) - when
verify-concluded-here = 由本服務於{ $at }締結。此檔案與本服務當時簽發的檔案逐位元組相同。
verify-not-concluded-here = 並非在本服務締結：此檔案不是本服務為已締結文件簽發的，或之後被變更。其他服務的檔案請在該服務驗證。
# $at (String) - when
verify-packed-here = 由本服務於{ $at }締結。此證據包由本服務的金鑰簽名。
verify-not-packed-here = 並非在本服務締結：此證據包的現有內容沒有本服務金鑰的簽名。

## The parties

verify-parties = 簽名中記載的當事人
verify-parties-explained = 其可靠性與該簽名及其簽名者相同。
# $at (String) - when
# $how (String) - how the person was authenticated
# $name (String) - the person
verify-party = { $name }（{ $at }同意，{ $how }）
# $at (String) - when
# $how (String) - how the person was authenticated
# $name (String) - the person
# $organisation (String) - the sender's organisation
verify-sender = { $organisation } { $name }（{ $at }傳送，{ $how }）
verify-by-app = 雙重驗證（驗證應用程式）
# $issuer (String) - the identity provider
verify-by-idp = IdP驗證（{ $issuer }）
verify-by-password = 密碼驗證

## Signatures

# $number (Number) - its place in the file
verify-signature = 電子簽名 { $number }
# $number (Number) - its place in the file
verify-timestamp = 時間戳記 { $number }
verify-standing = 結果
verify-standing-intact = 完好：簽名涵蓋的內容未被變更
verify-standing-broken = 無效：簽名有誤，或之後檔案被變更
verify-standing-unjudged = 無法在此判斷
verify-signer = 簽名者
# $signer (String) - the subject of the certificate
verify-signer-own = { $signer }（本服務的憑證）
# $signer (String) - the subject of the certificate
verify-signer-other = { $signer }（不是本服務的憑證，是否信任請自行判斷）
verify-time = 時間
# $at (String) - when
# $by (String) - the authority
verify-stamped = { $at }（{ $by } 的時間戳記）
# $at (String) - when
verify-claimed = { $at }（簽名者的聲明，沒有時間戳記證實）
verify-no-time = 未記載
verify-added = 之後的加入
verify-added-nothing = 無
verify-added-signatures = 簽名、時間戳記及其驗證資訊（允許的加入）
# $count (Number) - how many
verify-added-filled = 填寫了{ $count }個表單欄位（允許的加入）
# $count (Number) - how many
verify-added-bytes = 檔案末尾的{ $count }個位元組（不影響顯示）
# $count (Number) - how many
verify-added-changes = { $count }處簽名不允許的變更
verify-added-unreadable = 無法辨別
verify-verdict = 依 ETSI EN 319 102-1 的判定

## Details

verify-checks = 證據包的檢查項目
verify-digest = 此檔案的SHA-256

## What is not verified

verify-too-large = 此處可驗證最大50MB的檔案。更大的檔案請在您自己的電腦上使用指令「wariin verify」或「wariin evidence verify」。
    .title = 檔案過大
verify-no-file = 未選擇檔案，或檔案為空。請選擇PDF或證據包（ZIP）後重試。
    .title = 沒有可驗證的檔案
verify-too-complex = 檢查此檔案所需的時間或記憶體超過了單一檔案的上限，因此無法給出結果。請在您自己的電腦上使用指令「wariin verify」或「wariin evidence verify」。
    .title = 無法在此驗證該檔案
