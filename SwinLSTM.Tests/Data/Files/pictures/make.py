#!/usr/bin/env python3
"""Writes the images and videos beside it, with ffmpeg (5.1 wrote those of the repository). Needs nothing else but Python 3.

Picture t, channel c, row y, column x of "pattern" is (37 x + 91 y + 53 c + 29 t + x y) mod 256, 21 rows and 34 columns;
"flat" is one grey of 60 t. The tests compute the same.
"""
import os, struct, subprocess, sys, zlib

here = os.path.dirname(os.path.abspath(__file__))
H, W = 21, 34


def value(t, c, y, x):
    return (37 * x + 91 * y + 53 * c + 29 * t + x * y) % 256


def raw(frames, channels, deep=False):
    values = [value(t, c, y, x) for t in range(frames) for y in range(H) for x in range(W) for c in range(channels)]
    # 16 bits: 257 v + 1, so that the low byte is not the high one.
    return b''.join(struct.pack('<H', min(257 * v + 1, 65535)) for v in values) if deep else bytes(values)


def run(*arguments, data=None):
    subprocess.run(['ffmpeg', '-hide_banner', '-loglevel', 'error', '-y', *arguments], input=data, check=True, cwd=here)


def write(name, channels=3, *encoder, frames=1, deep=False):
    pixels = {(1, False): 'gray', (3, False): 'rgb24', (1, True): 'gray16le', (3, True): 'rgb48le'}[channels, deep]
    run('-f', 'rawvideo', '-pixel_format', pixels, '-video_size', f'{W}x{H}', '-framerate', '25', '-i', '-',
        '-flags', 'bitexact', '-fflags', 'bitexact', *encoder, name, data=raw(frames, channels, deep))


def flat(name, pixels, frames, first=0, *encoder, size='16x12'):
    shades = '+'.join(f'eq(N\\,{i})*{60 * (first + i)}' for i in range(frames))
    run('-f', 'lavfi', '-i', f'color=black:s={size}:r=25,format=gray,geq=lum={shades}', '-frames:v', str(frames),
        '-flags', 'bitexact', '-fflags', 'bitexact', '-pix_fmt', pixels, *encoder, name)


def join(name, *parts):
    with open(os.path.join(here, name), 'wb') as file:
        for part in parts:
            with open(os.path.join(here, part), 'rb') as one:
                file.write(one.read())
            os.remove(os.path.join(here, part))


# Lossless images of the pattern.
write('rgb.png', 3, '-pix_fmt', 'rgb24')
write('rgba.png', 3, '-pix_fmt', 'rgba')
write('grey.png', 1, '-pix_fmt', 'gray')
write('interlaced.png', 3, '-pix_fmt', 'rgb24', '-flags', 'bitexact+ildct')
write('grey16.png', 1, '-pix_fmt', 'gray16be', deep=True)
write('rgb16.png', 3, '-pix_fmt', 'rgb48be', deep=True)
write('rgb.bmp', 3, '-pix_fmt', 'bgr24')
write('grey.bmp', 1, '-pix_fmt', 'gray')
write('rgb565.bmp', 3, '-pix_fmt', 'rgb565le')
write('lzw.tiff', 3, '-pix_fmt', 'rgb24', '-compression_algo', 'lzw')
write('deflate.tiff', 3, '-pix_fmt', 'rgb24', '-compression_algo', 'deflate')
write('raw.tiff', 3, '-pix_fmt', 'rgb24', '-compression_algo', 'raw')
write('grey.tiff', 1, '-pix_fmt', 'gray')
write('grey16.tiff', 1, '-pix_fmt', 'gray16le', deep=True)
write('rgb16.tiff', 3, '-pix_fmt', 'rgb48le', deep=True)
write('grey.gif', 1, '-pix_fmt', 'gray', '-f', 'gif')
write('grey.pgm', 1, '-pix_fmt', 'gray')
write('rgb.ppm', 3, '-pix_fmt', 'rgb24')
write('grey16.pgm', 1, '-pix_fmt', 'gray16be', deep=True)
write('rgb16.ppm', 3, '-pix_fmt', 'rgb48be', deep=True)
# Several pictures in one file.
write('several.gif', 1, '-pix_fmt', 'gray', '-f', 'gif', frames=3)
write('several.apng', 3, '-pix_fmt', 'rgb24', '-f', 'apng', frames=3)
os.replace(os.path.join(here, 'several.apng'), os.path.join(here, 'several.png'))
# JPEGs of one grey (60 t), each with another pixel format.
for t, pixels in enumerate(['gray', 'yuvj420p', 'yuvj444p']):
    flat(f'flat{t}.jpg', pixels, 1, t, '-q:v', '1')

# Videos: lossless, with a picture at odd times, one whose pixel format changes, one whose size changes, one that is to be turned, one that is damaged.
write('pattern.avi', 3, '-c:v', 'ffv1', '-pix_fmt', 'bgr0', frames=7)
write('grey.mkv', 1, '-c:v', 'ffv1', '-pix_fmt', 'gray', frames=9)
write('odd-times.mkv', 1, '-vf', 'setpts=N*N*N/25/TB+3/TB', '-fps_mode', 'passthrough', '-c:v', 'ffv1', '-pix_fmt', 'gray', frames=5)
flat('a.mjpeg', 'yuvj420p', 2, 0, '-q:v', '1')
flat('b.mjpeg', 'yuvj444p', 2, 2, '-q:v', '1')
flat('c.mjpeg', 'yuvj420p', 1, 4, '-q:v', '1')
join('pixel-format-changes.mjpeg', 'a.mjpeg', 'b.mjpeg', 'c.mjpeg')
flat('a.mjpeg', 'yuvj420p', 2, 0, '-q:v', '1')
flat('b.mjpeg', 'yuvj420p', 2, 2, '-q:v', '1', size='12x16')
join('size-changes.mjpeg', 'a.mjpeg', 'b.mjpeg')
write('a.mp4', 3, '-c:v', 'png', '-pix_fmt', 'rgb24', '-f', 'mov', frames=2)
run('-i', 'a.mp4', '-metadata:s:v', 'rotate=90', '-c', 'copy', '-flags', 'bitexact', '-fflags', 'bitexact', '-f', 'mov', 'turned.mov')
os.remove(os.path.join(here, 'a.mp4'))
write('checked.avi', 1, '-c:v', 'ffv1', '-level', '3', '-slicecrc', '1', '-pix_fmt', 'gray', frames=6)
