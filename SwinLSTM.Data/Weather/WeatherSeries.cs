using System.Buffers;

namespace SwinLSTM.Data;

/// <summary>Frames of all channels through a stretch of time without a gap.</summary>
internal sealed class WeatherSeries : IFrameSeries
{
    private readonly IReadOnlyList<WeatherField> fields;
    private readonly WeatherPlace[][] places; // of each channel, by frame
    private readonly string folder;
    private readonly DateTime first;
    private readonly DateTime last;

    public WeatherSeries(IReadOnlyList<WeatherField> fields, FrameShape format, string folder, ReadOnlySpan<DateTime> times)
    {
        (this.fields, Frame, this.folder, first, last) = (fields, format, folder, times[0], times[^1]);
        places = new WeatherPlace[fields.Count][];
        for (var c = 0; c < places.Length; c++)
        {
            places[c] = new WeatherPlace[times.Length];
            for (var t = 0; t < times.Length; t++)
                places[c][t] = fields[c][times[t]];
        }
    }

    public long Length => places[0].Length;

    public FrameShape Frame { get; }

    public string Name => $"{folder}, {first:yyyy-MM-dd HH:mm} to {last:yyyy-MM-dd HH:mm}";

    public void Read(FrameRange range, Span<float> frames)
    {
        this.Check(range, frames);
        for (var c = 0; c < fields.Count; c++)
        {
            for (int done = 0, count; done < range.Count; done += count)
            {
                var from = places[c].AsSpan();
                var at = (int)(range.First + ((long)done * range.Step));
                count = 1;
                while (done + count < range.Count && from[at + (count * range.Step)] == new WeatherPlace(from[at].Piece, from[at].Time + (count * range.Step)))
                    count++;
                Read(fields[c], c, from[at], count, range.Step, frames[(done * Frame.Values)..]);
            }
        }
    }

    private void Read(WeatherField field, int channel, WeatherPlace from, int count, int step, Span<float> frames)
    {
        var plane = Frame.Height * Frame.Width;
        if (Frame.Channels == 1)
        {
            field.Read(from, count, step, frames[..(count * plane)]);
            return;
        }
        var planes = ArrayPool<float>.Shared.Rent(count * plane);
        try
        {
            field.Read(from, count, step, planes.AsSpan(0, count * plane));
            for (var t = 0; t < count; t++)
                planes.AsSpan(t * plane, plane).CopyTo(frames[((t * Frame.Values) + (channel * plane))..]);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(planes);
        }
    }
}
