# 受け取った書類: everything that a person received.

received = 收到的文件
received-what-this-is = 寄送給您的文件。無需尋找郵件，可以從這裡開啟。
received-back = 前往收到的文件

## The tabs, and the states of a document

received-states = 狀態
received-all = 全部
received-todo = 等待您確認
received-waiting = 等待他人確認
received-concluded = 已簽訂
received-ended = 已結束
received-sealing = 簽訂處理中
received-held = 等待寄件人確認
received-forwarded = 已轉寄
received-reported = 已回報收件人有誤

## The search

received-search-text = 關鍵字
received-search-example = 標題、寄件人、編號
received-search = 搜尋
received-search-clear = 清除條件
received-none-found = 沒有找到。未顯示的標題不會被搜尋。
received-none = 還沒有收到文件。寄送到 { $address } 的文件會顯示在這裡。
received-none-of-this-state = 沒有處於此狀態的文件。
received-next = 查看更多

## A line

received-untold = 來自「{ $organisation }」的文件
received-from = 寄件人：{ $organisation } { $sender }
received-to = 收件人：{ $name }
received-reference = 查詢編號 { $reference }
received-updated = 更新於 { $at }

## Why a title is not told

received-untold-strong = 使用雙重驗證（或 IdP）登入後顯示標題。
received-untold-idp = 使用寄件人指定的 IdP 登入後顯示標題。
received-untold-code = 輸入存取碼後顯示標題。
received-untold-late = 驗證方式的設定不符合寄件人的條件，因此無法顯示標題。請洽詢寄件人。
received-untold-ended = 文件已結束，因此無法再顯示標題。
