# The pages of a document's files, shown as images.

viewer-tools = 页面操作
viewer-page = 页
viewer-pages-in-all = 共 { $pages } 页
viewer-smaller = 缩小
viewer-larger = 放大
viewer-thumbnails = 页面一览
viewer-contents = 文件内容
viewer-page-of = 第 { $page } / { $pages } 页
viewer-is-image = 无法读取此页的文字（以图像显示）。
viewer-text-of = 第 { $page } 页的文字
viewer-undrawable = 此页无法以图像显示。
viewer-undrawable-see-pdf = 请打开 PDF 查看。
viewer-not-all-shown = 还有 { $count } 页尚未显示。显示全部页面后方可同意。
viewer-show-all = 显示全部页面
