namespace VaeTransforms.Tests.Search;

/// <summary>Calls back at each report, on the thread that reports.</summary>
internal sealed class Reports<T>(Action<T> onReport) : IProgress<T>
{
    public void Report(T value) => onReport(value);
}
