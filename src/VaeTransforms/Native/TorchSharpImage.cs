namespace VaeTransforms.Native;

/// <summary>Patches TorchSharp's native library: its two newest symbols are replaced by older ones that do the same.</summary>
/// <remarks>
/// TorchSharp is built with GCC 13, so its library needs a newer libstdc++ than Debian 12, Ubuntu 22.04 and RHEL 9 have, and
/// does not load there. Only two of the symbols that it needs are that new, and both have an older equivalent. The patch
/// changes fewer than 40 bytes. The patched copy loads on newer systems too.
/// </remarks>
internal static class TorchSharpImage
{
    /// <summary>The C++ library that TorchSharp needs.</summary>
    internal const string CppRuntime = "libstdc++.so.6";

    /// <summary>The symbol version that the older systems lack.</summary>
    internal const string NewestVersion = "GLIBCXX_3.4.32";

    /// <summary>
    /// The symbol of <see cref="NewestVersion"/>. If libstdc++ exports it, the library loads without a patch.
    /// </summary>
    internal const string NewestSymbol = "_ZSt21ios_base_library_initv";

    private static readonly Rebinding[] Rebindings =
    [
        // Both initialize the standard streams and return nothing. The constructor of Init never reads 'this', so the missing
        // argument does no harm. The streams count one user more, so they stay open.
        new(NewestSymbol, NewestVersion, "_ZNSt8ios_base4InitC1Ev", "GLIBCXX_3.4"),

        // condition_variable::wait. GCC 12 gave it a new version only because it is no longer noexcept. RHEL 9 has the
        // libstdc++ of GCC 11. Later versions keep the old symbol for programs that were built before.
        new(
            "_ZNSt18condition_variable4waitERSt11unique_lockISt5mutexE",
            "GLIBCXX_3.4.30",
            "_ZNSt18condition_variable4waitERSt11unique_lockISt5mutexE",
            "GLIBCXX_3.4.11"),
    ];

    /// <summary>A patched copy of the library, which loads with the libstdc++ of GCC 11 and later.</summary>
    /// <param name="original">libLibTorchSharp.so from TorchSharp's package. It is not changed.</param>
    /// <returns>A copy of the same length.</returns>
    /// <exception cref="InvalidDataException">
    /// The bytes are not such a library, or they need <see cref="NewestVersion"/> for a symbol without an older equivalent.
    /// </exception>
    internal static byte[] ForOlderLibstdcxx(ReadOnlySpan<byte> original)
    {
        byte[] copy = original.ToArray();
        ElfImage image = new(copy);
        bool patched = false;
        foreach (Rebinding rebinding in Rebindings)
        {
            bool done = TryRebind(image, rebinding);
            patched |= done && rebinding.Version == NewestVersion;
        }

        return patched
            ? copy
            : throw new InvalidDataException($"The library does not need {NewestSymbol} as its only symbol of {NewestVersion}.");
    }

    private static bool TryRebind(ElfImage image, Rebinding rebinding)
    {
        if (Find(image, rebinding.Version) is not { } from || Find(image, rebinding.OlderVersion) is not { } to)
        {
            return false;
        }

        // The version becomes optional, so this must be the only symbol that needs it.
        int[] users = [.. Enumerable.Range(0, image.SymbolCount).Where(symbol => image.Version(symbol) == from.Index)];
        if (users is not [int symbol] || image.Name(symbol) != rebinding.Symbol || !image.IsUndefined(symbol))
        {
            return false;
        }

        if (rebinding.OlderSymbol != rebinding.Symbol)
        {
            image.Rename(symbol, rebinding.OlderSymbol);
        }

        image.SetVersion(symbol, to.Index);
        image.MakeOptional(from);
        return true;
    }

    private static ElfImage.VersionNeed? Find(ElfImage image, string version) =>
        image.Needs.FirstOrDefault(need => need.File == CppRuntime && need.Name == version);

    private sealed record Rebinding(string Symbol, string Version, string OlderSymbol, string OlderVersion);
}
