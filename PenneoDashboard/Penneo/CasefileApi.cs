using System.Globalization;

namespace PenneoDashboard.Penneo;

/// <summary>Reads casefiles back from Penneo, <c>/api/v3/casefiles/{id}</c>.</summary>
public sealed class CasefileApi(PenneoClient penneo)
{
    /// <exception cref="PenneoException">Also where our user may not see it, which is normal: 403 or 404.</exception>
    public async Task<PenneoCasefile> FindAsync(long id, CancellationToken cancellationToken = default)
    {
        using var answer = await penneo.SendAsync(HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"api/v3/casefiles/{id}"), null, cancellationToken);
        return await penneo.ReadAsync(answer, text => PenneoCasefile.Read(text, id), cancellationToken);
    }
}
