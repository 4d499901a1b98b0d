using Google.Protobuf.Collections;
using VaeTransforms.Model;
using VaeTransforms.Onnx.Schema;

namespace VaeTransforms.Onnx;

/// <summary>What a detector has learned from held-out rows, as metadata of a model file: arrays in base64.</summary>
/// <param name="SlotCenters">As <see cref="TrainedVae.SlotCenters"/>.</param>
/// <param name="Calibration">As <see cref="TrainedVae.Calibration"/>.</param>
internal sealed record StoredCalibration(float[] SlotCenters, AnomalyCalibration Calibration)
{
    private const string Prefix = "vaetransforms.calibration.";
    private const string ScoresKey = Prefix + "scores";
    private const string ElbosKey = Prefix + "negative_elbos";
    private const string CentersKey = Prefix + "slot_centers";
    private const string SpreadsKey = Prefix + "slot_spreads";
    private const string TimeKey = Prefix + "autocorrelation_time";

    public static void Write(float[] slotCenters, AnomalyCalibration calibration, RepeatedField<StringStringEntryProto> metadata)
    {
        Add(ScoresKey, calibration.Scores);
        Add(ElbosKey, calibration.Elbos);
        Add(CentersKey, slotCenters);
        Add(SpreadsKey, calibration.SlotSpreads);
        if (calibration.AutocorrelationTime > 1)
        {
            Add(TimeKey, [(float)calibration.AutocorrelationTime]);
        }

        void Add(string key, float[] values) =>
            metadata.Add(new StringStringEntryProto { Key = key, Value = Convert.ToBase64String(TensorBytes.Encode(values)) });
    }

    /// <summary>Of a detector.</summary>
    /// <exception cref="VaeModelFormatException">
    /// An array is missing, has the wrong length, or has a value that it cannot have.
    /// </exception>
    public static StoredCalibration Read(IReadOnlyDictionary<string, string> metadata, VaeArchitecture architecture)
    {
        return new StoredCalibration(PerSlot(CentersKey, IsCenter), new AnomalyCalibration
        {
            Scores = Sorted(ScoresKey),
            Elbos = Sorted(ElbosKey),
            SlotSpreads = PerSlot(SpreadsKey, spread => spread is > 0 and < float.PositiveInfinity),
            AutocorrelationTime = metadata.ContainsKey(TimeKey) ? Time() : 1,
        });

        float[] Sorted(string key)
        {
            float[] values = Values(key);
            bool isSorted = values.Zip(values.Skip(1)).All(pair => pair.First <= pair.Second); // NaN is not.
            return isSorted && values.Length > 0 && !float.IsNaN(values[0])
                ? values
                : throw new VaeModelFormatException($"The held-out values of '{key}' are not in order. {ModelFile.TakeAgain}");
        }

        double Time() => Values(TimeKey) is [>= 1 and < float.PositiveInfinity and var time]
            ? time
            : throw new VaeModelFormatException($"The entry '{TimeKey}' is not one number from 1. {ModelFile.TakeAgain}");

        bool IsCenter(float value) => float.IsFinite(value) || (architecture.HasMask && float.IsNaN(value));

        float[] PerSlot(string key, Func<float, bool> isValid)
        {
            float[] values = Values(key);
            return values.Length == architecture.InputSize && values.All(isValid) ? values : throw new VaeModelFormatException(
                $"The entry '{key}' does not have {architecture.InputSize} valid values. {ModelFile.TakeAgain}");
        }

        float[] Values(string key)
        {
            if (!metadata.TryGetValue(key, out string? text))
            {
                throw new VaeModelFormatException(
                    $"The file lacks the entry '{key}' of a detector: it is an export for scoring, not a saved model. "
                    + "Load the file that the model was saved to.");
            }

            byte[] bytes = new byte[text.Length];
            return Convert.TryFromBase64String(text, bytes, out int length) && length % sizeof(float) == 0
                ? TensorBytes.Decode(bytes.AsSpan(0, length))
                : throw new VaeModelFormatException($"The entry '{key}' is not in base64. {ModelFile.TakeAgain}");
        }
    }
}
