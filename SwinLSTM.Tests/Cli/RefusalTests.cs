using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

/// <summary>Wrong command lines and wrong files, for every verb: a message that names the option and the way out, exit code 1, and nothing
/// half written.</summary>
[Collection(nameof(Swinlstm))]
public sealed class RefusalTests : IClassFixture<RefusalTests.Wrong>
{
    private static readonly string[] cut = ["--inputs", "3", "--horizon", "2"];

    private static readonly string[] tiny = [.. cut, "--patch", "4", "--width", "16", "--depths", "1", "--heads", "2", "--window", "2"];

    // Each: the words after the verb (@ is a file of the fixture), and what the message must say.
    private static readonly Dictionary<string, (string Words, string Message)[]> cases = new()
    {
        ["train"] =
        [
            ("", "Which data? Give --data SOURCE:*"),
            ("--data", "*argument missing*'--data'*--help*"),
            ("--data @ok.npy --modle x", "*'--modle' is no option of train. Did you mean --model?*"),
            ("--data @nowhere.npy --out @o", "There is no source *nowhere.npy'*"),
            ("--data @cut.npy --out @o", "*cut.npy*cut short*fetch it again*"),
            ("--data @nan.npy @CUT --out @o", "Channel 0 has no value in *--channels leaves channels out; --normalize none*"),
            ("--data @flat.npy --out @o", "*flat.npy has 2 axes*--layout*"),
            ("--data @text.txt --out @o", "*text.txt*If it is no video: a source is*"),
            ("--data @empty --out @o", "*empty* holds no images*"),
            ("--data @ok.npy --horizon 0 --out @o", "--horizon (data.horizon in a run file) is at least 1; 0 was given.*"),
            ("--data @ok.npy --horizon 1000000000 --out @o", "*1000000000 frames*(--inputs, --horizon, --step: how long samples are.*"),
            ("--data @ok.npy --horizon 1e9 --out @o", "'1e9' was given for --horizon, which is a whole number.*"),
            ("--data @ok.npy --validation-sequences -5 --out @o",
                "--validation-sequences (validationSequences in a run file) is at least 1; -5 was given.*"),
            ("--data @ok.npy @TINY --depths 1 1 --out @o", "--depths has 3 stages and --heads 1;*"),
            ("--data @ok.npy --threads 0 --out @o", "--threads *is at least 1; 0 was given.*"),
            ("--data @ok.npy --learning-rate -1 --out @o", "--learning-rate *is above 0; -1 was given.*"),
            ("--data @ok.npy --validation 0.6 --test 0.6 @CUT --out @o", "*are 0.6 and 0.6*--validation, --test: the shares.*"),
            ("--data @ok.npy --channels 3 @CUT --out @o", "*[3] were asked for*--channels*"),
            ("--data @ok.npy --crop 99x99 @CUT --out @o", "*99 x 99 does not lie within frames of 16 x 16*--crop*"),
            ("--data @ok.npy --from @run3/best.swinlstm @CUT --out @o",
                "*best.swinlstm forecasts frames of 3 channels; those of *have 1.*"),
            ("--data @ok.npy @TINY --out @file", "--out: the folder *file' cannot be made: it is a file. Choose another.*"),
            ("--data @ok.npy @TINY --out @file/below", "--out: the folder *below' cannot be made*Choose another.*"),
            ("--data @ok.npy @TINY --out /proc/run", "--out: the folder '/proc/run' cannot be made*"),
            ("--resume @empty", "*is no folder of a run: it has no run.json. Put that back, or begin another run with --out.*"),
            ("--resume @file", "*is no folder of a run*"),
            ("--resume @run3 --out @o", "--resume takes everything from its folder; leave RUN.json and --out out.*"),
            ("@nowhere.json", "There is no run file *nowhere.json'. 'swinlstm train --print-config' prints one*"),
            ("@key.json --data @ok.npy", "*has the key 'data.sorces', which is not known. Did you mean 'sources'?*"),
            ("@size.json --data @ok.npy", "--size (data.size in a run file) is HEIGHTxWIDTH in pixels, such as 128x160; '12' was given.*"),
            ("@list.json --data @ok.npy", "*list.json': 'data' is an object, in braces; [] was given.*"),
            ("@null.json --data @ok.npy", "*null.json': model has a value that it cannot have.*"),
            ("@twice.json --data @ok.npy", "*twice.json' is no run file: *steps*"),
            ("--data @ok.npy @ok.npy @odd.npy --out @o", "Sources have frames of one shape; those of *ok.npy are 1 x 16 x 16, and those of "
                + "*odd.npy 1 x 8 x 8. Leave one out*"),
            ("--data @ok.npy --key rain --out @o", "--key is for *.npz or HDF5 or NetCDF-4; *ok.npy is none. Leave it out.*"),
            ("--data @images --grey @TINY --out @images/run", "--out: '*images/run' is within the data that are read, '*images'. Choose*"),
            ("@depths.json --data @ok.npy", "--depths (model.depths in a run file) is at least 1; 0 was given.*"),
        ],
        ["evaluate"] =
        [
            ("", "evaluate needs MODEL.*'swinlstm evaluate --help' shows*"),
            ("--bogus x", "*'--bogus' is no option of evaluate. Did you mean *"),
            ("@nowhere", "There is no model *nowhere'. Give a .swinlstm file*"),
            ("@empty", "*holds no model yet*Train first, or give a file.*"),
            ("@ok.npy --data @ok.npy", "*ok.npy*(A model is a .swinlstm file, the folder of a run, or published weights*"),
            ("@cut.swinlstm --data @ok.npy", "*cut.swinlstm*Copy or download the file again*"),
            ("@run3/best.swinlstm", "Which data?*"),
            ("@run3 --data @ok.npy", "*run3 forecasts frames of 3 channels; those of *ok.npy have 1. Choose*--channels*"),
            ("@run3 --data @cut.npy", "*cut.npy*cut short*"),
            ("@run1 --data @huge.npy --out @o", "Every forecast value must be finite*"),
            ("@run1 --data @nan.npy --out @o", "*nan.npy has no known value to compare with*"),
            ("@run3 --horizon 0", "--horizon *is at least 1*"),
            ("@run3 --horizon 1000000000", "*Use shorter sequences*--horizon*"),
            ("@run3 --sequences 0", "--sequences is at least 1; 0 was given.*"),
            ("@run3 --sequences many", "'many' was given for --sequences, which is a whole number.*"),
            ("@run3 --split some", "--split is one of test, validation, train, all; 'some' was given.*"),
            ("@moved --out @o", "There is no source *('*moved/run.json' names it, as seen from where training ran. Give --data*"),
            ("@run3 --metrics best", "--metrics is one of standard, swinlstm, openstl; 'best' was given.*"),
            ("@run3 --out @file", "--out: the folder *file' cannot be made: it is a file.*"),
            ("@run3 --out /proc/scores", "--out: the folder '/proc/scores' cannot be made*"),
            ("@run3 --out @run3", "--out: *run3' has the report of the run itself. Choose another folder.*"),
            ("@run3 --threads 0", "--threads *is at least 1*"),
            ("@run3 --device tpu", "--device is cpu or cuda; 'tpu' was given.*"),
            ("@run3 --size 0x0", "--size *is HEIGHTxWIDTH in pixels*"),
        ],
        ["forecast"] =
        [
            ("", "forecast needs MODEL.*"),
            ("@nowhere", "There is no model *"),
            ("@empty", "*holds no model yet*"),
            ("@cut.swinlstm --data @ok.npy", "*cut.swinlstm*"),
            ("@run3/best.swinlstm", "Which data?*"),
            ("@run3 --horizon 0", "--horizon *is at least 1*"),
            ("@run3 --horizon 1000000000 --out @o.npy", "--horizon 1000000000 takes about * GB, and this machine has *Take a shorter one*"),
            ("@run1 --out @ok.npy", "--out: '*ok.npy' is the data that are read, '*ok.npy'. Choose another.*"),
            ("@run1 --out @link.npy", "--out: '*link.npy' is the data that are read, '*ok.npy'. Choose another.*"),
            ("@run3 --out @o.tiff", "--out knows .npy, .gif, .png, .mp4; *o.tiff' was given.*"),
            ("@run3 --out @o", "--out knows .npy*"),
            ("@run3 --out @folder.npy", "--out: *folder.npy' is a folder. Give the name of a file.*"),
            ("@run3 --out @file/o.npy", "--out: the folder *file' cannot be made: it is a file.*"),
            ("@run3 --out /proc/o.npy", "*/proc/o.npy*Choose a folder that exists*"),
            ("@run1 --data @nan.npy --out @o.npy", "The last 3 frames of *nan.npy have no value: all are missing. Give --data*"),
            ("@run1 --data @three.npy --out @o.npy", "*run1 forecasts frames of 1 channels; those of *three.npy have 3.*"),
            ("@run1 --data @cut.npy --out @o.npy", "*cut.npy*cut short*"),
            ("@run1 --data @text.txt --out @o.npy", "*text.txt*a source is*"),
            ("@run1 --inputs 100 --out @o.npy", "*need 100 frames*(--inputs, --horizon, --step: how long*"),
            ("@run1 --step 100 --out @o.npy", "*100 apart*--step*"),
            ("@run1 --channels 2 --out @o.npy", "*[2] were asked for*--channels*"),
            ("@run1 --threads 0 --out @o.npy", "--threads *is at least 1*"),
            ("@run1 --device tpu --out @o.npy", "--device is cpu or cuda*"),
        ],
        ["inspect"] =
        [
            ("", "inspect needs MODEL.*"),
            ("@nowhere", "There is no model *"),
            ("@empty", "*holds no model yet*"),
            ("@ok.npy", "*(A model is a .swinlstm file*"),
            ("@cut.swinlstm", "*cut.swinlstm*"),
            ("@text.txt", "*text.txt*(A model is*"),
            ("@zero", "*zero*"),
            ("@run1 --size 5", "--size is HEIGHTxWIDTH in pixels, such as 128x160; '5' was given.*"),
            ("@run1 --bogus", "*'--bogus'*--help*"),
            ("@run1 --device tpu", "--device is cpu or cuda; 'tpu' was given.*"),
            ("@run1 more", "*'more'*--help*"),
        ],
        ["convert"] =
        [
            ("", "convert needs MODEL and OUT.*"),
            ("@run1", "convert needs OUT.*"),
            ("@run1 @ok.npy", "*ok.npy' is there already. Give --force to replace it, or another name.*"),
            ("@nowhere @o.swinlstm", "There is no model *"),
            ("@cut.swinlstm @o.swinlstm", "*cut.swinlstm*"),
            ("@three.npy @o.swinlstm", "*three.npy*(A model is*"),
            ("@run1 @file/o.swinlstm", "OUT: the folder *file' cannot be made: it is a file.*"),
            ("@run1 @empty", "OUT: *empty' is a folder. Give the name of a file.*"),
            ("@run1 /proc/o.swinlstm", "*/proc/o.swinlstm*Choose a folder that exists*"),
            ("@run1 @o.swinlstm --to pickle", "--to is one of swinlstm, authors, openstl; 'pickle' was given.*"),
            ("@run1 @o.swinlstm --size 9999999x9", "--size is HEIGHTxWIDTH*"),
            ("@run1 @o.safetensors --to authors", "*--patch is 4. Use --to swinlstm, which*"),
            ("@run1 @o.safetensors --to authors --half", "--half is for --to swinlstm; published code reads float32.*"),
            ("@run1 @o.swinlstm --half --to", "*argument missing*'--to'*"),
        ],
        ["prepare"] =
        [
            ("@ok.npy --out @images --force", "*images is there already and is not*a folder of prepared frames*Choose another name.*"),
            ("@images --out @images --force", "--out: '*images' is within the data that are read*"),
            ("@images --out @images/below --force", "--out: '*images/below' is within the data that are read*"),
            ("@ok.npy --size 8x8 --out @o", "--size: *ok.npy has frames of 1 x 16 x 16; only images, videos and digits are resized here.*"),
            ("@ok.npy --grey --out @o", "--grey is for a folder of images *or a video; *ok.npy is none. Leave it out.*"),
            ("", "*'--out' is required*prepare needs SOURCE.*"),
            ("@nowhere --out @o", "There is no source *"),
            ("@cut.npy --out @o", "*cut.npy*"),
            ("@ok.npy --out @file", "--out: *file' is a file. Choose a folder.*"),
            ("@ok.npy --out @file/o", "--out: the folder *file' cannot be made*"),
            ("@ok.npy --out /proc/a/o", "--out: the folder '/proc/a' cannot be made*"),
            ("@ok.npy --out @run1 --force", "*run1 is there already and is not*a folder of prepared frames, so it is never replaced*"),
            ("@ok.npy @three.npy --out @o", "*frames of one shape*"),
            ("digits --count 0 --out @o", "--count *is at least 1*"),
            ("digits --count 1000000000 --out @o", "*would take * GB, and * GB are free there.*--count*"),
            ("digits --horizon 1000000000 --out @o", "*Use shorter sequences*"),
            ("@text.txt --out @o", "*a source is*"),
            ("taxibj:@ok.npy --out @o", "*"),
            ("@ok.npy --layout QQQ --out @o", "*axes are named by the letters*'QQQ' was given*"),
            ("@empty --scans x_{yyyy}.h5 --out @o", "--scans reads a dataset of each file; say which with --key NAME.*"),
            ("@empty --scans x_{yyyy}.h5 --key a --out @o", "*has no file that is called like x_{yyyy}.h5*"),
            ("@ok.npy --fps 0 --out @o", "--fps *is above 0*"),
            ("@ok.npy --seed -1 --out @o", "--seed *is at least 0*"),
        ],
        ["download"] =
        [
            ("nothing", "There is no file 'nothing'. There are: mnist-train*"),
            ("mnist-train --to @file", "--to: the folder *file' cannot be made: it is a file.*"),
            ("mnist-train --to /proc/x", "--to: the folder '/proc/x' cannot be made*"),
            ("mnist-train --table @key.json", "*key.json is no table of files*docs/data.md shows one.*"),
            ("mnist-train --table @nowhere", "--table: there is no file *nowhere'. docs/data.md shows one.*"),
            ("mnist-train --sha256 zz --to @o", "--sha256 is 'zz'; it has 64 hexadecimal digits.*"),
            ("mnist-train --sha256", "*argument missing*'--sha256'*--help*"),
            ("mnist-train --threads 0", "--threads *is at least 1; 0 was given.*"),
            ("mnist-train --bogus", "*'--bogus' is no option of download. Did you mean *"),
            ("kth-walking --to @o", "*--sha256*--unchecked*"),
        ],
        ["demo"] =
        [
            ("--out @file", "--out: the folder *file' cannot be made: it is a file.*"),
            ("--weights @cut.swinlstm --out @empty", "*cut.swinlstm*"),
            ("--weights @run3/best.swinlstm --out @empty",
                "*best.swinlstm forecasts frames of 3 channels; those of moving digits have 1.*"),
            ("--digits @text.txt --out @empty", "*text.txt*"),
            ("--sequences 1e9", "'1e9' was given for --sequences*"),
            ("--train --save @empty --out @empty", "--save: *empty' is a folder. Give the name of a file.*"),
            ("--train --save @file/w.swinlstm --out @empty", "--save: the folder *file' cannot be made*"),
            ("--threads 0", "--threads *is at least 1*"),
            ("--device", "*argument missing*'--device'*"),
            ("--seed -1", "--seed *is at least 0*"),
            ("more", "*'more'*"),
            ("--train=maybe", "*'maybe'*"),
        ],
    };

