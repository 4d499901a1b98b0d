using System.Globalization;

namespace VaeTransforms.Tests.Notebooks;

/// <summary>Collects text written to the console and displayed pictures until it is disposed.</summary>
internal sealed class CellOutputs : IDisposable
{
    // The scale of pictures in notebooks; most screens have two pixels per point.
    private const double Scale = 2;

    private readonly TextWriter _console = Console.Out;
    private readonly StringWriter _text = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
    private readonly List<NotebookOutput> _outputs = [];

    public CellOutputs()
    {
        Console.SetOut(_text);
        NotebookDisplay.Show = picture =>
        {
            EndText();
            _outputs.Add(new PictureOutput(picture.ToPng(Scale), picture.Title, picture.Width, picture.Height));
        };
    }

    public NotebookOutput[] ToArray()
    {
        EndText();
        return [.. _outputs];
    }

    public void Dispose()
    {
        Console.SetOut(_console);
        _text.Dispose();
    }

    private void EndText()
    {
        if (_text.GetStringBuilder().Length > 0)
        {
            _outputs.Add(new TextOutput(_text.ToString()));
            _text.GetStringBuilder().Clear();
        }
    }
}
