using Microsoft.ML;

namespace VaeTransforms.Tests.Analysis;

/// <summary>A row with a number, a category and a Boolean.</summary>
internal sealed class Person
{
    public float Age { get; set; }

    public string City { get; set; } = "";

    public bool Owner { get; set; }
}

/// <summary>Tables with known relations.</summary>
internal static class Persons
{
    public static readonly MLContext Ml = new(1);

    /// <summary>Ages uniform in [0, 100), cities by age with exceptions, and owners by city with exceptions.</summary>
    public static Person[] Draw(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            float age = 100 * random.NextSingle();
            int city = random.Next(10) == 0 ? random.Next(4) : (int)(age / 25);
            return new Person { Age = age, City = $"city {city}", Owner = (random.Next(10) == 0) ^ (city > 1) };
        })];
    }

    public static IDataView View<T>(IEnumerable<T> rows)
        where T : class => Ml.Data.LoadFromEnumerable(rows);

    /// <summary>The report on two columns of numbers or texts, such as arrays of float or string.</summary>
    public static TableQualityReport CompareValues<T>(T[] real, T[] synthetic) =>
        TableQuality.Compare(Ml, View(Cells(real)), View(Cells(synthetic)));

    /// <summary>The report on pairs of values.</summary>
    public static TableQualityReport ComparePairs<TFirst, TSecond>((TFirst, TSecond)[] real, (TFirst, TSecond)[] synthetic) =>
        TableQuality.Compare(Ml, View(Pairs(real)), View(Pairs(synthetic)));

    public static TableQualityReport Compare(
        Person[] real, Person[] synthetic, Person[]? holdout = null, TableQualityOptions? options = null) =>
        TableQuality.Compare(Ml, View(real), View(synthetic), holdout is null ? null : View(holdout), options);

    private static IEnumerable<Cell<T>> Cells<T>(T[] values) => values.Select(value => new Cell<T> { Value = value });

    private static IEnumerable<Pair<TFirst, TSecond>> Pairs<TFirst, TSecond>((TFirst First, TSecond Second)[] values) =>
        values.Select(value => new Pair<TFirst, TSecond> { First = value.First, Second = value.Second });

    private sealed class Cell<T>
    {
        public T? Value { get; set; }
    }

    private sealed class Pair<TFirst, TSecond>
    {
        public TFirst? First { get; set; }

        public TSecond? Second { get; set; }
    }
}
