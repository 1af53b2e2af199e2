using System.Text;
using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public class FrameListingTests
{
    private const string Whole = "#software: Lavf59.27.100\n#tb 0: 1/25\n#media_type 0: video\n#codec_id 0: rawvideo\n#dimensions 0: 160x120\n#sar 0: 0/1\n" +
        "0,          0,          0,        1,    19200, 0x5c8ab2c3\n0,          1,          1,        1,    19200, 0x1f3ab2c4\n";

    private static FrameListing Read(string text, int piece = 4096)
    {
        var (listing, bytes) = (new FrameListing(1 << 20), Encoding.Latin1.GetBytes(text));
        for (var at = 0; at < bytes.Length; at += piece)
            listing.Add(bytes.AsSpan(at, Math.Min(piece, bytes.Length - at)));
        listing.End();
        return listing;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4096)]
    public void A_listing_may_come_in_pieces(int piece)
    {
        foreach (var text in (string[])[Whole, Whole.Replace("\n", "\r\n", StringComparison.Ordinal)])
        {
            var listing = Read(text, piece);
            (listing.Width, listing.Height, listing.Frames).Should().Be((160, 120, 2L));
        }
    }

    [Theory]
    [InlineData("", "It has no frames.")]
    [InlineData("#dimensions 0: 160x120\n", "It has no frames.")]
    [InlineData("0, 0, 0, 1, 5, 0x1\n", "ffmpeg did not list the size of its frames.")]
    [InlineData("#dimensions 0: 160x120\n0, 0, 0, 1, 5, 0x1\n0, 1, 1, 1, 6, 0x1\n", "All frames of a video must have one size; frame 1 has another than those before it. Convert it to one size first.")]
    [InlineData("#dimensions 0: 160x120\n#dimensions 0: 80x60\n", "A video has one size; ffmpeg lists 160x120 and '#dimensions 0: 80x60'.")]
    [InlineData("#dimensions 0: 2048x1024\n", "A video has frames of 1 to 1048576 pixels (FFmpegOptions.MaximumPixels); ffmpeg lists '#dimensions 0: 2048x1024'.")]
    [InlineData("#dimensions 0: 999999999x999999999\n", "A video has frames of 1 to 1048576 pixels*")]
    [InlineData("#dimensions 0: 0x5\n", "A video has frames of 1 to *")]
    [InlineData("1, 0, 0, 1, 5, 0x1\n", "ffmpeg's listing has the line '1, 0, 0, 1, 5, 0x1'; expected 'stream, dts, pts, duration, bytes, checksum' of stream 0.")]
    [InlineData("0, 0, 0, 1, -5, 0x1\n", "ffmpeg's listing has the line *")]
    [InlineData("#dimensions 0: 160x120\n0, 0, 0, 1, 5, 0x1\n0, 1, 1", "ffmpeg's listing ends within a line: '0, 1, 1'.")]
    public void Another_listing_is_refused(string text, string message) => FluentActions.Invoking(() => Read(text)).Should().Throw<InvalidDataException>().WithMessage(message);

    [Fact]
    public void A_line_that_never_ends_is_refused() =>
        FluentActions.Invoking(() => Read(new string('#', 1001))).Should().Throw<InvalidDataException>().WithMessage("A line of ffmpeg's listing has at most 1000 characters, but one has more.");

    [Fact]
    public void Damaged_listings_are_read_or_refused_and_nothing_else()
    {
        var (read, refused) = (0, 0);
        for (var trial = 0; trial < 10_000; trial++)
        {
            var text = TextDamage.To(Whole, (ulong)trial);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                var listing = Read(text, 1 + (trial % 50));
                (listing.Width * (long)listing.Height).Should().BeInRange(1, 1 << 20);
                read++;
            }
            catch (InvalidDataException)
            {
                refused++;
            }
            (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(100_000);
        }
        read.Should().BeGreaterThan(1000);
        refused.Should().BeGreaterThan(1000);
    }
}
