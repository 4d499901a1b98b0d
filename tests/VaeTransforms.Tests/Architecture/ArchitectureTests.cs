using System.Reflection;
using System.Runtime.Loader;
using Xunit;

namespace VaeTransforms.Tests.Architecture;

public sealed class ArchitectureTests : IDisposable
{
    /// <summary>
    /// The rooms are the folders of src/VaeTransforms, and that folder itself. A room may use itself, the framework, and what its line lists.
    /// Besides, types in Interop whose names start with Torch may use TorchSharp: they load its natives.
    /// </summary>
    private static readonly FloorPlan Plan = new(
        new Room("Numerics", Rooms: [], Packages: []),
        new Room("Model", Rooms: ["Numerics"], Packages: []),
        new Room("Training", Rooms: ["Numerics", "Model"], Packages: ["TorchSharp"]),
        new Room("Onnx", Rooms: ["Numerics", "Model"], Packages: ["Google.Protobuf"]),
        new Room("Scoring", Rooms: ["Numerics", "Model", "Onnx"], Packages: ["Microsoft.ML.OnnxRuntime"]),
        new Room("Latent", Rooms: ["Numerics", "Model", "Onnx", "Scoring"], Packages: ["MathNet.Numerics"]),
        new Room("Anomaly", Rooms: ["Numerics", "Model", "Onnx", "Scoring"], Packages: []),
        new Room("Interop", Rooms: Below, Packages: ["Microsoft.ML"]),
        new Room("Data", Rooms: [.. Below, "Interop"], Packages: ["Microsoft.ML"]),
        new Room("", Rooms: [.. Below, "Interop", "Data"], Packages: ["Microsoft.ML"]),
        new Room("Analysis", Rooms: [.. Below, "Interop", "Data", ""], Packages: ["Microsoft.ML"]));

    private static readonly Assembly Library = typeof(VaeArchitecture).Assembly;

    private readonly CompiledHouse _house = new(Library.Location);

    private static string[] Below => ["Numerics", "Model", "Training", "Onnx", "Scoring", "Latent", "Anomaly"];

    public void Dispose() => _house.Dispose();

    [Fact]
    public void No_room_uses_what_does_not_stand_below_it() => AssertNone(Plan.Violations(_house.Uses()));

    [Fact]
    public void Every_type_stands_in_one_room() => AssertNone(_house.Rooms
        .Where(type => type.Value.Length != 1)
        .Select(type => $"{type.Key} stands in {type.Value.Length} rooms: {string.Join(", ", type.Value)}"));

    [Fact]
    public void A_type_with_a_room_in_its_namespace_stands_in_that_room() => AssertNone(_house.Rooms
        .Where(type => type.Key.StartsWith("VaeTransforms.", StringComparison.Ordinal) && type.Key.Split('.').Length > 2)
        .Where(type => !type.Value.Contains(type.Key.Split('.')[1]))
        .Select(type => $"{type.Key} stands in {string.Join(", ", type.Value)}"));

    [Fact]
    public void No_type_needs_TorchSharp_to_be_loaded() => AssertNone(_house.TypesThatLoadOnlyWith("TorchSharp"));

    /// <summary>ML.NET reads all types of an assembly that it finds a contract in, also where nothing trains.</summary>
    [Fact]
    public void All_types_load_where_TorchSharp_is_absent()
    {
        var serving = new ServingContext();
        Assert.NotEmpty(serving.LoadFromAssemblyPath(Library.Location).GetTypes());
        serving.Unload();
    }

    [Fact]
    public void Rooms_and_uses_are_read_from_the_assembly()
    {
        Assert.Equal(["Model"], _house.Rooms[typeof(Activation).FullName!]);
        Assert.Equal(["Model"], _house.Rooms[typeof(Likelihood).FullName!]);
        Assert.Equal(["Scoring"], _house.Rooms[typeof(VaeTransforms.Scoring.VaeScorer).FullName!]);
        Assert.Equal(["Onnx"], _house.Rooms[typeof(VaeTransforms.Onnx.VaeOutputs).FullName!]);
        Assert.Contains(
            new Use("VaeTransforms.Scoring.VaeScorer", "Scoring", "VaeTransforms.Onnx.VaeOutputs", "Onnx", "VaeTransforms.dll"),
            _house.Uses());
    }

    // xunit shortens the items of a collection; here every name counts.
    private static void AssertNone(IEnumerable<string> faults)
    {
        string all = string.Join(Environment.NewLine, faults);
        Assert.True(all.Length == 0, all);
    }

    private sealed class ServingContext() : AssemblyLoadContext("serving", isCollectible: true)
    {
        protected override Assembly? Load(AssemblyName assemblyName) =>
            assemblyName.Name == "TorchSharp" ? throw new FileNotFoundException("TorchSharp is absent here.") : null;
    }
}
