using System.Globalization;
using System.Reflection;
using VaeTransforms.Benchmarks.Cluster.Plan;

namespace VaeTransforms.Benchmarks.Cluster;

/// <summary>
/// Predicts a fit on 8 to 512 machines. What is measured here can also be given, as can all assumptions: <c>bandwidth=1.25e8</c>.
/// </summary>
internal static class PlanCommand
{
    private static readonly int[] Workers = [8, 16, 32, 64, 128, 256, 512];

    private static readonly string[] Measured =
    [
        nameof(PlanInputs.Step), nameof(PlanInputs.Round), nameof(PlanInputs.Averaging), nameof(PlanInputs.Reactivation),
        nameof(PlanInputs.MessageBytes), nameof(PlanInputs.StateBytes),
    ];

    public static async Task PrintAsync(IReadOnlyList<string> arguments)
    {
        var given = arguments.Select(argument => argument.Split('=')).ToDictionary(
            pair => pair[0], pair => double.Parse(pair[1], CultureInfo.InvariantCulture), StringComparer.OrdinalIgnoreCase);
        bool isGiven = Measured.All(given.ContainsKey);
        Console.WriteLine(isGiven ? "nothing is measured" : ClusterCommand.Machine());
        PlanInputs inputs = With(isGiven ? Blank : await PlanMeasurement.RunAsync(), given);
        foreach (PropertyInfo property in Properties().Where(property => property.CanWrite))
        {
            bool isMeasured = Measured.Contains(property.Name) && !given.ContainsKey(property.Name);
            Console.WriteLine($"{property.Name} = {property.GetValue(inputs):G4}{(isMeasured ? ", measured" : "")}");
        }

        Console.WriteLine("| workers | rounds | wall time, hours | dollars | efficiency | computed again | bottleneck |");
        Console.WriteLine("| ---: | ---: | ---: | ---: | ---: | ---: | --- |");
        foreach (PlanForecast forecast in Workers.Select(workers => PlanSimulation.Run(inputs, workers)))
        {
            PlanPart overhead = forecast.Overhead;
            string next = forecast.Bottleneck == overhead
                ? ""
                : $", then {overhead} {forecast.Parts[overhead] / forecast.Seconds:P0}";
            Console.WriteLine(
                $"| {forecast.Workers} | {forecast.Rounds:N0} | {forecast.Seconds / 3600:F2} | {forecast.Cost:F2} | "
                + $"{forecast.Efficiency:P0} | {forecast.Recomputed:N0} | {forecast.Bottleneck} "
                + $"{forecast.Parts[forecast.Bottleneck] / forecast.Seconds:P0}{next} |");
        }
    }

    private static PlanInputs Blank =>
        new() { Step = 0, Round = 0, Averaging = 0, Reactivation = 0, MessageBytes = 0, StateBytes = 0 };

    private static PlanInputs With(PlanInputs inputs, Dictionary<string, double> given)
    {
        // A copy: the properties of a record can be set once.
        PlanInputs copy = inputs with { };
        foreach ((string name, double value) in given)
        {
            PropertyInfo property =
                Properties().FirstOrDefault(own => own.CanWrite && own.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? throw new ArgumentException(
                    $"There is no '{name}'. Give one of: {string.Join(", ", Properties().Select(own => own.Name))}.");
            property.SetValue(copy, property.PropertyType == typeof(int) ? (int)value : value);
        }

        return copy;
    }

    private static PropertyInfo[] Properties() => typeof(PlanInputs).GetProperties();
}
