using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Data;

namespace PenneoDashboard.Tests.Events;

/// <summary>A database that answers only once the gate opens, to look at a page while it reads.</summary>
internal sealed class GatedContexts(IDbContextFactory<DashboardDb> inner, Task gate) : IDbContextFactory<DashboardDb>
{
    public DashboardDb CreateDbContext() => inner.CreateDbContext();

    public async Task<DashboardDb> CreateDbContextAsync(CancellationToken cancellationToken = default)
    {
        await gate.WaitAsync(cancellationToken);
        return await inner.CreateDbContextAsync(cancellationToken);
    }
}
