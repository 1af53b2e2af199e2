namespace SwinLSTM.Data;

/// <summary>A folder of image sequences: each folder in it, at any depth, that holds images is one series, and so is the folder itself; the
/// images of one follow in the order people count (<c>frame2</c> before <c>frame10</c>), and so do the folders.</summary>
public sealed class ImageFolder
{
    private static readonly HashSet<string> endings = new(StringComparer.OrdinalIgnoreCase)
    {
        ".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".pgm", ".ppm",
    };

    private ImageFolder(IReadOnlyList<ImageSequence> series, int skipped) => (Series, Skipped) = (series, skipped);

    /// <summary>The sequences, for <see cref="FrameWindows"/>: those shorter than a window give no sample, and are counted there.</summary>
    public IReadOnlyList<ImageSequence> Series { get; }

    /// <summary>How many files were left out: hidden ones (their names begin with a dot), and those whose names end otherwise than those of
    /// images.</summary>
    public int Skipped { get; }

    /// <summary>Opens a folder. Images end in <c>.png .jpg .jpeg .bmp .gif .tif .tiff .pgm</c> or <c>.ppm</c>; hidden files and folders are
    /// left out. Without a resize in the options all must have one size.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">It holds no images or a symbolic link, or an image that is the first of its folder is
    /// damaged.</exception>
    /// <exception cref="ArgumentException">Options that break a rule or do not suit an image.</exception>
    /// <exception cref="IOException">A file or folder cannot be read.</exception>
    public static ImageFolder Open(string path, PictureOptions? options = null)
    {
        (options ??= new()).Check();
        if (!Directory.Exists(path))
            throw new DirectoryNotFoundException($"There is no folder '{path}'. Check the path.");

        var (series, skipped, folders) = (new List<ImageSequence>(), 0, new Stack<string>([path]));
        while (folders.TryPop(out var folder))
        {
            var (images, below) = (new List<string>(), new List<string>());
            foreach (var entry in Entries(folder))
                if (IsHidden(entry))
                    skipped += entry is FileInfo ? 1 : 0;
                else if (entry.LinkTarget is { } target)
                    throw new InvalidDataException("A folder of images holds no symbolic links, so that no frame comes twice or from " +
                        $"elsewhere; '{entry.FullName}' leads to '{target}'. Move the files, or open the other folder by itself.");
                else if (entry is DirectoryInfo)
                    below.Add(Path.Combine(folder, entry.Name));
                else if (endings.Contains(entry.Extension))
                    images.Add(Path.Combine(folder, entry.Name));
                else
                    skipped++;

            if (images.Count > 0)
            {
                string[] files = [.. images.Order(NaturalOrder.Instance)];
                series.Add(new(folder, files.Length, i => files[i], options));
            }
            foreach (var next in below.OrderDescending(NaturalOrder.Instance))
                folders.Push(next);
        }
        return series.Count > 0 ? new(series, skipped)
            : throw new InvalidDataException($"'{path}' holds no images: none of its files, {skipped} of them seen, ends in " +
                $"{string.Join(' ', endings)}.");
    }

    private static bool IsHidden(FileSystemInfo entry) => entry.Name[0] == '.';

    private static FileSystemInfo[] Entries(string folder)
    {
        try
        {
            return new DirectoryInfo(folder).GetFileSystemInfos();
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new IOException($"The folder '{folder}' may not be read: {refused.Message}", refused);
        }
    }
}
