using System.Buffers.Binary;
using static TorchSharp.torch;

namespace SwinLSTM.Data;

/// <summary>
/// Where everything lies in a prepared file, to the byte. The file is a zip whose members are stored as they are, and are NumPy's: <c>numpy.load</c>
/// opens it. All of it but the values and two checksums follows from its description, so a file is right if it is what this computes.
/// <code>
/// about.json   what it is (PreparedAbout)
/// clips.npy    [S, 2] int64: each series' first frame, and how many it has
/// frames.npy   [F, C, H, W] all frames, one series after the other; the values begin at a multiple of 4096 bytes
/// valid.npy    [F, C, H, W] bytes, where frames are masked; they begin at a multiple of 4096 bytes
/// </code>
/// </summary>
internal sealed class PreparedLayout
{
    public const int LocalBytes = 30 + 20; // a local header without its name

    private const int Page = 4096;
    private const string AboutName = "about.json", ClipsName = "clips.npy", FramesName = "frames.npy", ValidName = "valid.npy";

    private readonly List<StoredZip.Member> whole = []; // the members whose content is known beforehand
    private readonly long framesLocal;
    private readonly byte[] framesHeader, validHeader = [];

    /// <param name="about">The description.</param>
    /// <param name="json">The same as it stands in the file.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="InvalidDataException">There can be no such file.</exception>
    public PreparedLayout(PreparedAbout about, byte[] json, string path)
    {
        Frame = about.Frame(path);
        Starts = new long[about.Clips.Count + 1];
        var frames = (Int128)0;
        for (var i = 0; i < about.Clips.Count; i++)
            Starts[i + 1] = (frames += about.Clips[i]!.Frames) <= long.MaxValue / Frame.Bytes / 2
                ? (long)frames
                : throw new InvalidDataException($"The description in {path} is of more frames than a file can hold. Prepare the file again.");

        var head = new List<byte>();
        AddWhole(head, AboutName, json);
        AddWhole(head, ClipsName, Clips());
        framesLocal = head.Count;
        framesHeader = Npy(Frame.Element, [Frames, Frame.Channels, Frame.Height, Frame.Width], framesLocal + LocalBytes + FramesName.Length);
        head.AddRange(StoredZip.Local(FramesName, framesHeader.Length + FramesBytes, 0));
        head.AddRange(framesHeader);
        Head = [.. head];
        if (Frame.Masked)
        {
            validHeader = Npy(ScalarType.Byte, [Frames, Frame.Channels, Frame.Height, Frame.Width], ValidLocal + LocalBytes + ValidName.Length);
            Middle = [.. StoredZip.Local(ValidName, validHeader.Length + ValidBytes, 0), .. validHeader];
        }
        Length = TailAt + Tail(0, 0).Length;
    }

    public FrameFormat Frame { get; }

    /// <summary>The first frame of each series, and the number of all frames at the end.</summary>
    public long[] Starts { get; }

    public long Frames => Starts[^1];

    /// <summary>Everything before the values, with checksums of 0 where they are not known beforehand.</summary>
    public byte[] Head { get; }

    /// <summary>Everything between the values and the map of valid ones.</summary>
    public byte[] Middle { get; } = [];

    public long FramesAt => Head.Length;

    public long FramesBytes => Frames * Frame.Bytes;

    public long ValidAt => ValidLocal + Middle.Length;

    public long ValidBytes => Frame.Masked ? Frames * Frame.Values : 0;

    /// <summary>Where the directory begins.</summary>
    public long TailAt => ValidAt + ValidBytes;

    /// <summary>Bytes of the whole file.</summary>
    public long Length { get; }

    /// <summary>Where the checksums of the frames and of the map stand in the file.</summary>
    public (long Frames, long Valid) ChecksumsAt => (framesLocal + StoredZip.LocalChecksumAt, ValidLocal + StoredZip.LocalChecksumAt);

    /// <summary>What checksums begin with: those of the headers in front of the values.</summary>
    public (uint Frames, uint Valid) FirstChecksums => (Crc32.Add(0, framesHeader), Crc32.Add(0, validHeader));

    private long ValidLocal => FramesAt + FramesBytes;

    /// <summary>The directory, given the checksums.</summary>
    public byte[] Tail(uint frames, uint valid)
    {
        List<StoredZip.Member> members = [.. whole, new(FramesName, framesHeader.Length + FramesBytes, frames, framesLocal)];
        if (Frame.Masked)
            members.Add(new(ValidName, validHeader.Length + ValidBytes, valid, ValidLocal));
        return StoredZip.Directory(members, TailAt);
    }

    /// <summary>The description of a file, from its first bytes.</summary>
    /// <returns>Where it begins, and its bytes; null if the file begins otherwise.</returns>
    public static (int At, long Length)? AboutOf(ReadOnlySpan<byte> start)
    {
        const int at = LocalBytes + 10;
        if (start.Length < at)
            return null;
        var size = BinaryPrimitives.ReadInt64LittleEndian(start[(at - 8)..]);
        var checksum = BinaryPrimitives.ReadUInt32LittleEndian(start[StoredZip.LocalChecksumAt..]);
        return start[..at].SequenceEqual(StoredZip.Local(AboutName, size, checksum)) ? (at, size) : null;
    }

    private void AddWhole(List<byte> head, string name, byte[] content)
    {
        var checksum = Crc32.Add(0, content);
        whole.Add(new(name, content.Length, checksum, head.Count));
        head.AddRange(StoredZip.Local(name, content.Length, checksum));
        head.AddRange(content);
    }

    private static byte[] Npy(ScalarType element, long[] shape, long at) => NpyText.Header(ArrayElement.Of(element)!.Value, shape, at, Page);

    private byte[] Clips()
    {
        var header = Npy(ScalarType.Int64, [Starts.Length - 1, 2], 0);
        var clips = new byte[header.Length + (16 * (Starts.Length - 1))];
        header.CopyTo(clips, 0);
        for (var i = 0; i + 1 < Starts.Length; i++)
        {
            BitConverter.TryWriteBytes(clips.AsSpan(header.Length + (16 * i)), Starts[i]);
            BitConverter.TryWriteBytes(clips.AsSpan(header.Length + (16 * i) + 8), Starts[i + 1] - Starts[i]);
        }
        return clips;
    }
}
