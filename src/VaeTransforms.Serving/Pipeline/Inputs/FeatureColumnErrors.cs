using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Model;
using VaeTransforms.Series;
using VectorKind = Microsoft.ML.SchemaShape.Column.VectorKind;

namespace VaeTransforms.Pipeline;

/// <summary>The exceptions for an unsuitable input column.</summary>
internal static class FeatureColumnErrors
{
    public static ArgumentException Missing(string name, IEnumerable<string> present) =>
        new($"There is no column '{name}'. The columns are: {NameList.Quoted(present)}. "
            + $"Use one of them, or combine columns into one vector with mlContext.Transforms.Concatenate(\"{name}\", …).");

    public static ArgumentException MissingTrained(string name, IEnumerable<string> present, int trainedSize) =>
        new($"There is no column '{name}', but the model was trained on {trainedSize} values of it. The columns are: "
            + $"{NameList.Quoted(present)}. {WhereFrom(name, present)}");

    public static ArgumentException Misfit(SchemaShape.Column column)
    {
        string item = column.IsKey ? $"Key<{column.ItemType}>" : $"{column.ItemType}";
        string type = column.Kind == VectorKind.Scalar ? item : $"Vector<{item}>";
        return Misfit(column.Name, type, column.Kind, column.ItemType, column.IsKey);
    }

    public static ArgumentException Misfit(DataViewSchema.Column column)
    {
        (VectorKind kind, DataViewType itemType) = column.Type is VectorDataViewType vector
            ? (vector.IsKnownSize ? VectorKind.Vector : VectorKind.VariableVector, vector.ItemType)
            : (VectorKind.Scalar, column.Type);
        return Misfit(column.Name, $"{column.Type}", kind, itemType, itemType is KeyDataViewType);
    }

    public static ArgumentException WrongSize(FeatureColumn column, int trained) =>
        new($"Column '{column.Name}' has {column.Size} values, but the model was trained on {trained}. "
            + "Use the columns it was trained on, or fit again.");

    public static ArgumentException WrongItemType(FeatureColumn column, DataViewType trained) =>
        new($"Column '{column.Name}' has {column.ItemType} values, but the model was trained on {trained} values. Convert "
            + $"it with mlContext.Transforms.Conversion.ConvertType(\"{column.Name}\", outputKind: DataKind.{trained}), "
            + "or fit again.");

    public static ArgumentException OtherSlotName(
        string column, int slot, string name, string trained, bool isTable = false) =>
        new($"Column '{column}' has '{name}' in slot {slot}, but the model was trained on '{trained}' there "
            + "(slots count from 0). Combine the same columns in the same order with mlContext.Transforms.Concatenate, "
            + $"{(isTable ? "" : "set VaeOptions.ReorderSlotsByName, ")}or fit again.");

    public static ArgumentException NoSuchSlot(string column, string trained) =>
        new($"Column '{column}' has no slot or several slots named '{trained}', which the model was trained on, so its slots "
            + "cannot be put in order by their names. Combine the columns that the model was trained on, or fit again.");

    public static ArgumentException MissingForTable(string name, IEnumerable<string> present) =>
        new($"There is no column '{name}', which is one of the input columns. The columns are: {NameList.Quoted(present)}. "
            + "Use the names of columns.");

    public static ArgumentException MissingInTable(string name, IEnumerable<string> present) =>
        new($"There is no column '{name}', but the model was trained on it. The columns are: {NameList.Quoted(present)}. "
            + WhereFrom(name, present));

    public static ArgumentException OtherTypeInTable(DataViewSchema.Column column, TableColumn trained) =>
        new($"Column '{column.Name}' is a {column.Type}, but the model was trained on {Describe(trained)}. Convert it, for "
            + "example with mlContext.Transforms.Conversion.ConvertType, or fit again.");

    public static ArgumentException OtherKeys(string name, string[] keys, string[] trained) =>
        new($"The keys of column '{name}' stand for {NameList.Of(keys)}, in this order, but the model was trained on "
            + $"{NameList.Of(trained)}. Make the keys with the transformer that made those of the training data, or fit again.");

    /// <summary>The exception for a vector whose length is not the one that its type states.</summary>
    public static InvalidOperationException WrongLength(string name, int length, int stated) =>
        new($"Column '{name}' has a row of {length} values, but its type states {stated} values. Correct the component that "
            + "produces the column.");

    /// <summary>What to do where a column is missing that training read.</summary>
    private static string WhereFrom(string name, IEnumerable<string> present)
    {
        const string made = "Give the view that ToModelInput of the fitted transformer returns.";
        return name == SeriesChain.WindowName ? $"It has the windows of a series. {made}"
            : present.FirstOrDefault(column => name == Surroundings.PixelsOf(column)) is { } images
                ? $"It has the pixels of column '{images}'. {made}"
                : "Use the columns it was trained on, or copy one to that name with "
                    + $"mlContext.Transforms.CopyColumns(\"{name}\", …).";
    }

    private static string Describe(TableColumn column) => column switch
    {
        { Kind: TableColumnKind.Category, IsKey: true } => "a key whose values are text",
        { Kind: TableColumnKind.Category } => "text",
        { Kind: TableColumnKind.Indicators } => $"a key of {column.Slots} values",
        { Kind: TableColumnKind.Vector } => $"a vector of {column.Slots} {column.ItemType} values",
        _ => $"{column.ItemType} values",
    };

    private static ArgumentException Misfit(string name, string type, VectorKind kind, DataViewType itemType, bool isKey) =>
        new($"Column '{name}' is a {type}{(kind == VectorKind.VariableVector ? " of variable size" : "")}, but a VAE needs a "
            + $"vector of fixed size of Single or Double. {Advice(name, kind, itemType, isKey)}");

    private static string Advice(string name, VectorKind kind, DataViewType itemType, bool isKey) => itemType switch
    {
        _ when isKey => $"Turn the key into indicators with mlContext.Transforms.Conversion.MapKeyToVector(\"{name}\").",
        TextDataViewType =>
            $"Turn the text into numbers with mlContext.Transforms.Categorical.OneHotEncoding(\"{name}\") or "
            + $"mlContext.Transforms.Text.FeaturizeText(\"{name}\").",

        // By name, because this library does not reference Microsoft.ML.ImageAnalytics, which defines the type.
        { RawType.Name: "MLImage" } => $"Turn the image into numbers with mlContext.Transforms.ExtractPixels(\"{name}\").",
        _ when kind == VectorKind.VariableVector =>
            "Give it a fixed size when it is loaded, with [VectorType(n)] on the property or a range of columns in the "
            + $"TextLoader. If the source has no place for a size, such as a DataFrame, copy '{name}' with "
            + "mlContext.Transforms.CustomMapping to a class whose property has [VectorType(n)].",
        _ when FeatureColumn.IsReal(itemType) =>
            $"Combine columns into one vector with mlContext.Transforms.Concatenate(\"{name}\", …).",
        NumberDataViewType or BooleanDataViewType when kind == VectorKind.Vector => ConvertType(name) + ".",
        NumberDataViewType or BooleanDataViewType =>
            $"{ConvertType(name)}, then combine columns into one vector with mlContext.Transforms.Concatenate(\"{name}\", …).",
        _ => "Turn its values into numbers first.",
    };

    private static string ConvertType(string name) =>
        $"Convert it with mlContext.Transforms.Conversion.ConvertType(\"{name}\", outputKind: DataKind.Single)";
}
