"""Laporan layanan informasi publik: the yearly report and the yearly announcement, written from frozen figures."""
