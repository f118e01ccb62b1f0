"""Comments of the made-up city: invented sentences on the usual themes."""

PRAISE = (
    "Petugasnya sabar menjelaskan sampai saya paham. Terima kasih.",
    "Cepat sekali, lima belas menit sudah selesai.",
    "Ruang tunggu bersih dan sejuk.",
    "Sekarang jauh lebih mudah daripada dua tahun lalu.",
    "Antrean tertib, dipanggil sesuai nomor.",
    "Dibantu mengisi formulir karena saya lupa kacamata. Baik sekali.",
    "Tidak dipungut biaya apa pun, sesuai papan informasi.",
    "Ibu saya yang lansia didahulukan, kami sangat terbantu.",
)
CRITICISM = (
    "Jaringan internet mati, kami menunggu hampir dua jam.",
    "Waktu tunggu terlalu lama, padahal datang sejak pagi.",
    "Alurnya membingungkan, bolak-balik ke loket lain.",
    "Pengaduan saya bulan lalu belum dijawab.",
    "Petugas kurang ramah ketika saya bertanya.",
    "Lift rusak, orang tua harus naik tangga.",
    "Tempat parkir sempit dan tidak ada atapnya.",
    "Persyaratan di laman berbeda dengan yang diminta di loket.",
    "Kursi tunggu kurang, banyak yang berdiri.",
    "Nomor antrean habis sebelum jam sepuluh.",
    "Toilet tidak ada airnya.",
    "Mohon papan petunjuk dibuat lebih jelas.",
)
