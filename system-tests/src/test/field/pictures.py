"""Makes the pictures of the field's cases out of the demonstration pictures that terminal-client/fetch-models downloads: nobody's picture
is kept in this repository.

usage: pictures.py DEMO OUT, with DEMO such as terminal-client/node_modules/@vladmandic/face-api/demo"""
import os
import struct
import sys
import zlib

from PIL import Image

demo, out = sys.argv[1:3]


def to(name):
    path = os.path.join(out, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    return path


def sample(number):
    return Image.open(os.path.join(demo, f"sample{number}.jpg")).convert("RGB")


def write(name, content):
    with open(to(name), "wb") as file:
        file.write(content)


two, three, four, five = (sample(number) for number in (2, 3, 4, 5))
alone = three.crop((930, 60, 1450, 640))

# P1: as a phone stores it: the pixels lie on their side, or are mirrored, and the tag says how to turn them.
upright = two.crop((1380, 0, 1800, 520))
upright.save(to("p1/upright.jpg"), quality=95)
TURNS = {3: Image.ROTATE_180, 5: Image.TRANSPOSE, 6: Image.ROTATE_90, 8: Image.ROTATE_270}
for tag, turn in TURNS.items():
    exif = Image.Exif()
    exif[0x112] = tag
    lying = upright.transpose(turn)
    lying.save(to(f"p1/turned{tag}.jpg"), quality=95, exif=exif)
    if tag == 6:
        lying.save(to("p1/people/turned/p.jpg"), quality=95, exif=exif)
        lying.save(to("p1/turned6.png"), exif=exif)
        lying.save(to("p1/turned6.webp"), quality=95, exif=exif)

# P2: four people in the picture of one, and each of them apart.
four.save(to("p2/people/group/all.jpg"), quality=92)
for number, (left, right) in enumerate(((200, 600), (600, 960), (960, 1240), (1240, 1600))):
    four.crop((left, 0, right, 520)).save(to(f"p2/apart{number}.jpg"), quality=95)

# P4: what a camera of 108 million pixels takes, and a drawing of 400 million in 48 KB.
wide = Image.new("RGB", (12000, 9000), (90, 110, 130))
wide.paste(alone.resize((5200, 5800)), (3000, 2000))
wide.save(to("p4/108mp.jpg"), quality=60)


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


SIDE = 20000
packer = zlib.compressobj(9)
rows = b"".join(packer.compress(b"\0" * (1 + SIDE // 8)) for _ in range(SIDE)) + packer.flush()
header = struct.pack(">IIBBBBB", SIDE, SIDE, 1, 0, 0, 0, 0)
write("p4/20000x20000.png", b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b""))

# P5: one bad file between good ones.
five.crop((120, 780, 700, 1300)).save(to("p5/people/a/p.jpg"), quality=95)
write("p5/people/b/p.jpg", b"<html>not found</html>")
five.crop((550, 280, 830, 660)).save(to("p5/people/c/p.jpg"), quality=95)

# P6: what a folder from phones holds.
alone.save(to("p6/people/p/a.jpg"), quality=92)
alone.save(to("p6/people/p/b.webp"))
write("p6/people/p/c.heic", b"\0\0\0\x18ftypheic")
alone.save(to("p6/people/p/d.jfif"), format="JPEG", quality=92)
alone.save(to("p6/people/loose.jpg"), quality=92)
os.symlink("nowhere", os.path.join(out, "p6/people/q"))
write("p6/people/__MACOSX/p/._a.jpg", b"\0\5\x16\7")
