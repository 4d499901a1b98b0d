using VaeTransforms.Training;

namespace VaeTransforms.Orleans;

/// <summary>
/// The state of a shard or of a fit as it is stored and sent: a checkpoint, with the digest of the fit as its facts.
/// </summary>
internal static class RoundBytes
{
    private const string Fit = "the fit";
    private const int Rest = 1 << 16;

    public static byte[] Write(TrainingState state, string fit)
    {
        // Arrays are nearly all of it; a stream that grows would copy them again and again.
        float[][] arrays = [state.Weights, state.BestWeights, state.FirstMoment, state.SecondMoment];
        using var stream = new MemoryStream(checked((int)(arrays.Sum(array => array.LongLength) * sizeof(float)) + Rest));
        CheckpointFile.Write(stream, new Dictionary<string, string> { [Fit] = fit }, state);
        return stream.ToArray();
    }

    /// <summary>Null if nothing was written.</summary>
    /// <exception cref="VaeClusterException">The bytes are damaged, or of another fit.</exception>
    public static TrainingState? Read(byte[] bytes, string fit)
    {
        if (bytes.Length == 0)
        {
            return null;
        }

        using var stream = new MemoryStream(bytes);
        try
        {
            (IReadOnlyDictionary<string, string> facts, TrainingState state) = CheckpointFile.Read(stream);
            return facts[Fit] == fit ? state : throw new InvalidOperationException("is of another fit");
        }
        catch (InvalidDataException e)
        {
            throw new VaeClusterException("The stored state of the fit is damaged. Start it again with another Job.", e);
        }
        catch (InvalidOperationException e)
        {
            throw new VaeClusterException(
                $"The stored state of the fit {e.Message}. Start it again with another Job.", e);
        }
    }
}
