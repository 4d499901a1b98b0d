using Xunit;

namespace VaeTransforms.Tests.Architecture;

public sealed class FloorPlanTests
{
    private static readonly FloorPlan Plan = new(
        new Room("Cellar", Rooms: [], Packages: []),
        new Room("Kitchen", Rooms: ["Cellar"], Packages: ["TorchSharp"]),
        new Room("Interop", Rooms: [], Packages: ["Microsoft.ML"]),
        new Room("", Rooms: ["Cellar", "Kitchen", "Interop"], Packages: ["Microsoft.ML"]));

    [Fact]
    public void Uses_within_a_room_below_it_and_of_the_framework_are_free() => Assert.Empty(Plan.Violations(
    [
        new Use("Oven", "Kitchen", "Pan", "Kitchen", "House.dll"),
        new Use("Oven", "Kitchen", "Wine", "Cellar", "House.dll"),
        new Use("Oven", "Kitchen", "TorchSharp.torch", null, "TorchSharp"),
        new Use("Door", "", "Oven", "Kitchen", "House.dll"),
        new Use("Door", "", "Microsoft.ML.IDataView", null, "Microsoft.ML.DataView"),
        new Use("House.TorchRuntime", "Interop", "TorchSharp.torch", null, "TorchSharp"),
        new Use("Wine", "Cellar", "System.Object", null, "System.Runtime"),
    ]));

    [Fact]
    public void An_arrow_up_is_named_with_both_ends() => Assert.Equal(
        ["Oven in Kitchen uses Door in the root; it may use Cellar.", "Wine in Cellar uses Oven in Kitchen; it may use nothing."],
        Plan.Violations(
        [
            new Use("Wine", "Cellar", "Oven", "Kitchen", "House.dll"),
            new Use("Oven", "Kitchen", "Door", "", "House.dll"),
        ]));

    [Fact]
    public void A_room_that_the_table_lacks_is_named() => Assert.Equal(
        ["Trunk is in Attic, which the table does not list."],
        Plan.Violations([new Use("Trunk", "Attic", "Wine", "Cellar", "House.dll")]));

    [Fact]
    public void A_package_outside_its_fence_is_named_with_the_rooms_it_belongs_to() => Assert.Equal(
        [
            "Door in the root uses Microsoft.ML.OnnxRuntime.OrtEnv of Microsoft.ML.OnnxRuntime; that belongs to nothing.",
            "House.Reader in Interop uses TorchSharp.torch of TorchSharp; that belongs to Kitchen.",
            "Wine in Cellar uses Microsoft.ML.MLContext of Microsoft.ML.Data; that belongs to Interop, the root.",
        ],
        Plan.Violations(
        [
            new Use("Wine", "Cellar", "Microsoft.ML.MLContext", null, "Microsoft.ML.Data"),
            new Use("Door", "", "Microsoft.ML.OnnxRuntime.OrtEnv", null, "Microsoft.ML.OnnxRuntime"),
            new Use("House.Reader", "Interop", "TorchSharp.torch", null, "TorchSharp"),
        ]));
}
