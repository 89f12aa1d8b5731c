"""Daftar Informasi Publik (DIP): what an agency publishes, with its versions, its decree and its public list."""
