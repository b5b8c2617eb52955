# 受け取った書類: everything that a person received.

received = 收到的文件
received-what-this-is = 发送给您的文件。无需查找邮件，可以从这里打开。
received-back = 前往收到的文件

## The tabs, and the states of a document

received-states = 状态
received-all = 全部
received-todo = 等待您确认
received-waiting = 等待他人确认
received-concluded = 已签订
received-ended = 已结束
received-sealing = 签订处理中
received-held = 等待发送人确认
received-forwarded = 已转发
received-reported = 已反馈收件人有误

## The search

received-search-text = 关键词
received-search-example = 标题、发件人、编号
received-search = 搜索
received-search-clear = 清除条件
received-none-found = 没有找到。未显示的标题不会被搜索。
received-none = 还没有收到文件。发送到 { $address } 的文件会显示在这里。
received-none-of-this-state = 没有处于此状态的文件。
received-next = 查看更多

## A line

received-untold = 来自“{ $organisation }”的文件
received-from = 发送人：{ $organisation } { $sender }
received-to = 收件人：{ $name }
received-reference = 查询编号 { $reference }
received-updated = 更新于 { $at }

## Why a title is not told

received-untold-strong = 使用双重验证（或 IdP）登录后显示标题。
received-untold-idp = 使用发送人指定的 IdP 登录后显示标题。
received-untold-code = 输入访问码后显示标题。
received-untold-late = 验证方式的设置不符合发送人的条件，因此无法显示标题。请咨询发送人。
received-untold-ended = 文件已结束，因此无法再显示标题。
