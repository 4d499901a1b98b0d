namespace VaeTransforms.Tests.Architecture;

/// <summary>What one room of the library may use.</summary>
/// <param name="Name">The folder under src/VaeTransforms; empty for the root.</param>
/// <param name="Rooms">The rooms it may use besides itself.</param>
/// <param name="Packages">The packages it may use besides the framework.</param>
internal sealed record Room(string Name, string[] Rooms, string[] Packages);

/// <summary>A type of the library uses something.</summary>
/// <param name="Type">The full name of the type that uses it.</param>
/// <param name="Room">That type's room.</param>
/// <param name="Used">The full name of the type that is used.</param>
/// <param name="UsedRoom">Its room, or null where another assembly holds it.</param>
/// <param name="Assembly">The assembly that holds it.</param>
internal sealed record Use(string Type, string Room, string Used, string? UsedRoom, string Assembly);

/// <summary>Finds the uses that the rules of the rooms forbid.</summary>
/// <param name="rooms">The rules.</param>
internal sealed class FloorPlan(params Room[] rooms)
{
    private static readonly string[] FrameworkPrefixes = ["System.", "Microsoft.Win32.", "netstandard", "mscorlib"];

    /// <summary>One message per forbidden use.</summary>
    public IEnumerable<string> Violations(IEnumerable<Use> uses) => uses
        .Select(use => use.UsedRoom is null ? BrokenFence(use) : BrokenFloor(use))
        .OfType<string>()
        .Distinct()
        .Order(StringComparer.Ordinal);

    private string? BrokenFloor(Use use)
    {
        if (use.Room == use.UsedRoom)
        {
            return null;
        }

        return RoomOf(use) is not { } room
            ? $"{use.Type} is in {Place(use.Room)}, which the table does not list."
            : room.Rooms.Contains(use.UsedRoom)
                ? null
                : $"{use.Type} in {Place(use.Room)} uses {use.Used} in {Place(use.UsedRoom!)}; it may use {List(room.Rooms)}.";
    }

    private string? BrokenFence(Use use)
    {
        if (FrameworkPrefixes.Any(prefix => (use.Assembly + ".").StartsWith(prefix, StringComparison.Ordinal)))
        {
            return null;
        }

        return RoomOf(use)?.Packages.Contains(PackageOf(use.Assembly)) == true || IsTorchRuntime(use)
            ? null
            : $"{use.Type} in {Place(use.Room)} uses {use.Used} of {use.Assembly}; "
                + $"that belongs to {List([.. rooms.Where(r => r.Packages.Contains(PackageOf(use.Assembly))).Select(r => Place(r.Name))])}.";
    }

    private Room? RoomOf(Use use) => rooms.FirstOrDefault(room => room.Name == use.Room);

    // Loading libtorch is a native trick like the others, so its types stand with them, and say so in their names.
    private static bool IsTorchRuntime(Use use) => use.Assembly == "TorchSharp" && use.Room == "Interop"
        && use.Type.Split('.')[^1].StartsWith("Torch", StringComparison.Ordinal);

    // ML.NET comes in many assemblies; ONNX Runtime carries its name but is no part of it.
    private static string PackageOf(string assembly) =>
        assembly != "Microsoft.ML.OnnxRuntime" && (assembly + ".").StartsWith("Microsoft.ML.", StringComparison.Ordinal)
            ? "Microsoft.ML"
            : assembly;

    private static string Place(string room) => room.Length == 0 ? "the root" : room;

    private static string List(string[] names) => names.Length == 0 ? "nothing" : string.Join(", ", names);
}
