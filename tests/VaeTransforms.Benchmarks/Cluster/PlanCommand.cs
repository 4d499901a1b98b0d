using System.Globalization;
using System.Reflection;
using VaeTransforms.Benchmarks.Anomaly;
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

    /// <exception cref="BenchmarkInputException">An argument is not the name of an input, or its value no number.</exception>
    public static async Task PrintAsync(IReadOnlyList<string> arguments)
    {
        Dictionary<string, double> given = Parse(arguments);
        bool isGiven = Measured.All(given.ContainsKey);
        Console.WriteLine(isGiven ? "nothing is measured" : ClusterCommand.Machine());
        PlanInputs inputs = With(isGiven ? Blank : await PlanMeasurement.RunAsync(), given);
        foreach (PropertyInfo property in Given())
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

    /// <summary>Numbers by the names of inputs.</summary>
    private static Dictionary<string, double> Parse(IReadOnlyList<string> arguments)
    {
        var given = new Dictionary<string, double>(StringComparer.OrdinalIgnoreCase);
        foreach (string argument in arguments)
        {
            if (argument.Split('=') is not [var name, var text]
                || !double.TryParse(text, CultureInfo.InvariantCulture, out double value))
            {
                throw new BenchmarkInputException($"'{argument}' is not a name, '=' and a number, such as rows=1e9.");
            }

            if (!Given().Any(property => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            {
                throw new BenchmarkInputException(
                    $"There is no '{name}'. Give one of: {string.Join(", ", Given().Select(property => property.Name))}.");
            }

            if (!given.TryAdd(name, value))
            {
                throw new BenchmarkInputException($"'{name}' is given twice.");
            }
        }

        return given;
    }

    private static PlanInputs With(PlanInputs inputs, Dictionary<string, double> given)
    {
        // A copy: the properties of a record can be set once.
        PlanInputs copy = inputs with { };
        foreach (PropertyInfo property in Given())
        {
            if (given.TryGetValue(property.Name, out double value))
            {
                property.SetValue(copy, property.PropertyType == typeof(int) ? (int)value : value);
            }
        }

        return copy;
    }

    private static IEnumerable<PropertyInfo> Given() => typeof(PlanInputs).GetProperties().Where(property => property.CanWrite);
}
