using System.Reflection;
using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module : IDisposable
        {
            private readonly OrderedDictionary<string, Parameter> ownParameters = [];
            private readonly OrderedDictionary<string, (Tensor tensor, bool persistent)> ownBuffers = [];
            private readonly OrderedDictionary<string, Module> ownModules = [];
            private readonly Dictionary<string, FieldInfo> componentFields = [];
            private readonly string name;
            private bool registered;

            protected Module(string name) => this.name = name;

            public virtual bool training { get; private set; } = true;
            public virtual string GetName() => name;

            // ---- registration: the fields of the runtime type and its bases, once; a key is a field's name

            protected virtual void RegisterComponents()
            {
                if (registered) return;
                registered = true;
                for (var type = GetType(); type != typeof(Module); type = type.BaseType!)
                    foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                        Register(field);
            }

            private void Register(FieldInfo field)
            {
                var key = field.GetCustomAttribute<ComponentNameAttribute>()?.Name ?? field.Name;
                if (!typeof(Module).IsAssignableFrom(field.FieldType) && !typeof(Tensor).IsAssignableFrom(field.FieldType)) return;
                componentFields.TryAdd(key, field);
                if (ownModules.ContainsKey(key) || ownParameters.ContainsKey(key) || ownBuffers.ContainsKey(key)) return;
                switch (field.GetValue(this))
                {
                    case Module module: register_module(key, module); break;
                    case Parameter parameter: register_parameter(key, parameter); break;
                    case Tensor tensor: register_buffer(key, tensor); break;
                }
            }

            public virtual void register_module(string name, Module submodule)
            {
                if (name.Length == 0 || name.Contains('.')) throw new ArgumentException($"A module's name is neither empty nor has a dot; '{name}' was given.", nameof(name));
                RequireNew(name);
                submodule.RegisterComponents();
                ownModules.Add(name, submodule);
            }

            public void add_module(string name, Module module) => register_module(name, module);

            public virtual void register_parameter(string name, Parameter param)
            {
                RequireNew(name);
                if (param is not null) ownParameters.Add(name, param);
            }

            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                RequireNew(name);
                ownBuffers.Add(name, (tensor, persistent));
            }

            private void RequireNew(string name)
            {
                if (ownModules.ContainsKey(name) || ownParameters.ContainsKey(name) || ownBuffers.ContainsKey(name))
                    throw new InvalidOperationException($"The name {name} is already registered.");
            }

            // A built-in module's property: its parameter changes hands.
            private protected void Adopt(ref Parameter? field, string name, Parameter? value)
            {
                if (ReferenceEquals(field, value)) return;
                field?.Dispose();
                value?.DetachFromDisposeScope();
                field = value;
                if (value is null) ownParameters.Remove(name);
                else ownParameters[name] = value;
            }

            // ---- what is inside

            public virtual IEnumerable<(string name, Module module)> named_children() => ownModules.Select(child => (child.Key, child.Value));
            public virtual IEnumerable<Module> children() => ownModules.Values;
            public virtual IEnumerable<Module> modules() => named_modules().Select(m => m.module);

            public virtual IEnumerable<(string name, Module module)> named_modules() =>
                named_children().Concat(named_children().SelectMany(child => child.module.named_modules().Select(m => ($"{child.name}.{m.name}", m.module))));

            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true) =>
                ownParameters.Select(own => (own.Key, own.Value)).Concat(Deeper(recurse, child => child.named_parameters())).DistinctBy(p => p.Item2, ReferenceEqualityComparer.Instance);

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(p => p.parameter);

            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true) =>
                ownBuffers.Where(own => own.Value.persistent).Select(own => (own.Key, own.Value.tensor)).Concat(Deeper(recurse, child => child.named_buffers()));

            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) => named_buffers(recurse, include_nonpersistent).Select(b => b.buffer);

            private IEnumerable<(string, T)> Deeper<T>(bool recurse, Func<Module, IEnumerable<(string name, T value)>> inside) =>
                recurse ? ownModules.SelectMany(child => inside(child.Value).Select(found => ($"{child.Key}.{found.name}", found.value))) : [];

            public virtual Parameter? get_parameter(string target) => named_parameters().FirstOrDefault(p => p.name == target).parameter;
            public virtual Tensor? get_buffer(string target) => named_buffers().FirstOrDefault(b => b.name == target).buffer;
            public virtual bool has_parameter(string target) => get_parameter(target) is not null;
            public virtual bool has_buffer(string target) => get_buffer(target) is not null;

            public virtual Module apply(Action<Module> fn)
            {
                foreach (var child in children()) child.apply(fn);
                fn(this);
                return this;
            }

            public virtual void train(bool train = true)
            {
                training = train;
                foreach (var child in children()) child.train(train);
            }

            public virtual void eval() => train(false);

            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (var parameter in parameters())
                {
                    using var grad = parameter.grad;
                    if (set_to_none) parameter.grad = null;
                    else grad?.zero_();
                }
            }

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (!disposing) return;
                foreach (var parameter in ownParameters.Values) parameter.Dispose();
                foreach (var (tensor, persistent) in ownBuffers.Values) if (persistent) tensor.Dispose();
                foreach (var child in ownModules.Values) child.Dispose();
            }
        }
    }
}
