namespace VaeTransforms.Search;

/// <summary>A value of a varied option.</summary>
/// <param name="Text">The value in the table of trials.</param>
/// <param name="Set">Returns the options with it.</param>
internal sealed record OptionValue(string Text, Func<VaeOptions, VaeOptions> Set);
