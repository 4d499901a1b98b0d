namespace VaeTransforms.Native;

/// <summary>TorchSharp's native library with its two newest symbols bound to older ones that do the same.</summary>
/// <remarks>
/// TorchSharp is built with GCC 13, so its library asks for a libstdc++ that Debian 12, Ubuntu 22.04 and RHEL 9 lack, and
/// the loader refuses it. Only two of its symbols are that new, and both have an older name: a dozen bytes decide whether
/// a whole family of servers can train. The changed copy loads on newer systems too.
/// </remarks>
internal static class TorchSharpImage
{
    /// <summary>The C++ library that TorchSharp asks for.</summary>
    internal const string CppRuntime = "libstdc++.so.6";

    /// <summary>The version without which the stock library is refused on the systems named above.</summary>
    internal const string NewestVersion = "GLIBCXX_3.4.32";

    /// <summary>What <see cref="NewestVersion"/> is asked for; a libstdc++ that exports it needs no changed copy.</summary>
    internal const string NewestSymbol = "_ZSt21ios_base_library_initv";

    private static readonly Rebinding[] Rebindings =
    [
        // Both initialise the standard streams and return nothing. Init's constructor never reads its 'this', so the
        // missing argument does no harm; the streams count one user more, which only means that they stay open.
        new(NewestSymbol, NewestVersion, "_ZNSt8ios_base4InitC1Ev", "GLIBCXX_3.4"),

        // condition_variable::wait, which GCC 12 gave a new version only because it is no longer noexcept. RHEL 9 has
        // GCC 11's libstdc++, and every later one keeps the old entry for programs built before.
        new(
            "_ZNSt18condition_variable4waitERSt11unique_lockISt5mutexE",
            "GLIBCXX_3.4.30",
            "_ZNSt18condition_variable4waitERSt11unique_lockISt5mutexE",
            "GLIBCXX_3.4.11"),
    ];

    /// <summary>The same library, loadable with the libstdc++ of GCC 11 and later.</summary>
    /// <param name="original">libLibTorchSharp.so as it is in TorchSharp's package; left as it is.</param>
    /// <returns>A copy of the same length.</returns>
    /// <exception cref="InvalidDataException">
    /// It is no such library, or it needs <see cref="NewestVersion"/> for something that has no older name.
    /// </exception>
    internal static byte[] ForOlderLibstdcxx(ReadOnlySpan<byte> original)
    {
        byte[] copy = original.ToArray();
        ElfImage image = new(copy);
        bool mended = false;
        foreach (Rebinding rebinding in Rebindings)
        {
            bool done = TryRebind(image, rebinding);
            mended |= done && rebinding.Version == NewestVersion;
        }

        return mended
            ? copy
            : throw new InvalidDataException($"The library does not ask for {NewestSymbol} alone of {NewestVersion}.");
    }

    private static bool TryRebind(ElfImage image, Rebinding rebinding)
    {
        if (Find(image, rebinding.Version) is not { } from || Find(image, rebinding.OlderVersion) is not { } to)
        {
            return false;
        }

        // The version may be waived only when no symbol needs it any more.
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
