# The pages of a document's files, shown as images.

viewer-tools = 頁面操作
viewer-page = 頁
viewer-pages-in-all = 共 { $pages } 頁
viewer-smaller = 縮小
viewer-larger = 放大
viewer-thumbnails = 頁面一覽
viewer-contents = 檔案內容
viewer-page-of = 第 { $page } / { $pages } 頁
viewer-is-image = 無法讀取此頁的文字（以圖像顯示）。
viewer-text-of = 第 { $page } 頁的文字
viewer-undrawable = 此頁無法以圖像顯示。
viewer-undrawable-see-pdf = 請開啟 PDF 查看。
viewer-not-all-shown = 還有 { $count } 頁尚未顯示。顯示全部頁面後才能同意。
viewer-show-all = 顯示全部頁面
