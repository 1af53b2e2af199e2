using System.Text.Json;
using FluentAssertions;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SwinLSTM.Tests;

/// <summary>One folder of reference numbers, and the comparisons that "right" means.</summary>
internal sealed class ReferenceCase : IDisposable
{
    private readonly TensorFile tensors;
    private readonly JsonDocument config;

    public ReferenceCase(string folder)
    {
        Folder = folder;
        config = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "config.json")));
        tensors = Safetensors.Read(Path.Combine(folder, "tensors.safetensors"));
    }

    public string Folder { get; }

    public JsonElement Config => config.RootElement;

    public Tensor this[string name] => tensors[name];

    public IReadOnlyList<string> Names => tensors.Names;

    public bool Has(string name) => tensors.TryGet(name, out _);

    public int Int(string name) => Config.GetProperty(name).GetInt32();

    public int[] Ints(string name) => [.. Config.GetProperty(name).EnumerateArray().Select(e => e.GetInt32())];

    /// <summary>Fills a module with the case's weights.</summary>
    public void Fill(Module module, IReadOnlyList<WeightEntry> entries)
    {
        var parameters = module.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        using var constant = no_grad();
        foreach (var entry in entries.Where(e => e.Derive is null && e.Ours is not null))
        {
            var value = tensors[$"param.{entry.Name}"];
            value.shape.Should().Equal(entry.Shape, entry.Name);
            parameters[entry.Ours!].shape.Should().Equal(entry.Shape, entry.Name);
            parameters[entry.Ours!].copy_(value);
            parameters.Remove(entry.Ours!);
        }

        parameters.Keys.Should().BeEmpty("every weight of ours has a published name");
    }

    /// <summary>The gradients of the published names, against ours.</summary>
    public void CheckGradients(Module module, IReadOnlyList<WeightEntry> entries)
    {
        var parameters = module.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        foreach (var entry in entries.Where(e => e.Derive is null))
        {
            using var ours = entry.Ours is null ? null : parameters[entry.Ours!].grad;
            if (!tensors.TryGet($"grad.{entry.Name}", out var theirs))
            {
                (ours is null || ours.abs().max().item<float>() == 0).Should().BeTrue($"{entry.Name} has no gradient in the reference");
                continue;
            }

            (ours is not null).Should().BeTrue($"{entry.Name} has a gradient in the reference");
            var bound = Math.Max(1e-5 * theirs.abs().max().item<float>(), 1e-7);
            Distance(ours!, theirs).Should().BeLessThanOrEqualTo(bound, $"gradient of {entry.Name}");
        }
    }

    /// <summary>Trained weights, wherever the first gradient was large enough to mean something.</summary>
    public void CheckTrained(Module module, IReadOnlyList<WeightEntry> entries)
    {
        var parameters = module.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        foreach (var entry in entries.Where(e => e.Ours is not null))
        {
            var theirs = tensors[$"trained.{entry.Name}"];
            var gradient = tensors[$"grad.{entry.Name}"].abs();
            using var counts = gradient.gt(gradient.max() * 1e-4);
            using var apart = ((parameters[entry.Ours!] - theirs).abs() * counts).max();
            apart.item<float>().Should().BeLessThanOrEqualTo(1e-4f, $"trained {entry.Name}");
        }
    }

    /// <summary>Outputs agree to 1e-5, absolute.</summary>
    public void CheckOutput(Tensor ours, string name)
    {
        ours.shape.Should().Equal(tensors[name].shape, name);
        Distance(ours, tensors[name]).Should().BeLessThanOrEqualTo(1e-5, name);
    }

    public void Dispose()
    {
        config.Dispose();
        tensors.Dispose();
    }

    private static double Distance(Tensor ours, Tensor theirs)
    {
        using var apart = (ours.detach() - theirs).abs().max();
        return apart.item<float>();
    }
}
