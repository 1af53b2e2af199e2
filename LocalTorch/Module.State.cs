using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                var path = string.IsNullOrEmpty(prefix) ? "" : prefix + ".";
                foreach (var (key, parameter) in named_parameters()) destination.TryAdd(path + key, parameter);
                foreach (var (key, buffer) in named_buffers()) destination.TryAdd(path + key, buffer);
                foreach (var (key, child) in named_children()) child.state_dict(destination, path + key);
                return destination;
            }

            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                var target = state_dict();
                List<string> missing = [.. target.Keys.Where(key => !source.ContainsKey(key) && skip?.Contains(key) != true)];
                List<string> unexpected = [.. source.Keys.Where(key => !target.ContainsKey(key) && skip?.Contains(key) != true)];
                if (strict && missing.Count + unexpected.Count > 0) throw new InvalidOperationException("The loaded state_dict is not identical to the target dictionary.");
                using var _ = no_grad();
                foreach (var (key, value) in source)
                    if (skip?.Contains(key) != true && target.TryGetValue(key, out var own)) own.copy_(value);
                return (missing, unexpected);
            }

            // New objects take the places of those that change, in the tables and in the fields.
            internal void Convert(ScalarType? dtype, Device? device)
            {
                foreach (var (key, parameter) in ownParameters.ToArray())
                {
                    if (Converted(parameter, dtype, device) is not { } data) continue;
                    var fresh = new Parameter(data, parameter.requires_grad);
                    using (var grad = parameter.grad) if (grad is not null) fresh.grad = Converted(grad, dtype, device) ?? grad;
                    ownParameters[key] = Replaced(key, parameter, fresh);
                }
                foreach (var (key, (buffer, persistent)) in ownBuffers.ToArray())
                    if (persistent && Converted(buffer, dtype, device) is { } fresh) ownBuffers[key] = (Replaced(key, buffer, fresh), persistent);
                foreach (var child in ownModules.Values) child.Convert(dtype, device);
            }

            private static Tensor? Converted(Tensor tensor, ScalarType? dtype, Device? device)
            {
                var type = dtype is { } wanted && tensor.is_floating_point() ? wanted : tensor.dtype;
                var place = device ?? tensor.device;
                if (type == tensor.dtype && place.Holds(tensor.device)) return null;
                using var _ = no_grad();
                return tensor.to(type, place);
            }

            private T Replaced<T>(string key, Tensor old, T fresh) where T : Tensor
            {
                fresh.MoveToOtherDisposeScope(old.OwningScope);
                if (componentFields.TryGetValue(key, out var field) && ReferenceEquals(field.GetValue(this), old)) field.SetValue(this, fresh);
                old.Dispose();
                return fresh;
            }
        }
    }
}

public static class ModuleExtensionMethods
{
    public static T to<T>(this T module, torch.Device device, bool non_blocking = false) where T : torch.nn.Module => Converted(module, null, torch.InitializeDevice(device));
    public static T to<T>(this T module, torch.Device device, torch.ScalarType type, bool non_blocking = false) where T : torch.nn.Module => Converted(module, type, torch.InitializeDevice(device));
    public static T to<T>(this T module, torch.ScalarType type, bool non_blocking = false) where T : torch.nn.Module => Converted(module, type, null);
    public static T to<T>(this T module, string device, bool non_blocking = false) where T : torch.nn.Module => module.to(new torch.Device(device));
    public static T to<T>(this T module, DeviceType deviceType, int deviceIndex = -1, bool non_blocking = false) where T : torch.nn.Module => module.to(new torch.Device(deviceType, deviceIndex));
    public static T to<T>(this T module, torch.Tensor other, bool non_blocking = false) where T : torch.nn.Module => module.to(other.device, other.dtype);
    public static T cpu<T>(this T module, bool non_blocking = false) where T : torch.nn.Module => module.to(torch.CPU);
    public static T cuda<T>(this T module, int deviceIndex = -1, bool non_blocking = false) where T : torch.nn.Module => module.to(DeviceType.CUDA, deviceIndex);
    public static T half<T>(this T module, bool non_blocking = false) where T : torch.nn.Module => module.to(torch.float16);
    public static T bfloat16<T>(this T module, bool non_blocking = false) where T : torch.nn.Module => module.to(torch.bfloat16);
    public static T @float<T>(this T module, bool non_blocking = false) where T : torch.nn.Module => module.to(torch.float32);
    public static T @double<T>(this T module, bool non_blocking = false) where T : torch.nn.Module => module.to(torch.float64);

    private static T Converted<T>(T module, torch.ScalarType? dtype, torch.Device? device) where T : torch.nn.Module
    {
        module.Convert(dtype, device);
        return module;
    }
}
