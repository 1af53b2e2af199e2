#!/usr/bin/env python3
"""Writes the archives beside it with Python's own zipfile and tarfile; byte i of a file is i * i mod 251."""
import gzip, io, os, tarfile, zipfile

here = os.path.dirname(os.path.abspath(__file__))
files = {'empty': 0, 'läuft.txt': 3, 'boxing/person01.avi': 5000, f"deep/{'d' * 90}/{'n' * 80}.bin": 512}
folders = ['nothing in it']


def content(length):
    return bytes(i * i % 251 for i in range(length))


def tar(name, format):
    with tarfile.open(name, 'w', format=format) as archive:
        for folder in folders:
            entry = tarfile.TarInfo(folder)
            entry.type = tarfile.DIRTYPE
            archive.addfile(entry)
        for path, length in files.items():
            entry = tarfile.TarInfo(path)
            entry.size = length
            archive.addfile(entry, io.BytesIO(content(length)))


os.chdir(here)
tar('pax.tar', tarfile.PAX_FORMAT)
tar('gnu.tar', tarfile.GNU_FORMAT)
tar('ustar.tar', tarfile.USTAR_FORMAT)
with open('pax.tar', 'rb') as plain, gzip.GzipFile('pax.tar.gz', 'wb', mtime=0) as packed:
    packed.write(plain.read())
os.remove('pax.tar')
with zipfile.ZipFile('deflated.zip', 'w', zipfile.ZIP_DEFLATED) as archive:
    for folder in folders:
        archive.writestr(zipfile.ZipInfo(folder + '/'), '')
    for path, length in files.items():
        archive.writestr(zipfile.ZipInfo(path), content(length), zipfile.ZIP_DEFLATED)
