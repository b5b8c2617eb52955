# A recipient's path: from the mailed link to the answer.

## Signed in as somebody else

recipient-somebody-else = 此文件是寄給其他人的
recipient-sent-to = 此文件已寄送至 { $address }。
recipient-signed-in-as = 您目前以 { $address } 登入，因此無法顯示。請切換至收件人的帳戶。
recipient-switch-account = 切換帳戶
recipient-nothing-to-do-with-me = 若與您無關，請關閉此頁面。
