using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Data;

namespace PenneoDashboard.History;

/// <summary>The named views that everyone sees.</summary>
public sealed class SavedViews(IDbContextFactory<DashboardDb> contexts)
{
    /// <summary>More would be no help to find one.</summary>
    public const int Most = 100;

    /// <summary>Raised on any thread when the list is another.</summary>
    public event Action? Changed;

    public Task<List<SavedView>> ListAsync(CancellationToken cancellationToken = default) =>
        contexts.ReadAsync(db => db.Set<SavedView>().AsNoTracking().OrderBy(x => x.Name).ToListAsync(cancellationToken), cancellationToken);

    /// <summary>Names a view; one that has the name already takes the new link. False when there are <see cref="Most"/> of them.</summary>
    public async Task<bool> SaveAsync(string name, string link, CancellationToken cancellationToken = default)
    {
        var saved = await contexts.ReadAsync(
            async db =>
            {
                if (await db.Set<SavedView>().SingleOrDefaultAsync(x => x.Name == name, cancellationToken) is { } known)
                    (known.Name, known.Link) = (name, link);
                else if (await db.Set<SavedView>().CountAsync(cancellationToken) < Most)
                    db.Add(new SavedView { Name = name, Link = link });
                else
                    return false;
                await db.SaveChangesAsync(cancellationToken);
                return true;
            },
            cancellationToken);
        Changed?.Invoke();
        return saved;
    }

    public async Task DeleteAsync(long id, CancellationToken cancellationToken = default)
    {
        await contexts.ReadAsync(db => db.Set<SavedView>().Where(x => x.Id == id).ExecuteDeleteAsync(cancellationToken), cancellationToken);
        Changed?.Invoke();
    }
}
