using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.Shared;
using Xunit;

namespace PenneoDashboard.Tests.Shared;

public sealed class UrlStateTests : ComponentTest
{
    private BunitNavigationManager Navigation => (BunitNavigationManager)Services.GetRequiredService<NavigationManager>();

    [Fact]
    public void Filters_are_written_read_back_and_removed()
    {
        Navigation.NavigateTo("/history?topic=signer&keep=1");

        Navigation.ReplaceQuery(new Dictionary<string, object?> { ["topic"] = null, ["casefileId"] = 531L, ["from"] = Now, ["q"] = "a&b=<c>" });

        Assert.Null(Navigation.Query("topic"));
        Assert.Equal("1", Navigation.Query("keep"));
        Assert.Equal(531, Navigation.QueryNumber("casefileId"));
        Assert.Equal(Now, Navigation.QueryTime("from"));
        Assert.Equal("a&b=<c>", Navigation.Query("q"));
        Assert.True(Navigation.History.First().Options.ReplaceHistoryEntry);
    }

    [Fact]
    public void Nothing_happens_when_the_address_is_right_already()
    {
        Navigation.NavigateTo("/history?topic=signer");

        Navigation.ReplaceQuery(new Dictionary<string, object?> { ["topic"] = "signer", ["q"] = "" });

        Assert.Single(Navigation.History);
    }

    [Theory]
    [InlineData("?casefileId=abc&from=never")]
    [InlineData("?casefileId=&from=")]
    [InlineData("?casefileId=99999999999999999999999&from=2026-13-45")]
    public void Nonsense_is_no_filter(string query)
    {
        Navigation.NavigateTo("/history" + query);

        Assert.Null(Navigation.QueryNumber("casefileId"));
        Assert.Null(Navigation.QueryTime("from"));
    }
}