    private readonly Wrong wrong;

    public RefusalTests(Wrong wrong) => this.wrong = wrong;

    public static TheoryData<string> Verbs() => [.. cases.Keys];

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Every_verb_refuses_with_a_way_out(string verb) =>
        ShouldBeRefused(verb, new Random(7).GetItems(cases[verb], 4).Distinct());

    [Theory]
    [MemberData(nameof(Verbs))]
    [Trait("Category", "Long")]
    public void Every_verb_refuses_each_wrong_command_line(string verb) => ShouldBeRefused(verb, cases[verb]);

    private void ShouldBeRefused(string verb, IEnumerable<(string Words, string Message)> lines)
    {
        var before = wrong.Everything();
        foreach (var (words, message) in lines)
        {
            string[] arguments = [.. words.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(word => word switch
            {
                "@CUT" => cut,
                "@TINY" => tiny,
                _ => [word.Replace("@", wrong.In("") + "/", StringComparison.Ordinal)],
            })];
            var run = Swinlstm.Run([verb, .. arguments]);
            FluentActions.Invoking(() => run.ShouldRefuse(message)).Should().NotThrow($"of swinlstm {verb} {words}");
        }

        wrong.Everything().Should().Equal(before, "what is refused writes nothing");
    }

    [Fact]
    public void A_word_that_is_no_verb_is_refused() =>
        Swinlstm.Run("predict").ShouldRefuse("*'predict'*'swinlstm --help' shows what there is*");

