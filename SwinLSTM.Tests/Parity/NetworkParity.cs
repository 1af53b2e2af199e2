using System.Text.Json;
using FluentAssertions;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SwinLSTM.Tests;

/// <summary>A network rolled out: its frames, the gradients of the published loss, and some steps of Adam.</summary>
internal static class NetworkParity
{
    public static void Check(string folder)
    {
        using var scope = NewDisposeScope();
        using var reference = new ReferenceCase(folder);
        using var network = Options(reference).Build();
        var image = reference.Ints("image");
        var entries = OfficialNames.Of(network, NameStyle.Authors, TokenGrid.Of(image[0], image[1], network.Options.PatchSize));
        CheckNames(reference, entries);
        reference.Fill(network, entries);
        network.eval();

        Tensor input = reference["input"];
        reference.CheckOutput(network.Unroll(input, reference.Int("horizon")), "output");
        // A case may hold weights and frames alone.
        if (reference.Has("losses")) CheckTraining(reference, network, entries, reference.Config.GetProperty("training"));
    }

    private static void CheckTraining(ReferenceCase reference, SwinLstmNetwork network, IReadOnlyList<WeightEntry> entries,
        JsonElement training)
    {
        Tensor input = reference["input"], target = reference["target"];
        training.GetProperty("optimizer").GetString().Should().Be("Adam", "it is the optimiser that this check knows");
        double[] betas = [.. training.GetProperty("betas").EnumerateArray().Select(b => b.GetDouble())];
        using var adam = optim.Adam(network.parameters().ToArray(), training.GetProperty("lr").GetDouble(), betas[0], betas[1],
            training.GetProperty("eps").GetDouble());
        for (var step = 0; step < training.GetProperty("steps").GetInt32(); step++)
        {
            using var inner = NewDisposeScope();
            var output = network.Unroll(input, reference.Int("horizon"));
            var loss = functional.mse_loss(output, cat([input.narrow(1, 1, input.size(1) - 1), target], 1));
            var theirs = reference["losses"][step].item<float>();
            loss.item<float>().Should().BeApproximately(theirs, 1e-5f * theirs, $"loss of step {step}");
            network.zero_grad();
            loss.backward();
            if (step == 0) reference.CheckGradients(network, entries);
            adam.step();
        }

        reference.CheckTrained(network, entries);
    }

    /// <summary>The options that a config describes. Its decoder mirrors its encoder, as the authors' defaults do.</summary>
    private static SwinLstmOptions Options(ReferenceCase reference)
    {
        int[] depths = reference.Ints("depths"), heads = reference.Ints("heads");
        ValueList<StageOptions> stages = reference.Config.GetProperty("kind").GetString() == "B"
            ? [.. depths.Select((depth, i) => new StageOptions(depth, heads[i]))]
            :
            [
                .. depths.Select((depth, i) => new StageOptions(depth, heads[i], Resampling.Downsample)),
                .. DecoderDepths(reference, depths).Select((depth, i) => new StageOptions(depth, heads[^(i + 1)], Resampling.Upsample)),
            ];
        return new SwinLstmOptions
        {
            Channels = reference.Int("channels"),
            PatchSize = reference.Int("patch"),
            EmbedChannels = reference.Int("embed"),
            Stages = stages,
            Window = reference.Int("window"),
        };
    }

    /// <summary>Counted in the names of weights: the authors store this list in one order and run it in the other.</summary>
    private static IEnumerable<int> DecoderDepths(ReferenceCase reference, int[] depths) =>
        depths.Select((_, i) => reference.Names.Count(n =>
            n.StartsWith($"param.Upsample.layers.{i}.", StringComparison.Ordinal) && n.EndsWith(".qkv.weight", StringComparison.Ordinal)));

    /// <summary>Our table of published names lists what the authors' code has: names, shapes and order.</summary>
    private static void CheckNames(ReferenceCase reference, IReadOnlyList<WeightEntry> entries)
    {
        if (!reference.Config.TryGetProperty("parameters", out _)) return;
        Describe(entries.Where(e => e.Derive is null)).Should().Equal(Names(reference, "parameters").Select(Describe));
        Describe(entries.Where(e => e.Derive is not null)).Should().Equal(Names(reference, "buffers").Select(Describe));
        entries.Where(e => e.Derive is null).Sum(e => e.Shape!.Aggregate(1L, (a, b) => a * b)).Should()
            .Be(reference.Int("parameter_count"));
    }

    private static IEnumerable<(string Name, long[] Shape)> Names(ReferenceCase reference, string list) =>
        reference.Config.GetProperty(list).EnumerateArray().Select(e => (e[0].GetString()!, e[1].Deserialize<long[]>()!));

    private static IEnumerable<string> Describe(IEnumerable<WeightEntry> entries) => entries.Select(e => Describe((e.Name, e.Shape!)));

    private static string Describe((string Name, long[] Shape) entry) => $"{entry.Name} [{string.Join(", ", entry.Shape)}]";
}
