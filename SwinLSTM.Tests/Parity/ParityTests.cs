using System.Text.Json;
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace SwinLSTM.Tests;

/// <summary>Every case of reference numbers: those shipped here, and those below the folder that SWINLSTM_FIXTURES names.</summary>
[Trait("Category", "Parity")]
public class ParityTests
{
    public static TheoryData<string> Cases() => [.. Roots().SelectMany(Directory.EnumerateDirectories).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Reference_numbers_are_met(string folder) => Check(folder);

    [Fact]
    public void A_case_of_an_unknown_kind_fails()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "config.json"), """{ "kind": "tea leaves" }""");
            FluentActions.Invoking(() => Check(folder.FullName)).Should().Throw<InvalidDataException>().WithMessage("*tea leaves*");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_case_of_weights_and_frames_alone_is_checked_too()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var shipped = Path.Combine(AppContext.BaseDirectory, "Fixtures", "d_two_levels");
            var config = JsonNode.Parse(File.ReadAllText(Path.Combine(shipped, "config.json")))!.AsObject();
            foreach (var name in new[] { "parameters", "buffers", "parameter_count", "training" }) config.Remove(name);
            File.WriteAllText(Path.Combine(folder.FullName, "config.json"), config.ToJsonString());
            using var file = Safetensors.Read(Path.Combine(shipped, "tensors.safetensors"));
            void Write(double error)
            {
                using var scope = TorchSharp.torch.NewDisposeScope();
                Safetensors.Write(Path.Combine(folder.FullName, "tensors.safetensors"), file.Names
                    .Where(n => n.StartsWith("param.", StringComparison.Ordinal) || n is "input" or "output")
                    .Select(n => (n, n == "output" ? file[n] + error : file[n])));
            }

            Write(error: 0);
            Check(folder.FullName);
            Write(error: 1e-4);
            FluentActions.Invoking(() => Check(folder.FullName)).Should().Throw<Exception>().WithMessage("*output*");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void The_shipped_cases_are_all_there() =>
        Roots().SelectMany(Directory.EnumerateDirectories).Count().Should().BeGreaterThanOrEqualTo(8);

    private static void Check(string folder)
    {
        using var config = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "config.json")));
        var kind = config.RootElement.GetProperty("kind").GetString();
        Action<string> check = kind switch
        {
            "cell" => CellParity.Check,
            "B" or "D" => NetworkParity.Check,
            "metrics" => MetricsParity.Check,
            "moving digits" => MovingDigitsParity.Check,
            _ => throw new InvalidDataException(
                $"{folder} is of kind '{kind}', which no check knows. Known: cell, B, D, metrics, moving digits."),
        };
        check(folder);
    }

    private static IEnumerable<string> Roots()
    {
        yield return Path.Combine(AppContext.BaseDirectory, "Fixtures");
        if (Environment.GetEnvironmentVariable("SWINLSTM_FIXTURES") is { Length: > 0 } more) yield return more;
    }
}
