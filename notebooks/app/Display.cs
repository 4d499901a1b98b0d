using VaeTransforms.Plots;

/// <summary>
/// Gives an app what a notebook has by itself: <c>display(picture)</c>. Here it saves the picture and says where.
/// </summary>
internal static class Display
{
    private static int _pictures;

    public static void display(Picture picture)
    {
        string app = Path.GetFileNameWithoutExtension((string)AppContext.GetData("EntryPointFilePath")!);
        string folder = Path.Combine((string)AppContext.GetData("EntryPointFileDirectoryPath")!, "..", "artifacts", "notebooks", app);
        Directory.CreateDirectory(folder);
        string path = Path.GetFullPath(Path.Combine(folder, $"{++_pictures}.png"));
        picture.SavePng(path, scale: 2);
        Console.WriteLine($"[{picture.Title}: {Path.GetRelativePath(Environment.CurrentDirectory, path)}]");
    }
}
