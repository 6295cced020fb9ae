namespace PenneoDashboard.Penneo;

/// <summary>
/// Reads the body together with the headers, so that the time limit around it holds for an answer that stops halfway.
/// </summary>
internal sealed class WholeAnswer : DelegatingHandler
{
    private const int LargestAnswer = 4 * 1024 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        try
        {
            await answer.Content.LoadIntoBufferAsync(LargestAnswer, cancellationToken);
            return answer;
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }
}
