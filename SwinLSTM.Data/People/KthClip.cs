namespace SwinLSTM.Data;

/// <summary>One clip of KTH, and the stretches of it whose frames follow each other without a gap.</summary>
internal sealed record KthClip(KthName Name, IFrameSeries Series, IReadOnlyList<(int First, int Length)> Stretches) : IDisposable
{
    public void Dispose() => ((IDisposable)Series).Dispose();

    public static KthClip OfVideo(string path, KthOptions options)
    {
        var video = VideoFile.Open(path, new() { Pixels = options.Pixels, FFmpeg = options.FFmpeg, KeepDamaged = options.KeepDamaged });
        return new(KthName.Parse(Path.GetFileName(path)), video, [(0, (int)video.Length)]);
    }

    public static KthClip OfImages(string folder, KthOptions options)
    {
        var numbered = Directory.EnumerateFiles(folder).Where(file => Path.GetFileName(file)[0] != '.')
            .Select(file => (Number: KthName.ParseImage(Path.GetFileName(file)), File: file)).OrderBy(image => image.Number).ToArray();
        if (numbered.Length == 0)
            throw new InvalidDataException($"A clip of KTH has at least one image_NNNN.jpg; '{folder}' has none. Remove the folder, or unpack its images.");

        var (stretches, first) = (new List<(int, int)>(), 0);
        for (var i = 1; i <= numbered.Length; i++)
        {
            if (i < numbered.Length && numbered[i].Number == numbered[i - 1].Number)
                throw new InvalidDataException($"An image of KTH is there once; '{numbered[i - 1].File}' and '{numbered[i].File}' have one number. Remove one.");
            if (i < numbered.Length && numbered[i].Number == numbered[i - 1].Number + 1)
                continue;
            stretches.Add((first, i - first));
            first = i;
        }
        var images = ImageSequence.Open(folder, [.. numbered.Select(image => image.File)], new ImageOptions { Pixels = options.Pixels, FFmpeg = options.FFmpeg });
        return new(KthName.Parse(Path.GetFileName(folder)), images, stretches);
    }

    /// <summary>Where samples begin: every <paramref name="stride"/> frames, counted back from the last that fits into a stretch.</summary>
    public IEnumerable<long> Starts(int frames, int stride) => Stretches.SelectMany(stretch =>
    {
        var last = stretch.Length - frames;
        return last < 0 ? [] : Enumerable.Range(0, (last / stride) + 1).Select(i => stretch.First + (last % stride) + ((long)i * stride));
    });
}
