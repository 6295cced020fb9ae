using System.Net;

namespace PenneoDashboard.Penneo;

/// <summary>A call to Penneo that failed, in words for the page. Nothing is assumed to have changed.</summary>
public sealed class PenneoException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Penneo's HTTP status; null when there was no answer at all.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>Penneo's <c>X-Penneo-Request-Id</c>, which its support asks for.</summary>
    public string? RequestId { get; init; }

    /// <summary>Penneo's <c>X-B3-TraceId</c>, which its support asks for.</summary>
    public string? TraceId { get; init; }

    /// <summary>True when the call did not leave this machine, or found nobody at the other end.</summary>
    public bool NeverArrived { get; init; }

    /// <summary>What the network said, when that is why there was no answer.</summary>
    public HttpRequestError? NetworkError { get; init; }

    /// <summary>True when the settings say too little to call anyone.</summary>
    public bool IsNotSetUp { get; init; }

    /// <summary>True when it was asking for an access token that failed, so that the call itself was not sent.</summary>
    public bool IsSignIn { get; init; }

    /// <summary>How far our clock is ahead of Penneo's, to a second or two; null when its answer did not say.</summary>
    public TimeSpan? ClockOff { get; init; }

    /// <summary>True when a web page came instead of an answer, so that it was hardly Penneo's API that spoke.</summary>
    public bool IsWebPage { get; init; }

    /// <summary>True when Penneo answered that it did not do it.</summary>
    public bool IsRefusal => Status is { } status && (int)status is >= 300 and < 500;

    /// <summary>
    /// True when Penneo certainly did not do it; false when nobody knows (no answer, no sensible one, or an error of
    /// its own).
    /// </summary>
    public bool NothingDone => NeverArrived || IsRefusal;
}