    [Fact]
    public void A_folder_that_is_gone_is_refused()
    {
        if (OperatingSystem.IsWindows()) return;
        var start = Swinlstm.Start("train", "--data", wrong.In("ok.npy"));
        var command = string.Join(' ', start.ArgumentList.Prepend(start.FileName).Select(word => $"'{word}'"));
        start = new("/bin/sh", ["-c", $"mkdir {wrong.In("gone")} && cd {wrong.In("gone")} && rmdir {wrong.In("gone")} && exec {command}"])
        {
            RedirectStandardError = true,
        };
        using var process = System.Diagnostics.Process.Start(start)!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        new Swinlstm(process.ExitCode, "", error).ShouldRefuse("The folder that this runs in was deleted. Run it in one that is there.*");
    }

    [Fact]
    public void A_gpu_that_is_not_there_is_refused_before_anything_is_read()
    {
        if (TorchSharp.torch.cuda.is_available()) return;
        var (data, run) = (wrong.In("cut.npy"), wrong.In("run1"));
        foreach (var words in new string[][] { ["train", "--data", data], ["evaluate", run], ["forecast", run] })
            Swinlstm.Run([.. words, "--device", "cuda"]).ShouldRefuse("--device cuda: *no CUDA GPU. Leave --device out*");
    }

