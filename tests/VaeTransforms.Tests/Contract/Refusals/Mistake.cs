using Xunit;

namespace VaeTransforms.Tests.Contract.Refusals;

/// <summary>A mistake that a user can make. The message about it is in Golden/messages.txt.</summary>
/// <param name="Name">Unique among the mistakes of a suite.</param>
/// <param name="Exception">The type of the exception.</param>
/// <param name="Make">Makes the mistake, with one of the estimators if it needs one.</param>
/// <param name="Facts">What the message must contain: names, the numbers of the rule, and the value that came.</param>
internal sealed record Mistake(string Name, Type Exception, Action<Subject> Make, params string[] Facts)
{
    /// <summary>The parameter that the exception names; null if it names none.</summary>
    public string? Parameter { get; init; }

    public Exception Provoke(Subject subject = Subject.VaeEncode) => Assert.Throws(Exception, () => Make(subject));

    /// <summary>Makes the mistake, and checks that the exception names the parameter and its message states the facts.</summary>
    public void AssertRefused(Subject subject = Subject.VaeEncode)
    {
        Exception thrown = Provoke(subject);
        Assert.All(Facts, fact => Assert.Contains(fact, thrown.Message, StringComparison.Ordinal));
        if (Parameter is not null)
        {
            Assert.Equal(Parameter, Assert.IsType<ArgumentException>(thrown, exactMatch: false).ParamName);
        }
    }

    public override string ToString() => Name;
}
