namespace SwinLSTM.Data;

/// <summary>The decoders that wait to go on: a few for the whole process, however many files are open. The one that waited longest is stopped first.</summary>
internal static class OpenDecoders
{
    public const int Most = 8;
    private static readonly List<StreamedSeries> waiting = new(Most + 1); // the last is the one used last

    public static void Use(StreamedSeries series)
    {
        lock (waiting)
        {
            if (waiting.Count > 0 && waiting[^1] == series)
                return;
            waiting.Remove(series);
            // Those that are being read right now stay; there are as many as threads at most.
            for (var i = 0; waiting.Count >= Most && i < waiting.Count;)
                if (waiting[i].TryRest())
                    waiting.RemoveAt(i);
                else
                    i++;
            waiting.Add(series);
        }
    }

    public static void Forget(StreamedSeries series)
    {
        lock (waiting)
            waiting.Remove(series);
    }
}
