namespace VaeTransforms;

/// <summary>What training does with missing values: NaN, empty text, and keys without a value.</summary>
public enum MissingValues
{
    /// <summary>Training fails at the first one. Transforming a row with one gives NaN in every added column. The
    /// default.</summary>
    Refuse,

    /// <summary>
    /// Values may be missing, in training and later. The encoder sees which ones are there, and the reconstruction error and the
    /// scores count these alone.
    /// </summary>
    /// <remarks>
    /// Nazabal, Olmos, Ghahramani and Valera 2020, 'Handling incomplete heterogeneous data using VAEs'; Mattei and Frellsen 2019,
    /// 'MIWAE: deep generative modelling and imputation of incomplete data sets'. That a value is missing must not depend on the
    /// value itself, given the values that are there.
    /// </remarks>
    Mask,
}
