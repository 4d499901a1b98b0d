using Xunit;

namespace VaeTransforms.Tests;

/// <summary>
/// Tests that look at something the whole process shares, such as the number of live tensors, run by themselves.
/// </summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class Alone;
