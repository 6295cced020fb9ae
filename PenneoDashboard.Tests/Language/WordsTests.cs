using System.Globalization;
using PenneoDashboard.Language;
using PenneoDashboard.Penneo;
using PenneoDashboard.Shared;
using Xunit;

namespace PenneoDashboard.Tests.Language;

public sealed class WordsTests
{
    [Fact]
    public void English_IsSaidAsItStands() => In(Words.English, () =>
    {
        Assert.Equal("Timeline", Words.Say("Timeline"));
        Assert.Equal("1,234 new events", Words.Say($"{1234:N0} new events"));
    });

    [Fact]
    public void Danish_IsFoundByTheEnglish() => In(Words.Danish, () =>
    {
        Assert.Equal("Tidslinje", Words.Say("Timeline"));
        Assert.Equal("1.234 nye hændelser", Words.Say($"{1234:N0} new events"));
        Assert.Equal("Underskrevet", PenneoVocabulary.Describe("signer", "signed").Label);
        Assert.Equal("Status 42", PenneoVocabulary.CasefileStatusLabel(42));
    });

    [Fact]
    public void WhatHasNoDanish_IsSaidInEnglish() => In(Words.Danish, () =>
    {
        Assert.Equal("someEventType", PenneoVocabulary.Describe("signer", "someEventType").Label);
        Assert.Equal("{braces} stay {0}", Words.Say($"{{braces}} stay {"{0}"}"));
    });

    [Fact]
    public void Dates_AreWrittenAsTheReaderDoes() => In(Words.Danish, () =>
    {
        var local = new DateTimeOffset(2026, 5, 4, 14, 3, 22, TimeSpan.FromHours(2));
        Assert.Equal("4. maj 2026 14.03.22", TimeText.DateAndTime(local));
        Assert.Equal("3 min. siden", TimeText.Relative(local, local.AddMinutes(3)));
        Assert.Equal("2026-05-04T12:03:22.000000Z", TimeText.Iso(local));
    });

    private static void In(CultureInfo culture, Action check)
    {
        var (before, beforeUI) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, culture);
        try
        {
            check();
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (before, beforeUI);
        }
    }
}
