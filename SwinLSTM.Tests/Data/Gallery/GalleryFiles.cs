namespace SwinLSTM.Tests;

/// <summary>Small files of exactly the published layouts, with something to look at in them; numpy and ffmpeg write them (those of SEVIR,
/// WeatherBench and TaxiBJ: <see cref="DatasetFiles"/>).</summary>
internal static class GalleryFiles
{
    // Shapes drawn by formula: a walker, a road, storms that drift, temperature with waves in it.
    private const string Script = """
        import os, sys
        import numpy as np
        root = sys.argv[1]
        def folder(*names):
            path = os.path.join(root, *names); os.makedirs(path, exist_ok=True); return path
        def grid(h, w): return np.meshgrid((np.arange(h) + .5) / h, (np.arange(w) + .5) / w, indexing='ij')
        def bytes_of(a): return np.clip(np.rint(a), 0, 255).astype('u1')

        def line(y, x, a, b, width):
            (ay, ax), (by, bx) = a, b
            along = np.clip(((y - ay) * (by - ay) + (x - ax) * (bx - ax)) / ((by - ay) ** 2 + (bx - ax) ** 2 + 1e-9), 0, 1)
            return np.exp(-((y - ay - along * (by - ay)) ** 2 + (x - ax - along * (bx - ax)) ** 2) / width ** 2)
        def walker(h, w, t, speed, tall):
            y, x = grid(h, w); x = x * w / h; at = (.1 + speed * t) % (w / h); swing = np.sin(t * .9) * .12 * tall
            hip, neck = (.62, at), (.62 - .3 * tall, at)
            legs = [line(y, x, hip, (.95, at + s * swing), .025) for s in (-1, 1)]
            arms = [line(y, x, (neck[0] + .05, at), (neck[0] + .28 * tall, at + s * swing), .02) for s in (-1, 1)]
            body = [line(y, x, hip, neck, .03)] + legs + arms
            head = np.exp(-((y - neck[0] + .07) ** 2 + (x - at) ** 2) / .05 ** 2)
            return np.max(body + [head], axis=0)

        def storms(h, w, t, seed):
            r = np.random.default_rng(seed); y, x = grid(h, w); field = 0
            for _ in range(7):
                cy, cx, vy, vx, size, power = r.random(6) * [1, 1, .012, .02, .1, 200] + [0, -.2, -.006, .004, .05, 60]
                storm = power * np.exp(-((y - cy - vy * t) ** 2 * 2 + (x - cx - vx * t) ** 2) / size ** 2)
                field = field + storm * (1 + .3 * np.sin(30 * x + 17 * y + t * .3))
            return field

        # KittiCaltech: a road with a dashed line and a car ahead.
        y, x = grid(128, 160)
        def road(t):
            depth = np.clip((y - .42) / .58, 1e-3, 1); side = (x - .5) / depth; tar = (np.abs(side) < .62) & (y > .42)
            dash = tar & (np.abs(side) < .022) & ((1 / depth * 1.5 + t * .35) % 1 < .5)
            sky = np.stack([120 + 60 * y, 165 + 50 * y, 235 + 0 * y], -1)
            grass = np.stack([70 + 40 * depth, 110 + 45 * depth, 60 + 0 * depth], -1)
            picture = np.where((y < .42)[..., None], sky, grass)
            picture = np.where(tar[..., None], (92 + 25 * depth)[..., None], picture)
            picture = np.where(dash[..., None], 235, picture)
            near = .56 + .02 * np.sin(t * .5); cx = .5 + .03 * np.sin(t * .3)
            car = (np.abs(y - near) < .055) & (np.abs(x - cx) < .055)
            return np.where(car[..., None], np.where((y < near - .015)[..., None], [40, 50, 60], [190, 40, 40]), picture)
        kitti = folder('kitticaltech_npy')
        for part, count in (('train', 80), ('test', 33)):
            np.save(os.path.join(kitti, part + '_data.npy'), np.stack([bytes_of(road(t)) for t in range(count)]))
            np.save(os.path.join(kitti, part + '_idx.npy'), np.arange(count - 11, -1, -11).astype('i4'))

        # KTH and Human3.6M, as raw pixels that ffmpeg makes images of.
        np.stack([bytes_of(160 - 120 * walker(120, 160, t, .06, .8)) for t in range(20)]).tofile(os.path.join(root, 'walking.raw'))
        def person(t):
            f = walker(96, 96, t * .35, .035, .95)[..., None]; yy, xx = grid(96, 96)
            floor = np.where((yy > .8)[..., None], [150, 120, 90], [185, 190, 200]); return floor * (1 - f) + np.array([70, 45, 120]) * f
        np.stack([bytes_of(person(t)) for t in range(36)]).tofile(os.path.join(root, 'person.raw'))
        np.stack([bytes_of(storms(96, 96, t, 8)) for t in range(12)]).tofile(os.path.join(root, 'radar.raw'))
        """;

    public static void Make(string folder)
    {
        ForeignTools.Python(Script, folder);
        var (walking, person, radar) = (Frames("walking.raw", 1, 120, 160), Frames("person.raw", 3, 96, 96),
            Frames("radar.raw", 1, 96, 96));
        foreach (var name in (string[])["person01", "person15", "person17"])
            PictureFiles.Write(Path.Combine(folder, "kth", "walking", $"{name}_walking_d1_uncomp"), "image_{0:D4}.jpg", 1, walking, 1, 120,
                160);
        foreach (var subject in (string[])["S1", "S8", "S9"])
            PictureFiles.Write(Path.Combine(folder, "human", "images"), subject + "_Walking.54138969_{0:D6}.jpg", 0, person, 3, 96, 96);
        File.WriteAllText(Path.Combine(folder, "human", "train.txt"), "S1_Walking.54138969,0,35\nS8_Walking.54138969,0,35\n");
        File.WriteAllText(Path.Combine(folder, "human", "test.txt"), "S9_Walking.54138969,0,35\n");
        PictureFiles.Write(Path.Combine(folder, "radar", "2026-06-01"), "frame{0}.png", 1, radar, 1, 96, 96);
        PictureFiles.WriteVideo(Path.Combine(folder, "street.mkv"), walking, 1, 120, 160, "-c:v", "ffv1");

        // From [T, H, W, C] to [T, C, H, W].
        float[] Frames(string raw, int channels, int height, int width)
        {
            var (pixels, plane) = (File.ReadAllBytes(Path.Combine(folder, raw)), height * width);
            return [.. Enumerable.Range(0, pixels.Length).Select(i =>
                pixels[(i / (channels * plane) * channels * plane) + (i % plane * channels) + (i / plane % channels)] / 255f)];
        }
    }
}
