using VaeTransforms.Plots;

/// <summary>
/// Defines <c>display(picture)</c> for apps; a notebook's kernel has it built in. Here it saves the picture and prints its path.
/// </summary>
internal static class Display
{
    private static int _pictures;

    public static void display(Picture picture)
    {
        string app = Path.GetFileNameWithoutExtension((string)AppContext.GetData("EntryPointFilePath")!);
        string notebooks = (string)AppContext.GetData("EntryPointFileDirectoryPath")!;
        string folder = Path.Combine(notebooks, "..", "artifacts", "notebooks", app);
        Directory.CreateDirectory(folder);
        string path = Path.GetFullPath(Path.Combine(folder, $"{++_pictures}.png"));
        picture.SavePng(path, scale: 2);
        Console.WriteLine($"[{picture.Title}: {Path.GetRelativePath(Environment.CurrentDirectory, path)}]");
    }
}
