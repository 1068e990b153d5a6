SELECT user FROM frozen ORDER BY user
