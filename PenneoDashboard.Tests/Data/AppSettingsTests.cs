using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;
using PenneoDashboard.Data;
using Xunit;

namespace PenneoDashboard.Tests.Data;

public sealed class AppSettingsTests
{
    [Fact]
    public void AppSettings_AreBelowEveryOtherSource()
    {
        // As Program does it: the framework then looks for an appsettings.json of its own in the very same folder.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });

        builder.AddAppSettings();

        var sources = builder.Configuration.Sources.ToList();
        var lastSettings = sources.FindLastIndex(x => x is JsonConfigurationSource { Path: "appsettings.json" });
        var firstVariables = sources.FindIndex(x => x is EnvironmentVariablesConfigurationSource { Prefix: "ASPNETCORE_" });
        Assert.InRange(lastSettings, 0, firstVariables - 1);
        Assert.Equal("http://localhost:5080", builder.Configuration["Urls"]);
        Assert.Equal("1048576", builder.Configuration["Webhooks:MaxBodyBytes"]);
    }
}
