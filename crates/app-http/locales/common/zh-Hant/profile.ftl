# Accounts: what the owner sees and changes of the own account.

## The account page

profile = 帳戶
profile-name = 姓名
profile-name-hint = 已寄送的文件保留寄送時的姓名。
profile-save = 儲存
profile-name-saved = 姓名已變更。
profile-language = 語言
profile-language-hint = 畫面和郵件的語言。

## The account page: another address

profile-change-address = 變更電子郵件地址
profile-address-served-by-idp = 此地址由公司帳戶（IdP）管理。請聯絡公司管理員變更。
profile-new-address = 新的電子郵件地址
profile-new-address-hint = 確認碼會同時寄送到目前的地址和新地址。
profile-address-what-happens = 變更後，其他所有裝置都會登出，兩個地址都會收到通知。已開啟的文件仍可照常檢視。寄送到目前地址但尚未開啟的文件不會轉移，請聯絡寄件人重新寄送到新地址。
profile-address-lost = 如果無法再接收目前地址的郵件，則不能在此變更。請聯絡組織管理員邀請您的新地址成為成員。管理員將您以前的帳戶移出組織後，未完成的文件由管理員接手。
profile-send-codes = 寄送確認碼
profile-type-codes = 輸入確認碼
profile-codes-sent = 將分別向 { $from } 和 { $to } 寄送一個確認碼。請在 10 分鐘內於此畫面輸入兩個確認碼。
profile-present-code = 目前地址收到的確認碼
profile-new-code = 新地址收到的確認碼
profile-codes-late = 如未收到，請檢查垃圾郵件資料夾和所輸入的地址。已被使用的地址會收到通知而不是確認碼。
profile-give-up = 放棄變更
profile-address-changed = 電子郵件地址已變更。兩個地址都會收到通知，其他裝置已登出。
profile-codes-ended = 確認碼已過期或已重新寄送。請重新輸入新地址。
profile-fresh-sign-in-first = 請先確認是您本人。驗證後 5 分鐘內可以變更。

## The account page: the password

profile-present-password = 目前的密碼
profile-change-password = 變更密碼
profile-set-password = 設定密碼
profile-password-about = 變更後，其他所有裝置都會登出，並以郵件通知您。
profile-password-unset = 此帳戶沒有密碼。
profile-password-served-by-idp = 公司統一使用公司帳戶（IdP）登入，因此不使用密碼。
profile-password-changed = 密碼已變更，其他裝置已登出。

## The account page: factors

profile-factor-last-used = 最後使用：{ $at }
profile-factor-unused = 尚未使用。
profile-rename-factor = 變更名稱
profile-rename-named-factor = 變更 { $name } 的名稱
profile-factor-name = 名稱
profile-factor-renamed = 驗證方式的名稱已變更。
profile-no-factor = 尚未設定雙重驗證。
profile-to-security = 新增或解除驗證方式

## The account page: sessions

profile-sessions = 已登入的裝置
profile-sessions-about = 如有不認識的裝置，請將其登出，然後變更密碼。
profile-this-session = 此瀏覽器
profile-session-device = { $browser }（{ $system }）
profile-session-unknown = 未知裝置
profile-browser-other = 其他瀏覽器
profile-system-other = 其他系統
profile-session-began = 登入：{ $at }
profile-session-seen = 最後使用：{ $at }
profile-session-place = 網路：{ $place }
profile-session-awaits-code = 等待輸入驗證碼（僅輸入了密碼）
profile-end-session = 登出此裝置
profile-end-named-session = 登出 { $device }
profile-end-others = 登出其他所有裝置
profile-session-ended = 該裝置已登出。
profile-sessions-ended = 其他所有裝置已登出。
profile-session-gone = 清單已變更，請再次確認。

## What the account has consented to

profile-consents = 已同意的文件
profile-consents-about = 此帳戶同意過的文件紀錄。
profile-consents-open = 檢視清單
profile-consents-none = 此帳戶尚未同意任何文件。
profile-consents-newer = 較新的
profile-consents-older = 較早的
profile-back = 返回帳戶
