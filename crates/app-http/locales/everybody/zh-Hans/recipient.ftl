# A recipient's path: from the mailed link to the answer.

## Signed in as somebody else

recipient-somebody-else = 此文件是发给其他人的
recipient-sent-to = 此文件已发送至 { $address }。
recipient-signed-in-as = 您当前以 { $address } 登录，因此无法显示。请切换到收件人的账户。
recipient-switch-account = 切换账户
recipient-nothing-to-do-with-me = 如果与您无关，请关闭此页面。
