# A recipient's path: from the mailed link to the answer.

## Signed in as somebody else

recipient-somebody-else = 別の方宛ての書類です
# $address (Element) - whom the document is for, masked
recipient-sent-to = この書類は { $address } 宛てに送られています。
# $address (Element) - who is signed in, masked
recipient-signed-in-as = 現在は { $address } でログインしているため、表示できません。宛先のアカウントに切り替えてください。
recipient-switch-account = アカウントを切り替える
recipient-nothing-to-do-with-me = 心当たりがない場合は、このページを閉じてください。
