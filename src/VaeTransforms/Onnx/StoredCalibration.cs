using Google.Protobuf.Collections;
using VaeTransforms.Model;
using VaeTransforms.Onnx.Schema;

namespace VaeTransforms.Onnx;

/// <summary>What a detector knows of held-out rows, as metadata of a model file: three arrays in base64.</summary>
internal static class StoredCalibration
{
    private const string Prefix = "vaetransforms.calibration.";
    private const string Scores = Prefix + "scores";
    private const string SlotCentres = Prefix + "slot_centres";
    private const string SlotSpreads = Prefix + "slot_spreads";

    public static void Write(AnomalyCalibration calibration, RepeatedField<StringStringEntryProto> metadata)
    {
        Add(Scores, calibration.Scores);
        Add(SlotCentres, calibration.SlotCentres);
        Add(SlotSpreads, calibration.SlotSpreads);

        void Add(string key, float[] values) =>
            metadata.Add(new StringStringEntryProto { Key = key, Value = Convert.ToBase64String(TensorBytes.Encode(values)) });
    }

    /// <summary>Null for a model that is no detector, or whose file was written before detectors kept this.</summary>
    /// <exception cref="VaeModelFormatException">An array is missing, has the wrong length, or holds what cannot be.</exception>
    public static AnomalyCalibration? Read(IReadOnlyDictionary<string, string> metadata, VaeArchitecture architecture)
    {
        if (!metadata.ContainsKey(Scores))
        {
            return null;
        }

        float[] scores = Values(Scores);
        if (scores.Length == 0 || scores.Any(float.IsNaN) || scores.Zip(scores.Skip(1)).Any(pair => pair.First > pair.Second))
        {
            throw new VaeModelFormatException($"The held-out scores are not in order. {ModelFile.TakeAgain}");
        }

        return new AnomalyCalibration
        {
            Scores = scores,
            SlotCentres = PerSlot(SlotCentres, float.IsFinite),
            SlotSpreads = PerSlot(SlotSpreads, spread => spread is > 0 and < float.PositiveInfinity),
        };

        float[] PerSlot(string key, Func<float, bool> isValid)
        {
            float[] values = Values(key);
            return values.Length == architecture.InputSize && values.All(isValid) ? values : throw new VaeModelFormatException(
                $"The entry '{key}' does not hold {architecture.InputSize} fitting values. {ModelFile.TakeAgain}");
        }

        float[] Values(string key)
        {
            byte[] bytes = new byte[metadata.TryGetValue(key, out string? text) ? text.Length : 0];
            return text is not null && Convert.TryFromBase64String(text, bytes, out int length) && length % sizeof(float) == 0
                ? TensorBytes.Decode(bytes.AsSpan(0, length))
                : throw new VaeModelFormatException($"The entry '{key}' is missing or is not in base64. {ModelFile.TakeAgain}");
        }
    }
}
