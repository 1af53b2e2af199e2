using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using FluentAssertions;
using SwinLSTM.Data;
using SwinLSTM.Metrics;
using SwinLSTM.Training;
using Xunit;

namespace SwinLSTM.Tests;

/// <summary>The plan of the house: which room may use which, and what every file and public type owes its readers.</summary>
public class ArchitectureTests
{
    // Data walks from left to right; a file uses its own room, those to the left, and Support.
    private static readonly string[] Rooms = ["Support", "Options", "Products", "Patches", "Windows", "Attention", "Cell", "Networks",
        "Rollout", "Weights", "Model"];

    // Options build networks: that is their last word, and the only one that looks to the right.
    private static readonly string[] BuildNetworks = ["SwinLSTM.Core/Options/SwinLstmOptions.cs",
        "SwinLSTM.Core/Options/SwinLstmBuilder.cs"];

    private static readonly Assembly[] Packages = [typeof(SwinLstmCell).Assembly, typeof(ISequenceDataset).Assembly,
        typeof(Metric).Assembly, typeof(TrainingRun).Assembly];

    public static TheoryData<string> PackageNames() => [.. Packages.Select(package => package.GetName().Name!)];

    [Fact]
    public void Every_source_of_the_core_is_in_a_room() =>
        CoreSource.All.Select(source => source.Room).Distinct().Should().BeEquivalentTo(Rooms);

    [Fact]
    public void Rooms_use_only_rooms_to_their_left()
    {
        var homes = CoreSource.All.SelectMany(source => source.Declares.Select(type => (Type: type, source.Room)))
            .DistinctBy(home => home.Type).ToList();
        homes.Should().HaveCountGreaterThan(60);
        var breaches =
            from source in CoreSource.All
            from home in homes
            where Array.IndexOf(Rooms, home.Room) > Array.IndexOf(Rooms, source.Room) && source.Names(home.Type)
            where !(BuildNetworks.Contains(source.Path) && home.Room == "Networks")
            select $"{source.Path} uses {home.Type} of {home.Room}";
        breaches.Should().BeEmpty();
    }

    [Fact]
    public void The_scan_sees_what_a_file_uses()
    {
        CoreSource Of(string name) => CoreSource.All.Single(source => source.Path.EndsWith($"/{name}.cs", StringComparison.Ordinal));
        Of("SwinLstmNetwork").Names("PatchEmbedding").Should().BeTrue("a field has the type");
        Of("WindowAttention").Names("WindowTables").Should().BeTrue("a static method of it is called");
        Of("SwinLstmOptions").Names("SwinLstmB").Should().BeTrue("it makes one");
        Of("SwinLstmOptions").Names("WindowLayout").Should().BeFalse("only a comment names it");
        Of("OptionsRules").Names("StochasticDepth").Should().BeFalse("that is a property and a string");
        Of("SwinLstmBuilder").Names("Stage").Should().BeFalse("that is a method of its own");
    }

    [Theory]
    [MemberData(nameof(PackageNames))]
    public void No_file_is_long(string package) =>
        Repository.Files(package, "*.cs").Where(path => File.ReadLines(Repository.At(path)).Count() > 305).Should()
            .BeEmpty("so many lines are a sign that two ideas met");

    [Fact]
    public void Samples_are_programs_that_are_read_at_once() =>
        Repository.Files("samples", "Program.cs").Where(path => File.ReadLines(Repository.At(path)).Count() > 120
            || !File.Exists(Repository.At(path.Replace("Program.cs", "README.md")))).Should().BeEmpty();

    [Fact]
    public void Lines_end_at_140_columns()
    {
        var tooLong =
            from path in Repository.Files(".", "*.cs")
            from line in File.ReadLines(Repository.At(path)).Select((text, i) => (Text: text, Number: i + 1))
            where line.Text.Length > 140
            select $"{path}:{line.Number}";
        // An empty text names every line in its message, an empty collection only the first.
        string.Join(", ", tooLong).Should().BeEmpty("lines end at 140 columns");
    }

    [Theory]
    [MemberData(nameof(PackageNames))]
    public void Options_are_immutable_records(string package)
    {
        foreach (var options in Package(package).GetExportedTypes().Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal)))
        {
            options.GetMethod("<Clone>$").Should().NotBeNull($"{options.Name} must be a record");
            options.GetProperties()
                .Where(p => p.SetMethod is { } set && !set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)))
                .Select(p => p.Name).Should().BeEmpty($"{options.Name} must not change once it is made");
        }
    }

    [Theory]
    [MemberData(nameof(PackageNames))]
    public void Every_public_member_is_documented(string package)
    {
        var documented = XDocument.Load(Path.ChangeExtension(Package(package).Location, ".xml")).Descendants("member")
            .ToLookup(member => member.Attribute("name")!.Value.Split('(')[0].Split("``")[0]);
        var missing = new List<string>();
        // What the compiler writes for extensions has names that no code can say.
        foreach (var type in Package(package).GetExportedTypes().Where(type =>
            !type.FullName!.Contains('<', StringComparison.Ordinal) && !type.IsSubclassOf(typeof(Delegate))))
        {
            var name = type.FullName!.Replace('+', '.');
            var parameters = documented[$"T:{name}"].Elements("param").Select(param => param.Attribute("name")!.Value).ToHashSet();
            if (!documented.Contains($"T:{name}")) missing.Add(name);
            foreach (var member in type.GetMembers(
                BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly).Where(NeedsWords))
            {
                var kind = member switch { MethodBase => "M", PropertyInfo => "P", FieldInfo => "F", EventInfo => "E", _ => "T" };
                if (!documented.Contains($"{kind}:{name}.{(member.Name == ".ctor" ? "#ctor" : member.Name)}")
                    && !parameters.Contains(member.Name)) missing.Add($"{name}.{member.Name}");
            }
        }

        missing.Should().BeEmpty();
    }

    /// <summary>Neither accessors, nor what the compiler writes, nor overrides, which say what their base says.</summary>
    private static bool NeedsWords(MemberInfo member) => member switch
    {
        ConstructorInfo constructor => !constructor.IsDefined(typeof(CompilerGeneratedAttribute)) && constructor.GetParameters().Length > 0
            && !IsPositional(constructor),
        MethodInfo method => !method.IsDefined(typeof(CompilerGeneratedAttribute))
            && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)) && method.GetBaseDefinition() == method
            && !(IsRecord(method.DeclaringType!) && method.Name is "Equals" or "Deconstruct"),
        FieldInfo field => !field.IsSpecialName,
        Type { Name: ['<', ..] } => false, // of extensions
        _ => true,
    };

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null
        || type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) is not null;

    // The parameters of a primary constructor are documented with the type.
    private static bool IsPositional(ConstructorInfo constructor) =>
        constructor.GetParameters().All(parameter => constructor.DeclaringType!.GetProperty(parameter.Name!) is not null)
        || constructor.DeclaringType!.GetConstructors().Length == 1;

    private static Assembly Package(string name) => Packages.Single(package => package.GetName().Name == name);
}