    [Fact]
    public void Names_and_ranges_of_channels_fit_into_narrow_animations()
    {
        Swinlstm.Run("forecast", wrong.In("run3"), "--out", wrong.In("narrow.gif")).ShouldSucceed();
        var gif = File.ReadAllBytes(wrong.In("narrow.gif"));
        File.Delete(wrong.In("narrow.gif"));
        ((int)BitConverter.ToUInt16(gif, 6)).Should().BeGreaterThanOrEqualTo(PixelFont.Width("CHANNEL 0: 202 TO 298 - VIOLET: MISSING", 1));
    }

    /// <summary>Two runs, of one channel and of three, and what is wrong with files.</summary>
    public sealed class Wrong : IDisposable
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("wrong");

        public Wrong()
        {
            TrainTests.Waves(In("ok.npy"), 60, 16, 16);
            var values = new float[60 * 3 * 16 * 16];
            for (var i = 0; i < values.Length; i++) values[i] = i % 7 == 0 ? float.NaN : 250 + (48 * MathF.Sin(i / 9f));
            NpyFile.Write(In("three.npy"), values, 60, 3, 16, 16);
            foreach (var (run, data) in new[] { ("run1", "ok.npy"), ("run3", "three.npy") })
                Swinlstm.Run(["train", "--data", In(data), .. tiny, "--batch", "4", "--steps", "2", "--out", In(run)]).ShouldSucceed();
            NpyFile.Write(In("nan.npy"), [.. Enumerable.Repeat(float.NaN, 60 * 16 * 16)], 60, 16, 16);
            NpyFile.Write(In("huge.npy"), [.. Enumerable.Range(0, 60 * 16 * 16).Select(i => i * 1e30f)], 60, 16, 16);
            NpyFile.Write(In("flat.npy"), new float[60 * 16], 60, 16);
            File.WriteAllBytes(In("cut.npy"), File.ReadAllBytes(In("ok.npy"))[..1_000]);
            File.WriteAllBytes(In("cut.swinlstm"), File.ReadAllBytes(In("run1/best.swinlstm"))[..1_000]);
            File.WriteAllText(In("text.txt"), "no video at all");
            File.WriteAllText(In("key.json"), """{"data":{"sorces":["x"]}}""");
            File.WriteAllText(In("size.json"), """{"data":{"size":"12"}}""");
            File.WriteAllText(In("depths.json"), """{"model":{"depths":[0]}}""");
            File.WriteAllText(In("list.json"), """{"data":[]}""");
            File.WriteAllText(In("null.json"), """{"model":null}""");
            File.WriteAllText(In("twice.json"), """{"training":{"steps":1,"steps":2}}""");
            NpyFile.Write(In("odd.npy"), new float[60 * 8 * 8], 60, 8, 8);
            File.CreateSymbolicLink(In("link.npy"), In("ok.npy"));
            Directory.CreateDirectory(In("images"));
            for (var i = 0; i < 60; i++) Png.Write(In($"images/{i:000}.png"), new(16, 16, (byte)(4 * i)));
            Directory.CreateDirectory(In("moved"));
            foreach (var name in new[] { "run.json", "best.swinlstm" }) File.Copy(In($"run1/{name}"), In($"moved/{name}"));
            File.WriteAllText(In("moved/run.json"), File.ReadAllText(In("moved/run.json")).Replace("ok.npy", "away.npy",
                StringComparison.Ordinal));
            File.WriteAllText(In("file"), "");
            File.WriteAllText(In("zero"), "");
            foreach (var name in new[] { "empty", "folder.npy" }) Directory.CreateDirectory(In(name));
        }

        public string In(string name) => Path.Combine(folder.FullName, name);

        public IReadOnlyList<string> Everything() => [.. folder.EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
            .Select(entry => $"{entry.FullName} {(entry as FileInfo)?.Length}").Order(StringComparer.Ordinal)];

        public void Dispose() => folder.Delete(recursive: true);
    }
}
