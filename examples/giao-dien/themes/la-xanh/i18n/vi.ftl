# Chỉ những câu khác với giao diện có sẵn, và một câu của riêng giao diện này.
newest_posts = Chuyện mới ở trường
loi_chao = { $unit } kể chuyện thực hiện { $in_text } bằng những việc nhỏ mỗi tuần.
