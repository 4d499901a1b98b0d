using VaeTransforms.Native;
using Xunit;

namespace VaeTransforms.Tests.Native;

public sealed class TorchSharpImageTests
{
    private static readonly Lazy<byte[]> Stock = new(() => File.ReadAllBytes(
        TorchPackages.OfThisProcess("linux-x64").Find(TorchPackages.TorchSharpLibrary)!));

    public TorchSharpImageTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "The image is that of the Linux library.");

    [Fact]
    public void Two_symbols_get_older_versions_and_no_other_symbol_changes()
    {
        ReferenceElf before = new(Stock.Value), after = new(TorchSharpImage.ForOlderLibstdcxx(Stock.Value));

        (string Before, string After)[] changed =
            [.. before.Symbols.Zip(after.Symbols).Where(pair => pair.First != pair.Second)];

        Assert.Equal(before.Symbols.Count, after.Symbols.Count);
        Assert.True(before.Symbols.Count > 100);
        Assert.Equivalent(
            new (string, string)[]
            {
                (
                    "_ZSt21ios_base_library_initv@libstdc++.so.6/GLIBCXX_3.4.32",
                    "_ZNSt8ios_base4InitC1Ev@libstdc++.so.6/GLIBCXX_3.4"),
                (
                    "_ZNSt18condition_variable4waitERSt11unique_lockISt5mutexE@libstdc++.so.6/GLIBCXX_3.4.30",
                    "_ZNSt18condition_variable4waitERSt11unique_lockISt5mutexE@libstdc++.so.6/GLIBCXX_3.4.11"),
            },
            changed,
            strict: true);
    }

    [Fact]
    public void Only_versions_that_no_symbol_needs_become_optional()
    {
        ReferenceElf after = new(TorchSharpImage.ForOlderLibstdcxx(Stock.Value));

        Assert.DoesNotContain(new ReferenceElf(Stock.Value).Needs, need => need.Value);
        Assert.Equal(
            ["libstdc++.so.6/GLIBCXX_3.4.30", "libstdc++.so.6/GLIBCXX_3.4.32"],
            after.Needs.Where(need => need.Value).Select(need => need.Key).Order());
        Assert.DoesNotContain(after.Symbols, symbol => after.Needs[symbol.Split('@')[1]]);
    }

    [Fact]
    public void The_patched_library_needs_nothing_newer_than_RHEL_9_has()
    {
        Dictionary<string, Version> rhel9 = new()
        {
            ["GLIBC"] = new(2, 34),
            ["GLIBCXX"] = new(3, 4, 29),
            ["CXXABI"] = new(1, 3, 13),
            ["GCC"] = new(11, 0),
        };

        Assert.All(
            new ReferenceElf(TorchSharpImage.ForOlderLibstdcxx(Stock.Value)).Needs.Where(need => !need.Value),
            need =>
            {
                string[] version = need.Key.Split('/')[1].Split('_');
                Assert.InRange(Version.Parse(version[1]), new Version(0, 0), rhel9[version[0]]);
            });
    }

    [Fact]
    public void Fewer_than_forty_bytes_change()
    {
        byte[] patched = TorchSharpImage.ForOlderLibstdcxx(Stock.Value);

        Assert.Equal(Stock.Value.Length, patched.Length);
        Assert.InRange(Stock.Value.Zip(patched).Count(pair => pair.First != pair.Second), 1, 39);
    }

    [Fact]
    public void The_original_does_not_change()
    {
        byte[] given = [.. Stock.Value];

        TorchSharpImage.ForOlderLibstdcxx(given);

        Assert.Equal(Stock.Value, given);
    }

    [Fact]
    public void A_patched_library_is_not_patched_again()
    {
        byte[] patched = TorchSharpImage.ForOlderLibstdcxx(Stock.Value);

        Assert.Throws<InvalidDataException>(() => TorchSharpImage.ForOlderLibstdcxx(patched));
    }

    [Fact]
    public void A_second_user_of_the_newest_version_is_refused()
    {
        byte[] image = [.. Stock.Value];
        ElfImage elf = new(image);
        ushort newest = elf.Needs.Single(need => need.Name == "GLIBCXX_3.4.32").Index;
        elf.SetVersion(Enumerable.Range(1, elf.SymbolCount - 1).First(symbol => elf.Name(symbol) == "_Znwm"), newest);

        Assert.Throws<InvalidDataException>(() => TorchSharpImage.ForOlderLibstdcxx(image));
    }

    [Fact]
    public void Another_library_or_another_processor_is_refused()
    {
        byte[] arm = [.. Stock.Value];
        arm[0x12] = 183;
        byte[] narrow = [.. Stock.Value];
        narrow[4] = 1;
        string other = TorchPackages.OfThisProcess("linux-x64").Find("c10")!;

        Assert.Throws<InvalidDataException>(() => TorchSharpImage.ForOlderLibstdcxx([]));
        Assert.Throws<InvalidDataException>(() => TorchSharpImage.ForOlderLibstdcxx("not a library at all"u8));
        Assert.Throws<InvalidDataException>(() => TorchSharpImage.ForOlderLibstdcxx(arm));
        Assert.Throws<InvalidDataException>(() => TorchSharpImage.ForOlderLibstdcxx(narrow));
        Assert.Throws<InvalidDataException>(() => TorchSharpImage.ForOlderLibstdcxx(File.ReadAllBytes(other)));
    }

    [Fact]
    public void Damage_in_the_tables_gives_an_InvalidDataException_or_does_no_harm()
    {
        Random random = new(1);
        byte[] stock = Stock.Value;
        int versions = (int)new ElfImage([.. stock]).Needs.Min(need => need.Offset);
        int sections = (int)BitConverter.ToUInt64(stock, 0x28);
        foreach (int round in Enumerable.Range(0, 200))
        {
            byte[] image = round % 4 == 0 ? stock[..random.Next(stock.Length)] : [.. stock];
            for (int i = 0; i < 4; i++)
            {
                // The header, the section table, and the version tables.
                int at = (round % 3) switch
                {
                    0 => random.Next(64),
                    1 => sections + random.Next(31 * 64),
                    _ => versions + random.Next(0x210),
                };
                if (at < image.Length)
                {
                    image[at] = (byte)random.Next(256);
                }
            }

            Exception? thrown = Record.Exception(() => TorchSharpImage.ForOlderLibstdcxx(image));

            Assert.True(thrown is null or InvalidDataException, $"Round {round}: {thrown}");
        }
    }
}
