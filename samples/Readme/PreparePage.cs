using SwinLSTM.Data;

namespace Readme;

/// <summary>The code of docs/data.md about prepared frames and downloads.</summary>
public static class PreparePage
{
    public static void Samples()
    {
        #region prepare: samples
        var made = new MovingDigits(DrawnDigits.Make(count: 1_000, seed: 3), new() { Count = 200, Seed = 9, NewEachEpoch = false });
        PreparedFrames.Write("validation", made);                               // once; after an interruption the same call goes on

        using var prepared = PreparedFrames.Open("validation");                 // milliseconds, whatever the size
        ISequenceDataset validation = prepared.Windows();                       // the same 200 samples
        #endregion
        validation.Read(0, new float[validation.Shape.Values]);
    }

    public static void Series(IReadOnlyList<IFrameSeries> videos, IProgress<PrepareProgress> progress, CancellationToken cancellation)
    {
        #region prepare: series
        PreparedFrames.Write("walks", videos, new() { Source = "walks of 2024, grey" }, progress, cancellation);

        using var walks = PreparedFrames.Open("walks");
        var train = walks.Windows(new() { InputFrames = 10, TargetFrames = 20, Stride = 5 });
        IFrameSeries first = walks.Series[0];                                   // each has the name of its source
        #endregion
        train.Read(0, new float[train.Shape.Values]);
        first.Read(new(0, 1), new float[first.Frame.Values]);
    }

    public static async Task<DigitImages> Download(CancellationToken cancellation)
    {
        #region prepare: download
        IReadOnlyList<DatasetFile> files = KnownFiles.With("files.json");       // or KnownFiles.All
        using var downloads = new Downloads();
        DownloadedFile file = await downloads.DownloadAsync(KnownFiles.Find("mnist-train", files), "data", cancellation: cancellation);
        DigitImages digits = IdxFile.Read(file.Path);
        #endregion
        return digits;
    }
}
