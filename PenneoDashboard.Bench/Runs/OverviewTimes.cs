using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PenneoDashboard.Audit;
using PenneoDashboard.Data;
using PenneoDashboard.Events;
using PenneoDashboard.Overview;
using PenneoDashboard.Penneo;
using PenneoDashboard.Security;
using PenneoDashboard.Subscriptions;

namespace PenneoDashboard.Bench.Runs;

/// <summary>What the overview reads of the log. Its page comes over a circuit, so it is asked in this process, by the product's own classes.</summary>
internal static class OverviewTimes
{
    private const int PeriodDays = 90;

    public static async Task<double[]> MeasureAsync(string folder, int repetitions, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration["Storage:DataDirectory"] = folder;
        builder.Logging.ClearProviders();
        builder.AddStorage();
        builder.AddAudit();
        builder.AddEvents();
        builder.AddPenneo();
        builder.AddSubscriptions();
        builder.AddSecurity();
        builder.AddOverview();
        await using var app = builder.Build();
        await using var scope = app.Services.CreateAsyncScope();
        var reader = scope.ServiceProvider.GetRequiredService<OverviewReader>();
        var times = new List<double>();
        for (var i = -3; i < Math.Max(repetitions, 200); i++)
        {
            var started = Stopwatch.GetTimestamp();
            await reader.EventsAsync(null, PeriodDays, cancellationToken);
            if (i >= 0)
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return [.. times];
    }
}
